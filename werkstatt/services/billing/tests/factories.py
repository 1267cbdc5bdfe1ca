"""A host, an edition and an account to bill."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.services.billing import actions, vat
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document

NOW = datetime(2022, 3, 14, 9, 0, tzinfo=UTC)
DAY = date(2022, 5, 2)
IBAN = "DE89370400440532013000"
counter = itertools.count(1)

TOWN = Buyer(
    name="Stadt Musterlingen",
    extra="Amt für Digitales",
    street="Rathausplatz 1",
    postcode="89073",
    city="Ulm",
    order_reference="AO-2022-17",
    leitweg_id="04011000-1234512345-06",
    email="rechnung@musterlingen.example",
)


def make_series(**fields: Any) -> Series:
    n = next(counter)
    facts = {
        "slug": f"series-{n}",
        "title": "Werkstatt NEO",
        "host_name": "Institut für Beispiele",
        "host_street": "Nobelstraße 12",
        "host_postcode": "70569",
        "host_city": "Stuttgart",
        "host_email": "werkstatt@institut.example",
        "host_phone": "+49 711 970-00",
        "host_contact": "Ada Beispiel",
        "host_vat_id": "DE129515865",
        "bank_name": "Beispielbank",
        "iban": IBAN,
        "bic": "COBADEFFXXX",
        "number_code": f"N{n}",
    }
    return Series.objects.create(**{**facts, **fields})


def make_edition(series: Series | None = None, **fields: Any) -> Edition:
    n = next(counter)
    facts = {"slug": f"edition-{n}", "title": "Morgenstadt Werkstatt NEO 2022"}
    return Edition.objects.create(series=series or make_series(), **{**facts, **fields})


def make_account(edition: Edition | None = None) -> Account:
    key = f"order:{next(counter)}"
    return actions.open_account(edition=edition or make_edition(), key=key, debtor_name="Stadt Musterlingen", now=NOW)


def line(cents: int = 4500, *, tax: vat.Tax = vat.COURSE, on: date = DAY, person: str = "") -> Line:
    return Line(f"place:{next(counter)}", "Teilnahme vor Ort", on, cents, tax, person)


def invoice(account: Account | None = None, *lines: Line, now: datetime = NOW, **more: Any) -> Document:
    return actions.issue_invoice(
        account=account or make_account(),
        channel=more.pop("channel", "on_site"),
        buyer=more.pop("buyer", TOWN),
        lines=lines or [line()],
        now=now,
        **more,
    )
