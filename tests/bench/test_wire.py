import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.live.wire import EventStream, Refused, SocketFrames

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def frame(payload: bytes) -> bytes:
    size = len(payload)
    length = (
        bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2) if size < 65_536 else b"\x7f" + size.to_bytes(8)
    )
    return b"\x81" + length + payload


def in_pieces(data: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes:
        pieces.append(data[:size])
        data = data[size:]
    return [*pieces, data]


SIZES = st.lists(st.integers(1, 40), max_size=30)
STREAM = HEAD + chunk(b": still here\n\n") + chunk(b"id: a@1.2\ndata: [1]\n\nid: a@1.3\nda") + chunk(b"ta: [2,3]\n\n")


@given(sizes=SIZES)
def test_events_are_the_same_however_the_bytes_fall(sizes: list[int]):
    stream = EventStream()
    messages = [message for piece in in_pieces(STREAM, sizes) for message in stream.feed(piece)]
    assert messages == [b"[1]", b"[2,3]"]
    assert stream.cursor == "a@1.3"
    assert stream.is_between_messages()


@given(sizes=SIZES, longest=st.sampled_from([5, 125, 126, 70_000]))
def test_frames_are_the_same_however_the_bytes_fall(sizes: list[int], longest: int):
    frames = SocketFrames()
    data = SWITCH + frame(b"x" * longest) + b"\x89\x00" + frame(b"{}")
    messages = [message for piece in in_pieces(data, sizes) for message in frames.feed(piece)]
    assert messages == [b"x" * longest, b"{}"]
    assert frames.is_between_messages()


def test_a_refusal_says_what_the_server_said():
    with pytest.raises(Refused, match="403 Forbidden no ticket"):
        EventStream().feed(b"HTTP/1.1 403 Forbidden\r\n\r\nno ticket")
