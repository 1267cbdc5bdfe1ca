"""Votes over the fast path: many voices, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.queries import voices_speaking_as
from werkstatt.rooms.stage.refusals import POLL_IS_GONE, UNEXPECTED
from werkstatt.services.live.hot import Command, Reply, hot_command

COUNTED = _("Ihre Stimme zählt.")
VOTES_PER_MINUTE = 60


@hot_command("stage.vote", per_minute=VOTES_PER_MINUTE)
def vote(commands: Sequence[Command], *, now: datetime) -> Sequence[Reply]:
    """`poll` and the fields of its ballot. The last vote of a voice stands."""
    voices = voices_speaking_as({command.listener for command in commands})
    valid = [(command, poll) for command in commands if command.listener in voices and (poll := _poll(command))]
    votes = [Vote(voices[command.listener], poll, command.data) for command, poll in valid]
    answers = cast_votes(votes=votes, now=now) if votes else []
    replies = {
        id(command): Reply(error=refusal) if refusal else Reply(mine={f"voted-{poll}": True}, say=COUNTED)
        for (command, poll), refusal in zip(valid, answers, strict=True)
    }
    strangers = {id(command): Reply(error=UNEXPECTED) for command in commands if command.listener not in voices}
    return [(replies | strangers).get(id(command), Reply(error=POLL_IS_GONE)) for command in commands]


def _poll(command: Command) -> int:
    """The key of the poll; 0 for what is none."""
    return whole_number(command.data.get("poll", "")) or 0
