"""A topic in this process: its ring and those who listen, each with her place in it."""

import asyncio
from collections.abc import Iterable

from werkstatt.services.live import frames
from werkstatt.services.live.cursor import START, Cursor
from werkstatt.services.live.outlet import Outlet
from werkstatt.services.live.ring import Entry, GapIsTooLong, Place, Ring

LOST = -1  # the place of one whose cursor means nothing: she begins again
AT_ONCE = 50  # writes between two looks at the rest of the world: half a millisecond


class Circle:
    """Everybody stands somewhere in the ring: most abreast, some behind (blocked, or come back after a gap) or ahead
    (their page is newer than what we read). Those who stand at one place get the same bytes.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.ring = Ring(topic, epoch=0, last=0)
        self.is_known = False  # whether the log was asked where the topic stands
        self.is_full = False  # whether the ring was filled from the log as far back as it goes
        self.lacks_history = False  # somebody needs events from before the ring, and the log was not asked for them yet
        self.places: dict[Outlet, Place] = {}
        self.waiting: dict[Outlet, tuple[str, Cursor | None]] = {}
        self.empty_since = 0.0
        self.last_words: bytes | None = None  # the newest presence
        self._aloud: list[bytes] = []  # what goes to everybody in the next round and is not kept

    # -- who listens ------------------------------------------------------------------------------------------------
    def join(self, outlet: Outlet, language: str, cursor: Cursor | None) -> None:
        """From `cursor` on; None: from now on."""
        if not self.is_known:
            self.waiting[outlet] = (language, cursor)
        elif cursor is None:
            self.places[outlet] = (self.ring.last, language)
        elif cursor.epoch == self.ring.epoch or cursor == START:
            self.places[outlet] = (cursor.seq, language)
        elif self.ring.epoch == 0:  # her page saw the first event before we did
            self.is_known = False
            self.waiting[outlet] = (language, cursor)
        else:
            self.places[outlet] = (LOST, language)

    def settle(self, head: Cursor) -> bool:
        """The log stands at `head`. Seats who waited; a cursor beyond the log begins again. True: there is more to read."""
        if not self.is_known and self.ring.epoch == 0 and not self.places:
            self.ring = Ring(self.topic, epoch=head.epoch, last=head.seq)
        elif self.ring.epoch not in (0, head.epoch) or (head.epoch == self.ring.epoch and head.seq < self.ring.last):
            self.begin_anew(head)
        self.is_known = True
        arrived, self.waiting = self.waiting, {}
        for outlet, (language, cursor) in arrived.items():
            if cursor in (None, START) or cursor.epoch == head.epoch:
                self.ring.epoch = self.ring.epoch or head.epoch
                self.join(outlet, language, cursor)
            else:
                self.places[outlet] = (LOST, language)
        self._lose(outlet for outlet, (position, _) in self.places.items() if position > head.seq)
        return head.seq > self.ring.last

    def leave(self, outlet: Outlet) -> None:
        self.waiting.pop(outlet, None)
        self.places.pop(outlet, None)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.places)

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.places)

    @property
    def is_owing(self) -> bool:
        """Somebody has not got yet what is here for her."""
        return any(position != self.ring.last for position, _language in self.places.values())

    def is_ahead(self, outlet: Outlet) -> bool:
        """Her page is newer than what we have read."""
        position, _language = self.places.get(outlet, (LOST, ""))
        return position > self.ring.last

    # -- what they get ----------------------------------------------------------------------------------------------
    def take(self, epoch: int, entries: list[Entry]) -> None:
        """What was read from the log, in order. Another epoch, or a hole in it, and everybody begins again."""
        fresh = [entry for entry in entries if epoch != self.ring.epoch or entry.seq > self.ring.last]
        if not fresh:
            return
        if self.ring.epoch == 0 and fresh[0].seq == 1:
            self.ring.epoch = epoch
        if epoch != self.ring.epoch or fresh[0].seq != self.ring.last + 1:
            self.begin_anew(Cursor(epoch, fresh[-1].seq))
            return
        for entry in fresh:
            self.ring.append(entry)

    def remember(self, older: list[Entry]) -> None:
        """What the log held from before the ring."""
        self.ring.prepend(older)
        self.is_full, self.lacks_history = True, False

    def begin_anew(self, head: Cursor) -> None:
        """The log is another one: what was heard so far means nothing any more."""
        self.ring = Ring(self.topic, epoch=head.epoch, last=head.seq)
        self.is_full = self.lacks_history = False
        self._lose(self.places)

    def say(self, words: bytes) -> None:
        """Something volatile, in the next round, for everybody who can take it then."""
        self._aloud.append(words)

    async def go_round(self) -> int:
        """Give each in turn what is new by then; how many got something. Between two handfuls others have their turn:
        what is read meanwhile reaches those who come later in this round at once, the others in the next."""
        count = 0
        aloud, self._aloud = b"".join(self._aloud), []
        for number, outlet in enumerate(list(self.places), start=1):
            count += self.serve(outlet) or bool(aloud)
            if aloud:
                outlet.write(aloud)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        return count

    def serve(self, outlet: Outlet) -> bool:
        """Give one listener what she lacks, as far as she can take it and the ring reaches back; whether she got any."""
        got = False
        while outlet.blocked_since is None and outlet in self.places:
            place = self.places[outlet]
            if place[0] >= self.ring.last:
                break
            try:
                piece, further = self.ring.after(place) if place[0] != LOST else self._anew(place)
            except GapIsTooLong:
                if not self.is_full:
                    self.lacks_history = True
                    break
                piece, further = self._anew(place)
            self.places[outlet] = further
            outlet.write(piece)
            got = True
        return got

    def _anew(self, place: Place) -> tuple[bytes, Place]:
        head = Cursor(self.ring.epoch, self.ring.last)
        return frames.start_again(self.topic, head), (head.seq, place[1])

    def _lose(self, outlets: Iterable[Outlet]) -> None:
        for outlet in list(outlets):
            self.places[outlet] = (LOST, self.places[outlet][1])
