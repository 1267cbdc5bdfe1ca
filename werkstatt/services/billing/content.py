"""The facts of a document as canonical bytes: what is hashed, chained, kept for ten years and rendered. No Django.

Sorted keys, UTF-8, no spaces: the same facts are always the same bytes. Names follow EN 16931 where it has one:
BT-1 number, BT-2 issued_on, BT-3 type_code, BT-9 due_on, BG-3 preceding, BG-4 seller, BG-6 seller contact, BG-7 buyer,
BG-14 period, BG-16 payment, BG-22 totals, BG-23 taxes, BG-25 lines.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from werkstatt.services.billing.lines import Line
from werkstatt.services.billing.vat import Breakdown

SCHEMA = 1
TYPE_CODES = {"invoice": "380", "cancellation": "381"}
TEMPLATES = {"invoice": "invoice-1", "cancellation": "cancellation-1"}
Facts = dict[str, Any]


def canonical(facts: Facts) -> bytes:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def read(content: bytes) -> Facts:
    facts: Facts = json.loads(content)
    return facts


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def link(*, previous: str, number: str, content_sha256: str) -> str:
    """The next link of the chain of a series, year and kind; the first has no previous."""
    return hashlib.sha256(f"{previous}{number}{content_sha256}".encode()).hexdigest()


def line_facts(lines: Sequence[Line], parts: Breakdown) -> list[Facts]:
    """BG-25: every line with its service day (BG-26), net, and tax."""
    return [
        {
            "position": position,
            "item_key": line.item_key,
            "text": line.text,
            "person": line.person,
            "service_on": line.service_on.isoformat(),
            "gross_cents": line.amount_cents,
            "net_cents": net,
            "unit": "C62",
            "tax": asdict(line.tax),
        }
        for position, (line, net) in enumerate(zip(lines, parts.nets, strict=True), start=1)
    ]


def sum_facts(parts: Breakdown, *, prepaid_cents: int = 0) -> Facts:
    """BG-22 and BG-23. BT-113 is what was paid before, BT-115 what is left to pay."""
    return {
        "taxes": [asdict(part) for part in parts.sums],
        "totals": {
            "net_cents": parts.net_cents,
            "tax_cents": parts.tax_cents,
            "gross_cents": parts.gross_cents,
            "prepaid_cents": prepaid_cents,
            "due_cents": parts.gross_cents - prepaid_cents,
        },
    }


def period(lines: Sequence[Line]) -> Facts:
    days = sorted(line.service_on for line in lines)
    return {"from": days[0].isoformat(), "until": days[-1].isoformat()}
