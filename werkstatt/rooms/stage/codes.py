"""Six letters that bring people to a stage: easy to read aloud and from twenty metres, never I, O, 0 or 1."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6


def draw() -> str:
    """A new code; 32^6, a thousand million of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(text: str) -> str:
    """What somebody typed, as a code is written: capitals, nothing between."""
    return "".join(letter for letter in text[:40].upper() if letter.isascii() and letter.isalnum())
