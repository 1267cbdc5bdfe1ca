"""Addresses as they stand in mails: whole, and in the language of whoever reads them."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def absolute(name: str, *arguments: object, language: str) -> str:
    """`absolute("stage:stage", "neo-2022", code, language="en")`"""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
