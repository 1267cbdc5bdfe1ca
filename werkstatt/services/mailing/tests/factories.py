"""Letters to write."""

import itertools
from datetime import UTC, datetime
from typing import Any

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.services.mailing.letter import Letter

NOW = datetime(2022, 3, 14, 9, 0, tzinfo=UTC)
counter = itertools.count(1)


def make_edition() -> Edition:
    n = next(counter)
    series = Series.objects.create(slug=f"s-{n}", title="NEO", host_name="Institut", number_code=f"M{n}")
    return Edition.objects.create(
        series=series, slug=f"mail-{n}", title="Werkstatt NEO 2022", contact_email="werkstatt@institut.example"
    )


def letter(edition: Edition | None = None, **fields: Any) -> Letter:
    n = next(counter)
    facts: dict[str, Any] = {
        "kind": "greeting",
        "edition": edition,
        "to_name": "Jörg Öztürk-Weiß",
        "to_email": f"person{n}@stadt.example",
        "language": "de",
        "template": "mailing/tests/greeting",
        "context": {"name": "Jörg", "link": "https://werkstatt.example/orders/abc/?a=1&b=2"},
        "once_key": f"greeting:{n}",
    }
    return Letter(**{**facts, **fields})
