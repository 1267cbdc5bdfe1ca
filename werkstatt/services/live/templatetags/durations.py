"""`{% load durations %}`: how long something took."""

from django import template

from werkstatt.foundation.look import signs

register = template.Library()


@register.filter
def milliseconds(value: float | None) -> str:
    """`{{ 63.2|milliseconds }}` -> `63 ms`, with a space that does not break."""
    return f"{signs.number(round(value or 0))}\u00a0ms"
