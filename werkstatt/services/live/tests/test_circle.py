"""Whoever comes, is cut, stops reading or comes back: no event missing, none twice, all in order."""

import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkstatt.services.live import circle as circle_module
from werkstatt.services.live import ring as ring_module
from werkstatt.services.live.circle import Circle
from werkstatt.services.live.cursor import START, Cursor, read_last_id
from werkstatt.services.live.outlet import Outlet
from werkstatt.services.live.ring import Entry
from werkstatt.services.live.tests.serving import ticket

EPOCH = 7
TICKET = ticket("t")


def entry(seq: int, key: str = "") -> Entry:
    return Entry(seq, "x", key, {"n": seq}, {"de": {"text": "ä"}, "en": {"text": "a"}} if seq % 3 == 0 else {}, 20)


class Reader:
    """A listener whose transport holds `room` writes; then it says that it is full until she reads again."""

    def __init__(self, circle: Circle, since: Cursor | None, language: str, *, room: int = 10**9) -> None:
        self.circle, self.language = circle, language
        self.room = room
        self.heard: list[int] = []
        self.cursor = since or Cursor(EPOCH, circle.ring.last)
        self.first = self.cursor.seq
        self.refreshes = 0
        self.outlet = Outlet(self, (TICKET,), keeper=self, connections=set())  # type: ignore[arg-type]
        circle.join(self.outlet, language, since)
        circle.serve(self.outlet)

    # -- as her transport
    def write(self, piece: bytes) -> None:
        assert self.room > 0
        self._read(piece.partition(b"\r\n")[2].decode())
        self.room -= 1
        if not self.room:
            self.outlet.pause_writing()

    def stop(self) -> None:
        """Nothing more fits after the next piece, which the transport still takes."""
        self.room = min(self.room, 1)

    def read(self) -> None:
        self.room = 10**9
        if self.outlet.blocked_since is not None:
            self.outlet.resume_writing()

    # -- as the hub of her outlet
    def drained(self, outlet: Outlet) -> None:
        self.circle.serve(outlet)

    def leave(self, outlet: Outlet) -> None:
        self.circle.leave(outlet)

    def _read(self, text: str) -> None:
        lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
        _topic, cursor = read_last_id(lines["id"])
        for event in json.loads(lines["data"]):
            if event["k"] == "refresh":
                self.refreshes += 1
                self.heard, self.first = [], cursor.seq
                continue
            assert event.get("text", "a") == {"de": "ä", "en": "a"}[self.language] or event["s"] % 3
            self.heard.append(event["s"])
        self.cursor = cursor

    def cut_and_back(self) -> "Reader":
        self.outlet.connection_lost(None)
        assert self.is_right()
        return Reader(self.circle, self.cursor, self.language)

    def is_right(self) -> bool:
        return self.heard == list(range(self.first + 1, self.cursor.seq + 1))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(1, 4)),
        st.tuples(st.just("tell"), st.integers(1, 3)),
        st.tuples(st.just("come"), st.integers(0, 3)),
        st.tuples(st.just("stop"), st.integers(0, 9)),
        st.tuples(st.just("read"), st.integers(0, 9)),
        st.tuples(st.just("cut"), st.integers(0, 9)),
    ),
    min_size=8,
    max_size=40,
)


@settings(max_examples=200)
@given(steps)
def test_nobody_misses_or_repeats_anything(plan):
    asyncio.run(played(plan))


async def played(plan: list[tuple[str, int]]) -> None:
    circle = Circle("t")
    circle.settle(Cursor(EPOCH, 0))
    readers = [Reader(circle, START, "de")]
    last = 0
    for what, number in plan:
        reader = readers[number % len(readers)]
        if what in {"say", "tell"}:
            circle.take(EPOCH, [entry(last + step) for step in range(1, number + 1)])
            last += number
            if what == "tell":
                await circle.go_round()
        elif what == "come":
            since = [None, START, Cursor(EPOCH, max(last - 2, 0)), Cursor(EPOCH, last)][number]
            readers.append(Reader(circle, since, "en" if number % 2 else "de"))
        elif what == "cut":
            readers[number % len(readers)] = reader.cut_and_back()
        else:
            getattr(reader, what)()
    for reader in readers:
        reader.read()
    await circle.go_round()
    for reader in readers:
        assert reader.is_right()
        assert (reader.cursor.seq, reader.refreshes) == (last, 0)
    assert not circle.is_owing
    assert circle.count == len(readers)


