"""The polls of the session that tests play: each kind prepared, opened, voted in, closed and shown; a cloud cleaned."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tests.live.cast import RESULTS, Cast
from werkstatt.rooms.stage.actions import polls as acts
from werkstatt.rooms.stage.choices import PollKind

OPTIONS = ("Mehr Bus", "Mehr Rad", "Mehr Bahn")
Ballots = Callable[[list[str]], list[dict[str, Any]]]
# By kind: the question, and what three people vote, given the keys of the options.
KINDS: dict[PollKind, tuple[str, Ballots]] = {
    PollKind.SINGLE: ("Was zuerst?", lambda keys: [{"choice": keys[0]}, {"choice": keys[0]}, {"choice": keys[2]}]),
    PollKind.MULTIPLE: ("Was alles?", lambda keys: [{"choice": keys[:2]}, {"choice": keys[1]}, {"choice": keys}]),
    PollKind.RATING: ("Wie gut war das?", lambda _keys: [{"choice": "5"}, {"choice": "4"}, {"choice": "2"}]),
    PollKind.RANKING: ("In welcher Folge?", lambda keys: [{"rank": keys}, {"rank": keys[::-1]}, {"rank": keys[1:]}]),
    PollKind.NUMBER: ("Wie viele Busse fahren?", lambda _keys: [{"number": "12"}, {"number": "40"}, {"number": "31"}]),
    PollKind.YES_NO: ("Noch eine Runde?", lambda _keys: [{"choice": "yes"}, {"choice": "no"}, {"choice": "yes"}]),
    PollKind.WORDS: (
        "Ein Wort zum Tag?",
        lambda _keys: [{"word": ["Zuversicht", "Neugier"]}, {"word": "Schlamperei"}, {"word": "Zuversichten"}],
    ),
}


def polls(cast: Cast) -> Iterator[str]:
    preparing(cast)
    yield "preparing"
    for kind in KINDS:
        voting(cast, kind)
        yield f"voting: {kind}"
        if kind == PollKind.WORDS:
            yield from cloud(cast)
        closing(cast, kind)
        yield f"closing: {kind}"
    for scene in (taking_back, putting_up, taking_down, putting_back, beginning_anew):
        scene(cast)
        yield scene.__name__


def preparing(cast: Cast) -> None:
    """All of them, one for nothing and one with a slip; nobody but the moderation knows."""
    for kind, (question, _ballots) in KINDS.items():
        cast.things[kind] = acts.prepare_poll(stage=cast.stage, entry=_entry(kind, question), **cast.moment)
        cast.hide(question)
    slip = acts.prepare_poll(stage=cast.stage, entry=_entry(PollKind.YES_NO, "Vertippt?"), **cast.moment)
    acts.change_poll(poll=slip, entry=_entry(PollKind.YES_NO, "Doch nicht?"), **cast.moment)
    acts.remove_poll(poll=slip, **cast.moment)
    cast.hide("Vertippt?", "Doch nicht?", *OPTIONS)


def voting(cast: Cast, kind: PollKind) -> None:
    """Open: everybody reads the question and how many voted, nobody how."""
    question, ballots = KINDS[kind]
    poll = acts.open_poll(poll=cast.poll(kind), **cast.moment)
    cast.show(question)
    if kind in acts.WITH_OPTIONS:
        cast.show(*OPTIONS)
    cast.hide(*RESULTS)
    if kind == PollKind.WORDS:
        cast.hide("Zuversicht", "Schlamperei")
    cast.votes(poll, *ballots([str(option.pk) for option in poll.options.all()]))


def cloud(cast: Cast) -> Iterator[str]:
    """A cloud that grows before everybody's eyes, until a word in it must go."""
    acts.show_result(poll=cast.poll(PollKind.WORDS), **cast.moment)
    cast.votes(cast.poll(PollKind.WORDS), {"word": ["Zuversicht", "Geduld"]})
    cast.show(*RESULTS, "Zuversicht", "Schlamperei", "Geduld")
    yield "cloud"
    acts.hide_word(poll=cast.poll(PollKind.WORDS), word="Schlamperei", **cast.moment)
    cast.hide("Schlamperei")
    yield "word hidden"
    acts.merge_words(poll=cast.poll(PollKind.WORDS), word="Zuversichten", into="Zuversicht", **cast.moment)
    cast.hide("Zuversichten")
    yield "words merged"
    acts.hide_word(poll=cast.poll(PollKind.WORDS), word="Geduld", **cast.moment)
    acts.show_word(poll=cast.poll(PollKind.WORDS), word="Geduld", **cast.moment)
    yield "word back"


def closing(cast: Cast, kind: PollKind) -> None:
    """Every second result is released with the same press."""
    at_once = list(KINDS).index(kind) % 2 == 0
    acts.close_poll(poll=cast.poll(kind), shows_result=at_once, **cast.moment)
    if not at_once:
        acts.show_result(poll=cast.poll(kind), **cast.moment)
    cast.show(*RESULTS)


def taking_back(cast: Cast) -> None:
    """The result is hidden again: whoever comes now must not learn of it."""
    acts.hide_result(poll=cast.poll(PollKind.WORDS), **cast.moment)
    cast.hide(*RESULTS, "Zuversicht", "Geduld")


def putting_up(cast: Cast) -> None:
    """An instant poll whose result everybody sees grow; then one that was held before is up again."""
    instant = acts.start_poll(
        stage=cast.stage, entry=_entry(PollKind.YES_NO, "Lüften?"), shows_result=True, **cast.moment
    )
    cast.things["instant"] = instant
    cast.votes(instant, {"choice": "yes"})
    acts.close_poll(poll=cast.poll("instant"), **cast.moment)
    acts.put_poll_up(poll=cast.poll(PollKind.SINGLE), **cast.moment)
    cast.show(*RESULTS)


def taking_down(cast: Cast) -> None:
    acts.take_poll_down(poll=cast.poll(PollKind.SINGLE), **cast.moment)
    cast.hide(*RESULTS)


def putting_back(cast: Cast) -> None:
    acts.put_poll_up(poll=cast.poll(PollKind.MULTIPLE), **cast.moment)
    cast.show(*RESULTS)


def beginning_anew(cast: Cast) -> None:
    acts.reset_poll(poll=cast.poll(PollKind.MULTIPLE), **cast.moment)
    cast.hide(*RESULTS)


def _entry(kind: PollKind, question: str) -> acts.PollEntry:
    return acts.PollEntry(
        kind=kind,
        question=question,
        options=OPTIONS if kind in acts.WITH_OPTIONS else (),
        lowest_label="gar nicht" if kind == PollKind.RATING else "",
        solution=Decimal(37) if kind == PollKind.NUMBER else None,
    )
