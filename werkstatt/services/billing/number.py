"""Document numbers: `NEO-R-2022-00001` for invoices, `NEO-S-2022-00001` for cancellations. No Django."""

import re
from dataclasses import dataclass

LETTERS = {"invoice": "R", "cancellation": "S"}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
PATTERN = re.compile(r"^(?P<code>[A-Z0-9ÄÖÜ-]{1,10})-(?P<letter>[RS])-(?P<year>\d{4})-(?P<running>\d{5,})$")


@dataclass(frozen=True)
class Number:
    code: str
    kind: str
    year: int
    running: int

    def __str__(self) -> str:
        return f"{self.code}-{LETTERS[self.kind]}-{self.year:04d}-{self.running:05d}"


def read(text: str) -> Number | None:
    """The number a person or a bank wrote, or None: spaces are dropped, case does not matter."""
    found = PATTERN.match(re.sub(r"\s+", "", text).upper())
    if found is None:
        return None
    return Number(found["code"], KINDS[found["letter"]], int(found["year"]), int(found["running"]))
