"""What a listener gets off the wire: messages in Server-Sent Events over chunked HTTP, or in WebSocket frames."""

from typing import Protocol

END_OF_HEAD = b"\r\n\r\n"


class Refused(Exception):
    """The server answered with another status than the one that opens a stream."""


class Decoder(Protocol):
    """Collects bytes as they come and gives back the whole messages among them (JSON)."""

    is_open: bool  # the head of the answer is here
    cursor: str  # the id of the last message, where the transport has one

    def feed(self, data: bytes) -> list[bytes]: ...

    def is_between_messages(self) -> bool: ...


class EventStream:
    """`text/event-stream` in chunked transfer coding. Comments (heartbeats) and `retry:` carry no message."""

    __slots__ = ("cursor", "is_open", "raw", "text")

    def __init__(self) -> None:
        self.is_open = False
        self.cursor = ""
        self.raw = self.text = b""

    def is_between_messages(self) -> bool:
        return self.is_open and not self.raw and not self.text

    def feed(self, data: bytes) -> list[bytes]:
        self.raw += data
        if not self.is_open and not self._read_head():
            return []
        self._unwrap_chunks()
        *blocks, self.text = self.text.split(b"\n\n")
        return [message for block in blocks if (message := self._message(block))]

    def _read_head(self) -> bool:
        head, end, rest = self.raw.partition(END_OF_HEAD)
        if not end:
            return False
        if head[9:12] != b"200":
            raise Refused((head.split(b"\r\n")[0] + b" " + rest[:200]).decode(errors="replace"))
        self.raw, self.is_open = rest, True
        return True

    def _unwrap_chunks(self) -> None:
        raw, at = self.raw, 0
        while (end := raw.find(b"\r\n", at)) > 0:
            size = int(raw[at:end], 16)
            if len(raw) < end + 4 + size:
                break
            self.text += raw[end + 2 : end + 2 + size]
            at = end + 4 + size
        self.raw = raw[at:]

    def _message(self, block: bytes) -> bytes:
        data = b""
        for line in block.split(b"\n"):
            if line.startswith(b"data: "):
                data += line[6:]
            elif line.startswith(b"id: "):
                self.cursor = line[4:].decode()
        return data


class SocketFrames:
    """Unmasked text frames of a WebSocket server; control frames are skipped."""

    __slots__ = ("cursor", "is_open", "raw")

    def __init__(self) -> None:
        self.is_open = False
        self.cursor = ""
        self.raw = b""

    def is_between_messages(self) -> bool:
        return self.is_open and not self.raw

    def feed(self, data: bytes) -> list[bytes]:
        self.raw += data
        if not self.is_open:
            head, end, rest = self.raw.partition(END_OF_HEAD)
            if not end:
                return []
            if head[9:12] != b"101":
                raise Refused(head.split(b"\r\n")[0].decode(errors="replace"))
            self.raw, self.is_open = rest, True
        messages = []
        while frame := self._frame():
            kind, payload = frame
            if kind == 1:
                messages.append(payload)
        return messages

    def _frame(self) -> tuple[int, bytes] | None:
        raw = self.raw
        if len(raw) < 2:
            return None
        extra = {126: 2, 127: 8}.get(raw[1], 0)
        start = 2 + extra
        size = int.from_bytes(raw[2:start], "big") if extra else raw[1]
        if len(raw) < start + size:
            return None
        self.raw = raw[start + size :]
        return raw[0] & 0x0F, raw[start : start + size]
