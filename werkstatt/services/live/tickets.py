"""Tickets: what a page hands its stream, so that connecting asks no database. Signed, bound to the session's cookie."""

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import translation

from werkstatt.services.live.cursor import START, Cursor
from werkstatt.services.live.queries import cursors_of, newest_revocation

SALT = "werkstatt.live"
LIFETIME_SECONDS = 24 * 3600


class TicketIsInvalid(Exception):
    """The ticket is not ours, too old, or belongs to another session."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who listens to what. `revision`: the newest revocation known when it was made. The first topic is the place where
    the listener is counted as present, under her `channel`."""

    listener: str
    channel: str
    topics: tuple[str, ...]
    language: str
    issued_at: int
    session: str
    revision: int

    @property
    def place(self) -> str:
        return self.topics[0]

    def written(self) -> str:
        parts = [
            self.listener,
            self.channel,
            list(self.topics),
            self.language,
            self.issued_at,
            self.session,
            self.revision,
        ]
        return signing.Signer(salt=SALT).sign_object(parts)


@dataclass(frozen=True)
class Stream:
    """What `{% live_stream stream %}` writes into the page."""

    ticket: Ticket
    cursors: dict[str, Cursor]
    mine: frozenset[str] = field(default_factory=frozenset)

    @property
    def signed(self) -> str:
        return self.ticket.written()

    @property
    def since(self) -> str:
        return ",".join(str(self.cursors.get(topic, START)) for topic in self.ticket.topics)


def stream_for(
    request: HttpRequest, topics: Sequence[str], *, listener: str, channel: str = "", mine: Iterable[str] = ()
) -> Stream:
    """The stream of a page. Call it first in the view, after `can_…`: it notes where the topics stand before the page's
    data are read, so that nothing falls between. The caller answers for the permission to hear every topic.

    `mine`: keys of objects that are this person's own (`support-12`); `channel`: `on_site`, `online` or nothing.
    """
    if not topics:
        message = "a stream needs a topic"
        raise ValueError(message)
    revision = newest_revocation()
    ticket = Ticket(
        listener=listener,
        channel=channel,
        topics=tuple(dict.fromkeys(topics)),
        language=translation.get_language() or settings.LANGUAGE_CODE,
        issued_at=int(time.time()),
        session=session_mark(_session_key(request)),
        revision=revision,
    )
    return Stream(ticket=ticket, cursors=cursors_of(ticket.topics), mine=frozenset(mine))


def read_ticket(text: str, *, cookie: str, at: float) -> Ticket:
    """The ticket of a request with this session cookie; `at` in seconds, real time. Raises TicketIsInvalid."""
    try:
        listener, channel, topics, language, issued_at, session, revision = signing.Signer(salt=SALT).unsign_object(
            text
        )
    except (signing.BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise TicketIsInvalid from error
    if (session and session != session_mark(cookie)) or not -300 <= at - issued_at <= LIFETIME_SECONDS:
        raise TicketIsInvalid
    return Ticket(listener, channel, tuple(topics), language, issued_at, session, revision)


def _session_key(request: HttpRequest) -> str:
    """The key of the visitor's session; empty for a stranger without one, whose ticket is bound to no cookie."""
    request.session.keys()  # looks it up: a key nobody knows is dropped
    return request.session.session_key or ""


def session_mark(cookie: str) -> str:
    """What a ticket remembers of the session's cookie; nothing can be read from it."""
    return hashlib.sha256(f"live {cookie}".encode()).hexdigest()[:20] if cookie else ""
