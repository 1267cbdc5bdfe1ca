"""What processes tell each other: short, and allowed to get lost, because everything that counts lies in the log."""

import json
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """A topic has events up to `seq`."""

    topic: str
    seq: int


@dataclass(frozen=True)
class Tallied:
    topic: str
    kind: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Revoked:
    number: int
    listener: str
    topic_prefix: str


Signal = Moved | Tallied | Revoked


def written(signal: Signal) -> str:
    """As one line of text, well below the 8,000 bytes of a NOTIFY."""
    match signal:
        case Moved(topic, seq):
            return json.dumps(["m", topic, seq])
        case Tallied(topic, kind, counts):
            # PostgreSQL drops the second of two equal notifications of one transaction; the mark keeps them apart.
            return json.dumps(["t", topic, kind, counts, secrets.token_hex(4)])
        case Revoked(number, listener, topic_prefix):
            return json.dumps(["r", number, listener, topic_prefix])


def read(text: str) -> Signal | None:
    """The signal of a line; None when it is none of ours (another version speaks)."""
    try:
        match json.loads(text):
            case ["m", str(topic), int(seq)]:
                return Moved(topic, seq)
            case ["t", str(topic), str(kind), dict(counts), str()]:
                return Tallied(topic, kind, counts)
            case ["r", int(number), str(listener), str(topic_prefix)]:
                return Revoked(number, listener, topic_prefix)
    except ValueError:
        pass
    return None
