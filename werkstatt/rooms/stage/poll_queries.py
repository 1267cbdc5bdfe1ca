"""Polls and what they say. A result leaves here only when it is released; until then there is the number of votes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.db.models.functions import JSONObject

from werkstatt.rooms.stage import tallies
from werkstatt.rooms.stage.choices import PollKind, PollState
from werkstatt.rooms.stage.models import Ballot, Poll, PollOption, Stage, Voice
from werkstatt.rooms.stage.own_ballot import OwnBallot
from werkstatt.rooms.stage.tallies.ballots import BallotRules

YES, NO = "yes", "no"
NOTHING_CHOSEN = OwnBallot()
NO_BALLOTS: Mapping[int, OwnBallot] = MappingProxyType({})
Tally = tallies.Chosen | tallies.Rating | tallies.Ranking | tallies.Estimate | list[tallies.Word]


@dataclass(frozen=True)
class Result:
    """What all ballots of a poll say together. `names`: the words of its options by key."""

    poll: Poll
    voters: int
    tally: Tally
    names: dict[object, str]


@dataclass(frozen=True)
class ShownPoll:
    """A poll as everybody on the stage may see it. `result` is None until it is released; `own` is hers who looks."""

    poll: Poll
    options: tuple[PollOption, ...]
    votes: int
    result: Result | None
    own: OwnBallot = NOTHING_CHOSEN

    @property
    def is_open(self) -> bool:
        return self.poll.state == PollState.OPEN

    @property
    def places(self) -> range:
        return range(1, len(self.options) + 1)

    @property
    def steps(self) -> range:
        return range(1, self.poll.scale + 1)

    @property
    def ranked_options(self) -> list[tuple[PollOption, int | None]]:
        return self.own.ranked(self.options)

    @property
    def words(self) -> list[str]:
        """What stands in each field for a word."""
        return self.own.words(self.poll.choose_at_most)


def polls_of(stage: Stage) -> list[tuple[Poll, int]]:
    """All polls of the stage in their order, each with the number of its votes: for those who lead it."""
    polls = stage.polls.annotate(vote_count=Count("ballots")).prefetch_related("options").order_by("position", "pk")
    return [(poll, poll.vote_count) for poll in polls]


def poll_on_stage(stage: Stage, ballots: Mapping[int, OwnBallot] = NO_BALLOTS) -> ShownPoll | None:
    """The poll everybody sees: the open one, else the last one closed that is still up. `ballots` are those of who looks."""
    seen = stage.polls.filter(state__in=[PollState.OPEN, PollState.CLOSED]).prefetch_related("options")
    poll = seen.filter(state=PollState.OPEN).first() or seen.filter(pk=stage.hall_poll_id or 0).first()
    return replace(shown(poll), own=ballots.get(poll.pk, NOTHING_CHOSEN)) if poll else None


def ballots_of(voice: Voice) -> dict[int, OwnBallot]:
    """What this voice has chosen in each poll of the stage."""
    return {poll: OwnBallot(value) for poll, value in voice.ballots.values_list("poll", "value")}


def shown(poll: Poll) -> ShownPoll:
    """The poll with its released part, read fresh."""
    result = result_of(poll) if poll.is_result_shown else None
    votes = result.voters if result else votes_in(poll)
    return ShownPoll(poll, tuple(poll.options.all()), votes, result)


def votes_in(poll: Poll) -> int:
    return poll.ballots.count()


def rules_of(poll: Poll) -> BallotRules:
    """What a ballot may hold. Of `options` as prefetched."""
    return BallotRules(
        poll.kind, tuple(option.pk for option in poll.options.all()), most=poll.choose_at_most, scale=poll.scale
    )


def results_of(stage: Stage) -> list[Result]:
    """Of all polls that were closed, in the order they were held: for the record; in one query."""
    options = PollOption.objects.filter(poll=OuterRef("pk")).order_by("position", "pk")
    ballots = Ballot.objects.filter(poll=OuterRef("pk")).order_by("pk")
    closed = stage.polls.filter(state=PollState.CLOSED).annotate(
        option_pairs=ArraySubquery(options.values(pair=JSONObject(key="pk", text="text"))),
        ballot_values=ArraySubquery(ballots.values("value")),
    )
    return [
        _result(poll, poll.ballot_values, {pair["key"]: pair["text"] for pair in poll.option_pairs})
        for poll in closed.order_by("opened_at", "pk")
    ]


def result_of(poll: Poll) -> Result:
    """Counts everything, whether it is released or not: show it only to whom it may be shown."""
    values = list(poll.ballots.order_by("pk").values_list("value", flat=True))
    return _result(poll, values, {option.pk: option.text for option in poll.options.all()})


def _result(poll: Poll, values: list[dict[str, Any]], names: dict[object, str]) -> Result:
    return Result(poll, len(values), _tally(poll, values, list(names)), names)


def _tally(poll: Poll, values: list[dict[str, Any]], keys: list[object]) -> Tally:
    match poll.kind:
        case PollKind.SINGLE | PollKind.MULTIPLE:
            chosen = (value["options"] for value in values)
            return tallies.choosing(chosen, keys, only_one=poll.kind == PollKind.SINGLE)
        case PollKind.YES_NO:
            return tallies.choosing(([YES if value["yes"] else NO] for value in values), [YES, NO], only_one=True)
        case PollKind.RATING:
            return tallies.rating((value["rating"] for value in values), steps=poll.scale)
        case PollKind.RANKING:
            return tallies.ranking((value["options"] for value in values), keys)
        case PollKind.NUMBER:
            return tallies.estimating(float(value["number"]) for value in values)
        case _:
            words = (value["words"] for value in values)
            return tallies.cloud(words, merged=poll.merged_words, hidden=poll.stop_words)
