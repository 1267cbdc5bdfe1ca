"""Consent to load something from another host: given per host, kept in the session, taken back with one click."""

from django.http import HttpRequest

NAME = "video_hosts"


def has_agreed(request: HttpRequest, host: str) -> bool:
    return host in request.session.get(NAME, [])


def agree(request: HttpRequest, host: str) -> None:
    request.session[NAME] = sorted({*request.session.get(NAME, []), host})


def withdraw(request: HttpRequest, host: str) -> None:
    request.session[NAME] = [each for each in request.session.get(NAME, []) if each != host]