def test_what_is_read_during_a_round_reaches_those_whose_turn_is_still_to_come(monkeypatch):
    monkeypatch.setattr(circle_module, "AT_ONCE", 1)

    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 0))
        readers = [Reader(circle, None, "de") for _ in range(3)]
        circle.take(EPOCH, [entry(1)])
        round_ = asyncio.create_task(circle.go_round())
        await asyncio.sleep(0)
        circle.take(EPOCH, [entry(2)])
        assert await round_ == 3
        assert [reader.heard for reader in readers] == [[1], [1, 2], [1, 2]]
        assert await circle.go_round() == 1
        assert [reader.heard for reader in readers] == [[1, 2]] * 3

    asyncio.run(play())


def test_a_listener_the_ring_cannot_serve_begins_again(monkeypatch):
    monkeypatch.setattr(ring_module, "MOST_EVENTS", 5)

    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 0))
        circle.take(EPOCH, [entry(seq) for seq in range(1, 20)])
        await circle.go_round()
        reader = Reader(circle, Cursor(EPOCH, 3), "de")
        assert circle.lacks_history
        circle.remember([])
        await circle.go_round()
        assert (reader.refreshes, reader.cursor.seq) == (1, 19)
        near = Reader(circle, Cursor(EPOCH, 16), "de")
        assert (near.heard, near.refreshes) == ([17, 18, 19], 0)

    asyncio.run(play())


def test_another_epoch_begins_again_for_everybody():
    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 4))
        here = Reader(circle, None, "de")
        stranger = Reader(circle, Cursor(3, 4), "de")
        future = Reader(circle, Cursor(EPOCH, 40), "de")
        assert (stranger.refreshes, future.refreshes) == (1, 0)
        circle.settle(Cursor(EPOCH, 4))
        await circle.go_round()
        assert (here.refreshes, future.refreshes) == (0, 1)
        circle.settle(Cursor(9, 2))
        await circle.go_round()
        assert [reader.refreshes for reader in (here, stranger, future)] == [1, 2, 2]
        assert here.cursor == Cursor(9, 2)

    asyncio.run(play())


def test_events_with_one_key_are_one_in_a_frame_and_the_place_moves_past_all():
    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 0))
        reader = Reader(circle, None, "de")
        circle.take(EPOCH, [entry(1, "poll"), entry(2), entry(3, "poll"), entry(4, "other")])
        await circle.go_round()
        assert (reader.heard, reader.cursor.seq) == ([2, 3, 4], 4)

    asyncio.run(play())


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=60), st.integers(0, 60), st.integers(1, 9))
def test_whoever_comes_late_hears_the_last_word_under_each_key_and_no_earlier_one(keys, since, room):
    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 0))
        circle.take(EPOCH, [entry(seq, key) for seq, key in enumerate(keys, 1)])
        await circle.go_round()
        reader = Reader(circle, Cursor(EPOCH, min(since, len(keys))), "de")
        last = {key: seq for seq, key in enumerate(keys, 1) if key}
        wanted = [seq for seq, key in enumerate(keys, 1) if seq > since and last.get(key, seq) == seq]
        assert (reader.heard, reader.cursor.seq) == (wanted, len(keys))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ring_module, "SLICE_BYTES", 40 * room)
        asyncio.run(play())


def test_a_ring_that_forgets_its_oldest_forgets_their_keys(monkeypatch):
    monkeypatch.setattr(ring_module, "MOST_EVENTS", 3)
    ring = ring_module.Ring("t", epoch=EPOCH, last=0)
    for seq in range(1, 9):
        ring.append(entry(seq, f"k{seq // 2}"))
    ring.prepend([entry(5, "k3")])
    assert [each.seq for each in ring.entries if not ring.is_superseded(each)] == [7, 8]
    assert set(ring._newest) == {"k3", "k4"}


def test_a_long_absence_comes_in_slices_that_a_transport_can_hold(monkeypatch):
    monkeypatch.setattr(ring_module, "SLICE_BYTES", 200)

    async def play() -> None:
        circle = Circle("t")
        circle.settle(Cursor(EPOCH, 0))
        circle.take(EPOCH, [entry(seq) for seq in range(1, 40)])
        reader = Reader(circle, START, "en", room=3)
        assert 0 < reader.cursor.seq < 39
        reader.read()
        assert reader.is_right()
        assert reader.cursor.seq == 39

    asyncio.run(play())
