"""Secret links: for one purpose, hashed at rest, expiring, usable once unless said otherwise."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from werkstatt.foundation.kernel.models import Token


class TokenIsInvalid(Exception):
    """The link is unknown, expired, used, revoked or made for something else."""


def issue_token(*, purpose: str, subject: object, now: datetime, lifetime: timedelta) -> str:
    """A new secret for `subject` (its key). Only the caller ever sees it."""
    secret = secrets.token_urlsafe(32)
    Token.objects.create(hash=_hash(secret), purpose=purpose, subject=str(subject), expires_at=now + lifetime)
    return secret


def subject_of(secret: str, *, purpose: str, now: datetime) -> str:
    """Whom this secret stands for, without using it up. Raises TokenIsInvalid."""
    return _valid(secret, purpose=purpose, now=now).subject


def use_token(secret: str, *, purpose: str, now: datetime) -> str:
    """Whom this secret stands for; it works no second time. Raises TokenIsInvalid."""
    token = _valid(secret, purpose=purpose, now=now)
    if not Token.objects.filter(pk=token.pk, used_at=None).update(used_at=now):
        raise TokenIsInvalid
    return token.subject


def revoke_tokens(*, purpose: str, subject: object) -> int:
    """End every link of this purpose for `subject`; returns how many there were."""
    return Token.objects.filter(purpose=purpose, subject=str(subject)).delete()[0]


def delete_old_tokens(*, now: datetime, kept: timedelta = timedelta(days=30)) -> int:
    old = Q(expires_at__lt=now - kept) | Q(used_at__lt=now - kept)
    return Token.objects.filter(old).delete()[0]


def _valid(secret: str, *, purpose: str, now: datetime) -> Token:
    token = Token.objects.filter(hash=_hash(secret), purpose=purpose, used_at=None, expires_at__gt=now).first()
    if token is None:
        raise TokenIsInvalid
    return token


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
