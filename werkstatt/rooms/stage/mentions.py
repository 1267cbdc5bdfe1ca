"""Names called with @ in a message. Pure: which names may be meant, and which parts of the text call one."""

import re
from collections.abc import Iterable

_called = re.compile(r"@([\w.\-]+(?: [\w.\-]+){0,2})")
MOST = 5  # names looked up per message


def names_called(text: str) -> set[str]:
    """Everything that could be a name: up to three words after each @, in lower case."""
    found: set[str] = set()
    for match in list(_called.finditer(text))[:MOST]:
        words = match.group(1).split(" ")
        found |= {" ".join(words[: index + 1]).rstrip(".,-").lower() for index in range(len(words))}
    return found


def parts(text: str, names: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it calls one of `names`."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    if not known:
        return [(text, False)]
    call = re.compile("|".join(rf"@{re.escape(name)}(?!\w)" for name in known), re.IGNORECASE)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in call.finditer(text):
        if match.start() > end:
            pieces.append((text[end : match.start()], False))
        pieces.append((match.group(0), True))
        end = match.end()
    return [*pieces, (text[end:], False)] if end < len(text) else pieces
