"""The code that lets the very first person in: only whoever runs this installation can know it.

It is made from the installation's secret key, so nothing is stored; it is worth nothing once there is an owner.
"""

import hmac

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def code() -> str:
    """Eight letters and digits in two groups, e.g. `7K3Q-PM2X`."""
    digest = salted_hmac("desk.first_owner", "code", algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


def is_code(text: str) -> bool:
    typed = "".join(letter for letter in text.upper() if letter.isalnum())
    return hmac.compare_digest(typed.encode(), code().replace("-", "").encode())
