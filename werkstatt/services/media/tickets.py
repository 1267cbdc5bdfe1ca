"""A ticket lets one person into one video room: made when the page is drawn, good in the same browser session only."""

import hashlib
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from werkstatt.foundation.people.models import Person
from werkstatt.services.media.choices import Role
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers.provider import Guest

SALT = "media.ticket"
LIFETIME = timedelta(hours=10)
LONGEST_NAME = 80


class TicketIsInvalid(Exception):
    """Forged, too old, or of another browser session."""


def guest_of(person: Person | str, role: Role, source: VideoSource, request: HttpRequest) -> Guest:
    """`person`: somebody known, or the pseudonym of a guest. The key tells nobody who it is."""
    who = f"person:{person.pk}" if isinstance(person, Person) else f"guest:{_session(request)}:{person}"
    name = person.full_name if isinstance(person, Person) else str(person)
    key = salted_hmac("media.guest", f"{source.key}:{who}", algorithm="sha256").hexdigest()[:20]
    return Guest(name.strip()[:LONGEST_NAME] or gettext("Gast"), role, key)


def issue_ticket(source: VideoSource, guest: Guest, request: HttpRequest) -> str:
    facts = {"s": source.key, "n": guest.name, "r": guest.role.value, "k": guest.key, "b": _session(request)}
    return signing.dumps(facts, salt=SALT, compress=True)


def read_ticket(ticket: str, request: HttpRequest) -> tuple[str, Guest]:
    """The source's key and the guest. Raises TicketIsInvalid."""
    try:
        facts = signing.loads(ticket, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise TicketIsInvalid from error
    if facts["b"] != _session(request):
        raise TicketIsInvalid
    return facts["s"], Guest(facts["n"], Role(facts["r"]), facts["k"])


def _session(request: HttpRequest) -> str:
    """The browser session, by the hash of its key. A first visit gets its session now, not after the page is drawn."""
    if not request.session.session_key:
        request.session.save()
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
