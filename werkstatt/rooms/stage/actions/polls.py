"""Polls: prepared, opened, closed, shown, begun anew. One is open at a time; opening another closes it.

Lock order: stage, poll. Ballots take neither the stage's row nor an exclusive lock on the poll (`actions/voting.py`), so
thousands may vote while the moderation works; closing waits for the votes that are on their way.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.diary import StageIsEnded, locked, note
from werkstatt.rooms.stage.choices import HallView, PollKind, PollState, StageState
from werkstatt.rooms.stage.models import Poll, PollOption, Stage
from werkstatt.rooms.stage.news import hall
from werkstatt.rooms.stage.news import polls as news
from werkstatt.rooms.stage.news.nudges import nudge_desk
from werkstatt.rooms.stage.tallies import key_of
from werkstatt.services.live.fragments import owned

WITH_OPTIONS = frozenset({PollKind.SINGLE, PollKind.MULTIPLE, PollKind.RANKING})
MOST_OPTIONS = 12


class PollIsBegun(Exception):
    """People have seen it; to change it, begin it anew."""


class PollIsNotOpen(Exception):
    """It is not open any more, or not yet."""


class PollIsNotReleasable(Exception):
    """A poll that was never open has no result."""


@dataclass(frozen=True)
class PollEntry:
    """What a poll asks. `options` for single, multiple and ranking; `choose_at_most` for multiple and words."""

    kind: PollKind
    question: str
    options: tuple[str, ...] = ()
    choose_at_most: int = 3
    scale: int = 5
    lowest_label: str = ""
    highest_label: str = ""
    unit: str = ""
    solution: Decimal | None = None
    stop_words: tuple[str, ...] = ()


def prepare_poll(*, stage: Stage, entry: PollEntry, by: Person | None, now: datetime) -> Poll:
    """A new poll at the end of the list. Nobody but the moderation knows of it yet."""
    with transaction.atomic():
        stage = locked(stage)
        last = stage.polls.aggregate(last=Max("position"))["last"] or 0
        poll = Poll.objects.create(stage=stage, position=last + 1, created_at=now, **_facts(entry))
        _write_options(poll, entry)
        note(stage, "poll_prepared", by=by, now=now, poll=poll.pk)
        nudge_desk(stage, "polls", "reports", now=now)
    return poll


def change_poll(*, poll: Poll, entry: PollEntry, by: Person | None, now: datetime) -> Poll:
    """Raises PollIsBegun once it was open: ballots would mean something else."""
    with transaction.atomic():
        poll = _locked(poll)
        if poll.state != PollState.PREPARED:
            raise PollIsBegun
        for name, value in _facts(entry).items():
            setattr(poll, name, value)
        poll.save()
        poll.options.all().delete()
        _write_options(poll, entry)
        note(poll.stage, "poll_changed", by=by, now=now, poll=poll.pk)
        nudge_desk(poll.stage, "polls", "reports", now=now)
    return poll


def remove_poll(*, poll: Poll, by: Person | None, now: datetime) -> None:
    """Raises PollIsBegun."""
    with transaction.atomic():
        poll = _locked(poll)
        if poll.state != PollState.PREPARED:
            raise PollIsBegun
        note(poll.stage, "poll_removed", by=by, now=now, poll=poll.pk, question=poll.question)
        poll.delete()
        nudge_desk(poll.stage, "polls", "reports", now=now)


def start_poll(*, stage: Stage, entry: PollEntry, by: Person | None, now: datetime, shows_result: bool = False) -> Poll:
    """An instant poll: asked and open with one press."""
    with transaction.atomic():
        poll = prepare_poll(stage=stage, entry=entry, by=by, now=now)
        return open_poll(poll=poll, by=by, now=now, shows_result=shows_result)


def open_poll(*, poll: Poll, by: Person | None, now: datetime, shows_result: bool = False) -> Poll:
    """Everybody may vote from now on; another open poll closes. A closed one opens again with its ballots.

    `shows_result` releases the result while people vote: never without the moderation's wish. Raises StageIsEnded.
    """
    with transaction.atomic():
        poll = _locked(poll)
        stage = poll.stage
        if stage.state == StageState.ENDED:
            raise StageIsEnded
        if poll.state == PollState.OPEN:
            return poll
        before = stage.hall_poll
        for other in stage.polls.select_for_update().filter(state=PollState.OPEN):
            _close(other, now)
            before = other
        poll.state, poll.is_result_shown = PollState.OPEN, shows_result
        poll.opened_at, poll.closed_at = poll.opened_at or now, None
        poll.save()
        stage.hall_view, stage.hall_poll = HallView.POLL, poll
        stage.save(update_fields=["hall_view", "hall_poll"])
        note(stage, "poll_opened", by=by, now=now, poll=poll.pk)
        if before is not None and before != poll:
            news.poll_taken_away(before, now=now)
        news.poll_opened(poll, now=now)
        _tell_leaders(stage, now)
    return poll


def close_poll(*, poll: Poll, by: Person | None, now: datetime, shows_result: bool = False) -> Poll:
    """No more votes; those under way are counted. Raises PollIsNotOpen."""
    with transaction.atomic():
        poll = _locked(poll)
        if poll.state != PollState.OPEN:
            raise PollIsNotOpen
        _close(poll, now)
        if shows_result:
            _release(poll, is_shown=True)
        note(poll.stage, "poll_closed", by=by, now=now, poll=poll.pk)
        _tell_everybody(poll, now)
    return poll


def show_result(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    """Release the result to everybody and to the big screen. Raises PollIsNotReleasable before it was opened."""
    return _set_result(poll, is_shown=True, by=by, now=now)


def hide_result(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    return _set_result(poll, is_shown=False, by=by, now=now)


def put_poll_up(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    """Show a closed poll again, here and on the big screen. Raises PollIsNotReleasable before it was opened."""
    with transaction.atomic():
        poll = _locked(poll)
        _must_be_begun(poll)
        stage, before = poll.stage, poll.stage.hall_poll
        stage.hall_view, stage.hall_poll = HallView.POLL, poll
        stage.save(update_fields=["hall_view", "hall_poll"])
        if before is not None and before != poll:
            news.poll_taken_away(before, now=now)
        _tell_everybody(poll, now)
    return poll


def take_poll_down(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    """Nobody sees it any more; an open one closes."""
    with transaction.atomic():
        poll = _locked(poll)
        if poll.state == PollState.OPEN:
            _close(poll, now)
        _leave_hall(poll)
        note(poll.stage, "poll_taken_down", by=by, now=now, poll=poll.pk)
        news.poll_taken_away(poll, now=now)
        _tell_leaders(poll.stage, now)
    return poll


def reset_poll(*, poll: Poll, by: Person | None, now: datetime) -> Poll:
    """Begin anew: all ballots are deleted, the poll is prepared as before."""
    with transaction.atomic():
        poll = _locked(poll)
        voices = [ballot.voice.listener for ballot in poll.ballots.select_related("voice")]
        poll.ballots.all().delete()
        poll.state, poll.is_result_shown, poll.opened_at, poll.closed_at = PollState.PREPARED, False, None, None
        poll.save()
        _leave_hall(poll)
        note(poll.stage, "poll_reset", by=by, now=now, poll=poll.pk, ballots=len(voices))
        news.poll_taken_away(poll, now=now)
        _tell_leaders(poll.stage, now)
        owned([(voice, f"voted-{poll.pk}", False) for voice in voices], now=now)
    return poll


def hide_word(*, poll: Poll, word: str, by: Person | None, now: datetime) -> Poll:
    """The word shows in no cloud of this poll, however it is spelled."""
    key = key_of(word)
    return _change_words(poll, now, stop_words=sorted({*poll.stop_words, key}), merged_words=poll.merged_words)


def show_word(*, poll: Poll, word: str, by: Person | None, now: datetime) -> Poll:
    hidden = [key for key in poll.stop_words if key != key_of(word)]
    merged = {key: into for key, into in poll.merged_words.items() if key != key_of(word)}
    return _change_words(poll, now, stop_words=hidden, merged_words=merged)


def merge_words(*, poll: Poll, word: str, into: str, by: Person | None, now: datetime) -> Poll:
    """From now on `word` counts as `into`, in this poll."""
    key, target = key_of(word), key_of(into)
    merged = dict(poll.merged_words) if key == target or not key or not target else {**poll.merged_words, key: target}
    return _change_words(poll, now, stop_words=poll.stop_words, merged_words=merged)


def _change_words(poll: Poll, now: datetime, **words: object) -> Poll:
    with transaction.atomic():
        poll = _locked(poll)
        for name, value in words.items():
            setattr(poll, name, value)
        poll.save(update_fields=list(words))
        _tell_everybody(poll, now)
    return poll


def _set_result(poll: Poll, *, is_shown: bool, by: Person | None, now: datetime) -> Poll:
    with transaction.atomic():
        poll = _locked(poll)
        _must_be_begun(poll)
        _release(poll, is_shown=is_shown)
        note(poll.stage, "result_shown" if is_shown else "result_hidden", by=by, now=now, poll=poll.pk)
        _tell_everybody(poll, now)
    return poll


def _must_be_begun(poll: Poll) -> None:
    if poll.state == PollState.PREPARED:
        raise PollIsNotReleasable


def _release(poll: Poll, *, is_shown: bool) -> None:
    """A released result is up: otherwise nobody would see it."""
    poll.is_result_shown = is_shown
    poll.save(update_fields=["is_result_shown"])
    if is_shown and poll.stage.hall_poll_id is None:
        poll.stage.hall_poll = poll
        poll.stage.save(update_fields=["hall_poll"])


def _close(poll: Poll, now: datetime) -> None:
    poll.state, poll.closed_at = PollState.CLOSED, now
    poll.save(update_fields=["state", "closed_at"])


def _leave_hall(poll: Poll) -> None:
    stage = poll.stage
    if stage.hall_poll_id == poll.pk:
        stage.hall_poll = None
        stage.hall_view = HallView.WELCOME if stage.hall_view == HallView.POLL else stage.hall_view
        stage.save(update_fields=["hall_poll", "hall_view"])


def _tell_everybody(poll: Poll, now: datetime) -> None:
    """Participants see it only while it is up."""
    if poll.state == PollState.OPEN or poll.stage.hall_poll_id == poll.pk:
        news.poll_changed(poll, now=now)
    _tell_leaders(poll.stage, now)


def _tell_leaders(stage: Stage, now: datetime) -> None:
    hall.show_scene(stage, now=now)
    nudge_desk(stage, "polls", "lead", "reports", "voice", now=now)


def _locked(poll: Poll) -> Poll:
    """The poll as it stands now, its stage locked before it."""
    stage = locked(poll.stage)
    found = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    found.stage = stage
    return found


def _facts(entry: PollEntry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "question": clean_line(entry.question)[:300],
        "choose_at_most": entry.choose_at_most,
        "scale": entry.scale,
        "lowest_label": clean_line(entry.lowest_label)[:60],
        "highest_label": clean_line(entry.highest_label)[:60],
        "unit": clean_line(entry.unit)[:30],
        "solution": entry.solution,
        "stop_words": list(dict.fromkeys(filter(None, map(key_of, entry.stop_words)))),
    }


def _write_options(poll: Poll, entry: PollEntry) -> None:
    texts = entry.options[:MOST_OPTIONS] if entry.kind in WITH_OPTIONS else ()
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=number, text=clean_line(text)[:150]) for number, text in enumerate(texts, 1)
    )
