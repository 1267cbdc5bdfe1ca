"""The words of a mail, from its templates: the text is the master, the HTML says the same."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from werkstatt.foundation.kernel.normalise import clean_line, clean_text
from werkstatt.services.mailing.layout import html_of
from werkstatt.services.mailing.letter import Letter

SUBJECT_LENGTH = 250


@dataclass(frozen=True)
class Wording:
    subject: str
    text: str
    html: str


def wording_of(letter: Letter) -> Wording:
    """Render a letter in its own language and in the edition's time zone."""
    zone = letter.edition.zone if letter.edition else ZoneInfo(settings.TIME_ZONE)
    context = {"edition": letter.edition, "base_url": settings.BASE_URL, "to_name": letter.to_name, **letter.context}
    with translation.override(letter.language), timezone.override(zone):
        subject = clean_line(_render(f"{letter.template}.subject.txt", context))[:SUBJECT_LENGTH]
        text = clean_text(_render(f"{letter.template}.txt", context))
        context |= {"subject": subject, "text": text}
        try:
            html = _render(f"{letter.template}.html", context)
        except TemplateDoesNotExist:
            html = html_of(subject=subject, text=text, letter=letter)
    return Wording(subject, text, html)


def _render(name: str, context: dict[str, Any]) -> str:
    return str(get_template(name).render(dict(context)))
