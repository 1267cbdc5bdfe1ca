"""`{% load prose %}`: texts written by hosts, as safe HTML."""

from django import template
from django.utils.safestring import SafeString

from werkstatt.foundation.kernel import prose as writing

register = template.Library()


@register.filter
def prose(text: str | None) -> SafeString:
    """`<div class="prose">{{ legal.body|prose }}</div>`"""
    return writing.html(text or "")
