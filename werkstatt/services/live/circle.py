"""A topic in this process: its ring and those who listen, each with her place in it."""

import asyncio
from collections.abc import Iterator

from werkstatt.services.live import frames
from werkstatt.services.live.cursor import START, Cursor
from werkstatt.services.live.outlet import Message, Outlet, body
from werkstatt.services.live.ring import Entry, GapIsTooLong, Ring

LOST = -1  # the place of one whose cursor means nothing: she begins again
AT_ONCE = 200  # writes between two looks at the rest of the world


class Circle:
    """Listeners who have everything up to `sent` are `abreast` and get one shared frame; all others stand in `apart`
    with their own place: behind (blocked, or come back after a gap) or ahead (their page is newer than what we read).
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.ring = Ring(topic, epoch=0, last=0)
        self.is_known = False  # whether the log was asked where the topic stands
        self.is_full = False  # whether the ring was filled from the log as far back as it goes
        self.sent = 0
        self.abreast: dict[str, dict[Outlet, None]] = {}
        self.apart: dict[Outlet, tuple[str, int]] = {}
        self.waiting: dict[Outlet, tuple[str, Cursor | None]] = {}
        self.empty_since = 0.0
        self.last_words: Message | None = None  # the newest presence

    # -- who listens ------------------------------------------------------------------------------------------------
    def join(self, outlet: Outlet, language: str, cursor: Cursor | None) -> None:
        """From `cursor` on; None: from now on."""
        if not self.is_known:
            self.waiting[outlet] = (language, cursor)
        elif cursor is None or cursor == self._cursor(self.sent):
            self.abreast.setdefault(language, {})[outlet] = None
        elif cursor.epoch == self.ring.epoch or cursor == START:
            self.apart[outlet] = (language, cursor.seq)
        elif self.ring.epoch == 0:  # her page saw the first event before we did
            self.is_known = False
            self.waiting[outlet] = (language, cursor)
        else:
            self.apart[outlet] = (language, LOST)

    def settle(self, head: Cursor) -> bool:
        """The log stands at `head`. Seats who waited; a cursor beyond the log begins again. True: there is more to read."""
        if not self.is_known and self.ring.epoch == 0 and not self.apart and not any(self.abreast.values()):
            self.ring = Ring(self.topic, epoch=head.epoch, last=head.seq)
            self.sent = head.seq
        elif self.ring.epoch not in (0, head.epoch) or (head.epoch == self.ring.epoch and head.seq < self.ring.last):
            self.begin_anew(head)
        self.is_known = True
        arrived, self.waiting = self.waiting, {}
        for outlet, (language, cursor) in arrived.items():
            if cursor in (None, START) or cursor.epoch == head.epoch:
                self.ring.epoch = self.ring.epoch or head.epoch
                self.join(outlet, language, cursor)
            else:
                self.apart[outlet] = (language, LOST)
        for outlet, (language, position) in list(self.apart.items()):
            if position > head.seq:
                self.apart[outlet] = (language, LOST)
        return head.seq > self.ring.last

    def leave(self, outlet: Outlet) -> None:
        self.waiting.pop(outlet, None)
        self.apart.pop(outlet, None)
        for listeners in self.abreast.values():
            listeners.pop(outlet, None)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.apart or any(self.abreast.values()))

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.apart) + sum(len(listeners) for listeners in self.abreast.values())

    @property
    def is_owing(self) -> bool:
        """Somebody has not got yet what is here for her."""
        return self.sent != self.ring.last or bool(self.apart)

    def outlets(self) -> Iterator[Outlet]:
        for listeners in self.abreast.values():
            yield from listeners
        yield from self.apart

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

    def begin_anew(self, head: Cursor) -> None:
        """The log is another one: what was heard so far means nothing any more."""
        self.ring = Ring(self.topic, epoch=head.epoch, last=head.seq)
        self.is_full = False
        self.sent = head.seq
        for language, listeners in list(self.abreast.items()):
            for outlet in listeners:
                self.apart[outlet] = (language, LOST)
        self.abreast.clear()

    async def flush(self) -> int:
        """Give everybody what is new; how many got it. Between two handfuls of writes others have their turn."""
        before, self.sent = self.sent, self.ring.last
        count = 0
        if before != self.sent:
            for language, listeners in list(self.abreast.items()):
                count += await self._share(listeners, language, before)
        return count + await self._serve_apart()

    async def _share(self, listeners: dict[Outlet, None], language: str, before: int) -> int:
        """One frame, encoded once, for all who are abreast. What is too much for one write goes out in slices."""
        try:
            message, reached = self._slice(before, language)
        except GapIsTooLong:
            reached = before
        if reached != self.sent:
            self._set_apart(listeners, language, before)
            return 0
        count = 0
        for outlet in list(listeners):
            count += 1
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
            if outlet.blocked_since is None:
                outlet.write(message)
            elif outlet in listeners:
                del listeners[outlet]
                self.apart[outlet] = (language, before)
        return count

    def catch_up(self, outlet: Outlet) -> bool:
        """Give one listener what she lacks, as far as she can take it. False when the ring does not reach back."""
        while outlet.blocked_since is None and outlet in self.apart:
            language, position = self.apart[outlet]
            if position > self.sent:
                return True
            if position == self.sent:
                del self.apart[outlet]
                self.abreast.setdefault(language, {})[outlet] = None
                return True
            try:
                message, reached = self._slice(position, language) if position != LOST else self._anew()
            except GapIsTooLong:
                if not self.is_full:
                    return False
                message, reached = self._anew()
            self.apart[outlet] = (language, reached)
            outlet.write(message)
        return True

    @property
    def lacks_history(self) -> bool:
        """Somebody needs events from before the ring, and the log was not asked for them yet."""
        oldest = self.ring.first - 1
        return not self.is_full and any(LOST < position < oldest for _language, position in self.apart.values())

    def tell(self, message: Message) -> int:
        """Something volatile, for everybody who can take it now."""
        count = 0
        for outlet in self.outlets():
            count += 1
            outlet.write(message)
        return count

    async def _serve_apart(self) -> int:
        count = 0
        for outlet in list(self.apart):
            count += 1
            if count % AT_ONCE == 0:
                await asyncio.sleep(0)
            self.catch_up(outlet)
        return count

    def _slice(self, position: int, language: str) -> tuple[Message, int]:
        frame, reached = self.ring.slice_after(position, language)
        return body(frame), reached

    def _anew(self) -> tuple[Message, int]:
        return body(frames.start_again(self.topic, self._cursor(self.sent))), self.sent

    def _set_apart(self, listeners: dict[Outlet, None], language: str, position: int) -> None:
        for outlet in list(listeners):
            self.apart[outlet] = (language, position)
        listeners.clear()

    def _cursor(self, seq: int) -> Cursor:
        return Cursor(self.ring.epoch, seq)
