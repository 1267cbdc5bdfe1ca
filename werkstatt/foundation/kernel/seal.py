"""Secrets we must be able to read again (keys of other servers), sealed at rest with a key made from SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class SealIsBroken(Exception):
    """Sealed with another SECRET_KEY, or changed since: the secret has to be entered again."""


def seal(text: str) -> str:
    """The text as something only this house can read."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises SealIsBroken."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealIsBroken from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str | bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"werkstatt seal").derive(force_bytes(secret))
    return base64.urlsafe_b64encode(derived)
