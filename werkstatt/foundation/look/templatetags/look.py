"""`{% load look %}`: how money, days, channels and icons are shown, everywhere the same."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from werkstatt.foundation.look import moments, numerals, signs, skins
from werkstatt.foundation.look.forms import rows_of

register = template.Library()


@register.filter
def rows(form: BaseForm) -> list[list[BoundField]]:
    """`{% for row in form|rows %}`: fields that stand side by side"""
    return rows_of(form)


@register.filter
def money(cents: int | None) -> str:
    """`{{ order.total_cents|money }}` -> `1.234,50 €`"""
    return "" if cents is None else numerals.money(int(cents), signs.language())


@register.filter
def number(value: float | None, places: int = 0) -> str:
    """`{{ population|number }}` -> `12.240`"""
    return "" if value is None else numerals.number(value, signs.language(), places)


@register.filter
def day(value: date | datetime | None) -> str:
    """`{{ day.on|day }}` -> `Mo., 2. Mai 2022`"""
    return "" if not value else moments.day(signs.as_day(value), signs.language())


@register.filter
def long_day(value: date | datetime | None) -> str:
    """`Montag, 2. Mai`"""
    return "" if not value else moments.long_day(signs.as_day(value), signs.language())


@register.filter
def short_day(value: date | datetime | None) -> str:
    """`02.05.2022`, for tables"""
    return "" if not value else moments.short_day(signs.as_day(value), signs.language())


@register.filter
def moment(value: datetime | None) -> str:
    """`Mo., 2. Mai 2022, 9:30 Uhr`"""
    return "" if not value else moments.moment(signs.local(value), signs.language())


@register.filter
def clock(value: datetime | None) -> str:
    """`9:30 Uhr`"""
    return "" if not value else moments.clock(signs.local(value), signs.language())


@register.filter
def duration(minutes: int | None) -> str:
    """`1 Std. 30 Min.`"""
    return "" if minutes is None else moments.duration(int(minutes), signs.language())


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime="{{ session.starts_at|iso }}">`."""
    return "" if not value else str(signs.local(value).isoformat())


@register.simple_tag
def timespan(start: datetime, end: datetime) -> str:
    """`{% timespan session.starts_at session.ends_at %}` -> `Mo., 2. Mai 2022, 9:30-10:15 Uhr`"""
    return moments.timespan(signs.local(start), signs.local(end), signs.language())


@register.simple_tag
def hours(start: datetime, end: datetime) -> str:
    """`{% hours session.starts_at session.ends_at %}` -> `9:30-10:15 Uhr`"""
    return moments.hours(signs.local(start), signs.local(end), signs.language())


@register.simple_tag
def days(first: date, last: date) -> str:
    """`{% days edition.first_on edition.last_on %}` -> `2. und 3. Mai 2022`"""
    return moments.days(first, last, signs.language())


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """`{% icon "search" %}` beside a word; alone it needs a label: `{% icon "search" label %}`."""
    return signs.icon(name, label, css)


@register.simple_tag
def format_icon(format_name: str, css: str = "") -> SafeString:
    """The icon of a session format; the format's name stands beside it."""
    return signs.icon(format_name if format_name in signs.icon_names() else "calendar", css=css)


@register.simple_tag
def channel(name: str, size: str = "") -> SafeString:
    """`{% channel "on_site" %}`, `{% channel participation.channel "large" %}`; `both` shows the two signs."""
    return signs.channel(name, size)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """`<a href="{% query page=2 %}">`: this address with some parameters changed; `None` or empty takes one away."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag(takes_context=True)
def same_page(context: template.Context, language: str) -> str:
    """The address of this page in the other language."""
    request: HttpRequest | None = context.get("request")
    return signs.address_in(language, request.get_full_path()) if request else "/"


@register.simple_tag
def skin_url(accent: str | None, action: str | None = None, typeface: str | None = None) -> str:
    """`{% skin_url edition.accent_color edition.action_color edition.typeface as skin %}`: an edition's stylesheet, or nothing."""
    return skins.address(accent or "", action or "", typeface or "")


@register.simple_tag
def island(name: str) -> SafeString:
    """`{% island "scanner" %}` loads the script of one custom element (`islands/scanner.island.ts`)."""
    return format_html('<script type="module" src="{}"></script>', static(f"look/dist/islands/{name}.js"))


@register.filter
def attributes(values: dict[str, Any]) -> SafeString:
    """`<select {{ widget.attrs|attributes }}>`"""
    return flatatt(values) if values else mark_safe("")


@register.filter
def options(groups: Sequence[tuple[str | None, Sequence[dict[str, Any]], int]]) -> SafeString:
    """`{{ widget.optgroups|options }}`. Hundreds of them: a template that looks at each takes longer than the rest of a form."""
    return format_html_join("", "{}", ((_options(label, choices),) for label, choices, _index in groups))


def _options(label: str | None, choices: Sequence[dict[str, Any]]) -> SafeString:
    drawn = mark_safe("\n".join(map(_option, choices)))  # noqa: S308  (each is escaped)
    return format_html('<optgroup label="{}">{}</optgroup>', label, drawn) if label else drawn


def _option(choice: dict[str, Any]) -> str:
    value, name = escape(choice["value"]), conditional_escape(choice["label"])
    return f'<option value="{value}"{attributes(choice["attrs"])}>{name}</option>'


@register.simple_tag
def field(bound: BoundField, css: str = "") -> SafeString:
    """`{% field form.email %}`: label, hint, error and input of one field; `css="field--narrow"` for short input."""
    return render_to_string("look/forms/field.html", {"field": bound, "css": css})


@register.simple_tag
def error_summary(*forms: BaseForm | Sequence[BaseForm] | None) -> SafeString:
    """`{% error_summary form other_form rows %}`: all errors of the page at its top, each a link to its field; empty without errors."""
    flat = [form for each in forms for form in (each if isinstance(each, list | tuple) else [each])]
    lines = [line for form in flat if isinstance(form, BaseForm) and form.is_bound for line in _error_lines(form)]
    return render_to_string("look/forms/errors.html", {"lines": lines}) if lines else mark_safe("")


def _error_lines(form: BaseForm) -> Iterator[dict[str, str]]:
    name = f"{form.summary_name}, " if hasattr(form, "summary_name") else ""  # where a page has the same form often
    for text in form.non_field_errors():
        yield {"text": str(text), "anchor": "", "label": ""}
    for bound in (form[name] for name in form.fields):
        anchor = f"{bound.auto_id}_group" if getattr(bound, "is_group", False) else bound.id_for_label
        for text in bound.errors:
            yield {
                "text": str(text),
                "anchor": "" if bound.is_hidden else anchor,
                "label": f"{name}{str(bound.label).rstrip('.:?')}",
            }
