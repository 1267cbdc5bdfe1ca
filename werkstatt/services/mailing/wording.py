"""The words of a mail, from its templates: the text is the master, the HTML says the same."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
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
        subject = clean_line(_plain(f"{letter.template}.subject.txt", context))[:SUBJECT_LENGTH]
        text = clean_text(_plain(f"{letter.template}.txt", context))
        own = _own_html(f"{letter.template}.html", {**context, "subject": subject, "text": text})
        html = own or html_of(subject=subject, text=text, language=letter.language, edition=letter.edition)
        return Wording(subject, text, html)


def _plain(name: str, context: dict[str, Any]) -> str:
    """Plain text escapes nothing, whatever its template says."""
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine has it
    return str(template.render(Context(dict(context), autoescape=False)))


def _own_html(name: str, context: dict[str, Any]) -> str:
    """What the room says in HTML of its own; empty if it leaves that to the house."""
    try:
        return render_to_string(name, context)
    except TemplateDoesNotExist as missing:
        if str(missing) != name:
            raise
        return ""
