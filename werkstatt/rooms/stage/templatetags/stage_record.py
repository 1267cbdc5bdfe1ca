"""`{% load stage_record %}`: what the record says in words."""

from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _

from werkstatt.foundation.look import signs
from werkstatt.rooms.stage.models import Material, Message, Question
from werkstatt.rooms.stage.record_files import author
from werkstatt.rooms.stage.record_numbers import Number, numbers_of
from werkstatt.rooms.stage.record_queries import Record

register = template.Library()


@register.simple_tag
def record_numbers(record: Record) -> list[Number]:
    """`{% record_numbers record as numbers %}`"""
    return numbers_of(record)


@register.filter
def asked_by(contribution: Question | Message) -> str:
    """The name, or that there is none."""
    return author(contribution) or _("ohne Namen")


@register.filter
def host(url: str) -> str:
    """`https://www.ulm.de/x` -> `ulm.de`: where a link leads."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def file_facts(material: Material) -> str:
    """`PDF, 1,2 MB`"""
    kind = material.file_name.rpartition(".")[2].upper()
    return f"{kind}, {_size(material.file.size)}" if material.file else kind


def _size(number: int) -> str:
    if number < 1_000_000:
        return f"{signs.number(max(1, round(number / 1000)))} kB"
    return f"{signs.number(number / 1_000_000, 1)} MB"
