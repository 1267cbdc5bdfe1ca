"""What goes over the wire: frames of server-sent events, encoded once for all who hear the same.

All are bytes as they leave the house, each a chunk of its own (RFC 9112, 7.1): the answer has no length.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from werkstatt.services.live.cursor import Cursor, written_id


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


HEARTBEAT = chunk(b"data: []\n\n")  # an empty frame, not a comment: scripts never learn of comments
RETRY = chunk(b"retry: 3000\n\n")
END = chunk(b"")


def line(topic: str, seq: int, kind: str, payload: Mapping[str, Any]) -> bytes:
    """One event of the log."""
    return _json({"t": topic, "s": seq, "k": kind, **payload})


def frame(topic: str, cursor: Cursor, lines: Iterable[bytes]) -> bytes:
    """Events of one topic up to `cursor`."""
    return chunk(b"id: %b\ndata: [%b]\n\n" % (written_id(topic, cursor).encode(), b",".join(lines)))


def volatile(*events: Mapping[str, Any]) -> bytes:
    """Events that nobody must find again: presence, tallies, state."""
    return chunk(b"data: [%b]\n\n" % b",".join(map(_json, events)))


def start_again(topic: str, cursor: Cursor) -> bytes:
    """The gap is too long: fetch the page's live part; the stream goes on from `cursor`."""
    return frame(topic, cursor, [_json({"t": topic, "k": "refresh"})])


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
