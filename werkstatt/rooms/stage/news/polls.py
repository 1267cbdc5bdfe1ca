"""What everybody on the stage learns of polls: the question, how many voted, and a result once it is released."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from werkstatt.rooms.stage.models import Poll
from werkstatt.rooms.stage.poll_queries import ShownPoll, result_of, shown, votes_in
from werkstatt.services.live import fragments
from werkstatt.services.live.actions import retract

INTO = "polls"  # the element of the participants' page that holds the poll


def poll_changed(poll: Poll, *, now: datetime) -> None:
    """Show it as it stands: to vote in, closed, or with its result. What its parts said before is void."""
    _void_parts(poll, now=now)
    fragments.put(
        poll.stage.topic,
        id=f"poll-{poll.pk}",
        into=INTO,
        order="0",
        template="stage/polls/_poll.html",
        context={"shown": shown(poll), "stage": poll.stage},
        key=f"poll-{poll.pk}",
        now=now,
    )


def poll_opened(poll: Poll, *, now: datetime) -> None:
    poll_changed(poll, now=now)
    fragments.say(
        poll.stage.topic, text=format_lazy("{} {}", _("Neue Umfrage:"), poll.question), key="poll-said", now=now
    )


def poll_taken_away(poll: Poll, *, now: datetime) -> None:
    _void_parts(poll, now=now)
    fragments.drop(poll.stage.topic, id=f"poll-{poll.pk}", now=now)


def votes_came(poll: Poll, *, now: datetime) -> None:
    """How many voted; the result, too, where it is released while people vote. Forms half filled in stay as they are."""
    result = result_of(poll) if poll.is_result_shown else None
    votes = result.voters if result else votes_in(poll)
    _part(poll, "votes", {"poll": poll, "votes": votes}, now=now)
    if result:
        _part(poll, "result", {"shown": ShownPoll(poll, (), votes, result)}, now=now)


def _void_parts(poll: Poll, *, now: datetime) -> None:
    """A word the moderation hid, or a result it took back, reaches nobody who comes later."""
    retract(poll.stage.topic, key=f"poll-{poll.pk}-result", now=now)


def _part(poll: Poll, name: str, context: dict[str, object], *, now: datetime) -> None:
    key = f"poll-{poll.pk}-{name}"
    fragments.put(
        poll.stage.topic,
        id=key,
        into=f"poll-{poll.pk}",
        order="0",
        template=f"stage/polls/_{name}.html",
        context=context,
        key=key,
        now=now,
    )
