"""Addresses that let somebody in are for one person's eyes: they are hidden from staff and from logs."""

import re

# What is signed or drawn at random: 32 letters of a hash, or 27 of base64, where somewhere a capital letter stands.
# Slugs and numbers are neither. Facts before the signature (`17.1.1327.`) belong to it.
_OPENER = r"(?:[\w-]+[.:])*(?:(?=[\w-]*[A-Z])[A-Za-z0-9_-]{27,}|[\w-]*[0-9a-f]{32,}[\w-]*)"
SECRET = re.compile(rf"(?<=[/=])(?:[A-Za-z]+:)?{_OPENER}")
PERSONAL_LINK = re.compile(rf"https?://[^\s/]+/(?:\S*[/=])?{_OPENER}[^\s,;)>]*")


def without_secrets(text: str) -> str:
    """For logs: the address stays readable, the part that opens it does not."""
    return SECRET.sub("…", text)


def without_personal_links(text: str, *, instead: str) -> str:
    """For people other than the one a text was written to."""
    return PERSONAL_LINK.sub(lambda _: instead, text)
