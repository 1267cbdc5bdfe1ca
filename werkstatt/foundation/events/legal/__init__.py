"""Legal texts that come with the product: a host reads them, changes them and keeps them as her own.

Texts are Markdown files beside this one (`imprint.de.md`, …); words in double braces are filled from the edition's own
data. A gap stays visible as `[…]`, so that nobody publishes it unread.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from werkstatt.foundation.events.models import Edition

FOLDER = Path(__file__).parent
KINDS = {
    "imprint": _("Impressum"),
    "privacy": _("Datenschutz"),
    "accessibility": _("Barrierefreiheit"),
    "terms": _("Teilnahmebedingungen"),
    "withdrawal": _("Widerrufsbelehrung"),
    "notice": _("Datenschutzhinweis bei der Anmeldung"),
}
PUBLIC_KINDS = ("imprint", "privacy", "accessibility", "terms")
LANGUAGES = ("de", "en")
WORD = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class LegalPage:
    """A text as the website shows it (Markdown); `is_default`: the host has not written her own yet."""

    kind: str
    title: str
    body: str
    is_default: bool


def default_text(*, kind: str, language: str, edition: Edition, today: date) -> str:
    """The product's text for this edition, filled with what is known."""
    with override(language):
        facts = _facts(edition, today)
    return WORD.sub(lambda match: facts.get(match[1]) or _gap(match[1], language), _text(kind, language))


def legal_page(*, kind: str, language: str, edition: Edition, today: date) -> LegalPage:
    """The host's own text, else the product's. Raises KeyError for an unknown kind."""
    title = str(KINDS[kind])
    texts = edition.legal_texts.all()  # one query for several kinds, if the caller has prefetched them
    if own := next((each.body for each in texts if (each.kind, each.language) == (kind, language)), ""):
        return LegalPage(kind, title, own, is_default=False)
    body = default_text(kind=kind, language=language, edition=edition, today=today)
    return LegalPage(kind, title, body, is_default=True)


@cache
def _text(kind: str, language: str) -> str:
    return (FOLDER / f"{kind}.{language if language in LANGUAGES else 'de'}.md").read_text(encoding="utf-8").strip()


def _facts(edition: Edition, today: date) -> dict[str, str]:
    series = edition.series
    days = [date_format(day.on, "DATE_FORMAT") for day in edition.days.all()]
    return {
        "title": edition.title,
        "host": series.host_name,
        "street": series.host_street,
        "postcode": series.host_postcode,
        "city": series.host_city,
        "contact": edition.contact_name or series.host_contact,
        "email": edition.contact_email or series.host_email,
        "phone": edition.contact_phone or series.host_phone,
        "vat_id": series.host_vat_id,
        "tax_number": series.host_tax_number,
        "venue": f"{edition.venue.name}, {edition.venue.city}" if edition.venue else "",
        "days": ", ".join(days),
        "today": date_format(today, "DATE_FORMAT"),
    }


GAPS = {
    "de": {
        "street": "Straße",
        "postcode": "PLZ",
        "city": "Ort",
        "contact": "vertretungsberechtigte Person",
        "phone": "Telefon",
        "email": "E-Mail",
        "vat_id": "USt-IdNr.",
        "tax_number": "Steuernummer",
        "venue": "Ort",
        "days": "Tage",
    },
    "en": {
        "street": "street",
        "postcode": "postcode",
        "city": "town",
        "contact": "authorised person",
        "phone": "phone",
        "email": "e-mail",
        "vat_id": "VAT number",
        "tax_number": "tax number",
        "venue": "place",
        "days": "days",
    },
}


def _gap(word: str, language: str) -> str:
    return f"[{GAPS.get(language, GAPS['de']).get(word, word)}]"
