"""The signs of the house in the page's language, for templates, tables and charts alike."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkstatt.foundation.look import moments, numerals

SPRITE = Path(__file__).parent / "static/look/icons.svg"


def language() -> str:
    return (get_language() or "de")[:2]


def address_in(wanted: str, address: str) -> str:
    """The page at `address` in that language: German at `/`, English at `/en/`."""
    plain = f"/{address.removeprefix('/en/')}" if address.startswith("/en/") else address
    return plain if wanted == settings.LANGUAGE_CODE else f"/{wanted}{plain}"


def local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def as_day(value: date | datetime) -> date:
    there = local(value)
    return there.date() if isinstance(there, datetime) else there


def money(cents: int) -> str:
    return numerals.money(int(cents), language())


def number(value: float, places: int = 0) -> str:
    return numerals.number(value, language(), places)


def day(value: date | datetime) -> str:
    return moments.day(as_day(value), language())


def short_day(value: date | datetime) -> str:
    return moments.short_day(as_day(value), language())


def clock(value: datetime) -> str:
    return moments.clock(local(value), language())


@cache
def icon_names() -> frozenset[str]:
    tree = ElementTree.parse(SPRITE)  # noqa: S314 (our own file)
    return frozenset(node.attrib["id"] for node in tree.iter("{http://www.w3.org/2000/svg}symbol"))


def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon beside a word; alone it needs a label."""
    if not label:
        return _silent_icon(name, css)
    if not _has_icon(name):
        return mark_safe("")
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', _classes(css), label, _address(name)
    )


@cache  # a list of people shows hundreds of a handful
def _silent_icon(name: str, css: str) -> SafeString:
    if not _has_icon(name):
        return mark_safe("")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', _classes(css), _address(name))


def _has_icon(name: str) -> bool:
    if name not in icon_names() and settings.DEBUG:
        raise TemplateSyntaxError(f"There is no icon {name!r}; see assets/icons.mjs.")
    return name in icon_names()


def _classes(css: str) -> str:
    return f"icon {css}".strip()


def _address(name: str) -> str:
    return f"{static('look/icons.svg')}#{name}"


def channel_word(name: str) -> str:
    return {"on_site": _("vor Ort"), "online": _("online"), "both": _("vor Ort und online")}.get(name, name)


def channel(name: str, size: str = "") -> SafeString:
    """Filled with a building: on site; outlined with a screen: online. Always with the word."""
    return _channel(name, size, language())


@cache  # by language
def _channel(name: str, size: str, _language: str) -> SafeString:
    if name == "both":
        return format_html('<span class="channels">{}{}</span>', channel("on_site", size), channel("online", size))
    css = f" channel--{size}" if size else ""
    return format_html('<span class="channel channel--{}{}">{}{}</span>', name, css, icon(name), channel_word(name))
