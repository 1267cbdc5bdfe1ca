"""The one card at the top of the lobby: what is the case, and the one thing to do next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Participation, Room
from werkstatt.foundation.look import moments
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session, SessionSpeaker
from werkstatt.foundation.programme.queries import now_and_next
from werkstatt.foundation.programme.wording import said
from werkstatt.rooms.registration.links import offer_url
from werkstatt.rooms.registration.models import Offer, Order
from werkstatt.rooms.stage.ways import stage_address


@dataclass(frozen=True)
class Card:
    """`preline` when, `title` what, `text` more; one button. `session` is shown with its room when one runs."""

    preline: str
    title: str
    text: str
    button: str
    url: str
    channel: str = ""
    sessions: Sequence[Session] = field(default_factory=tuple)
    is_external: bool = False


def offer_card(offer: Offer) -> Card:
    deadline = moments.moment(offer.deadline.astimezone(offer.attendee.order.edition.zone), _language())
    return Card(
        preline=_("Wartet auf Ihre Antwort"),
        title=_("Ein Angebot für %(name)s") % {"name": offer.attendee.full_name},
        text=_("Bitte antworten Sie bis %(deadline)s. Ohne Antwort entsteht kein Platz und nichts kostet Sie etwas.")
        % {"deadline": deadline},
        button=_("Angebot ansehen"),
        url=offer_url(offer),
    )


def draft_card(draft: Order) -> Card:
    return Card(
        preline=draft.edition.title,
        title=_("Ihre Anmeldung ist noch nicht abgeschickt."),
        text=_("Alles, was Sie eingetragen haben, ist noch da."),
        button=_("Weiter anmelden"),
        url=reverse("registration:people", args=[draft.edition.slug]),
    )


def name_card(person: Person) -> Card:
    return Card(
        preline=_("Willkommen"),
        title=_("Wie heißen Sie?"),
        text=_("Ihr Name steht auf Ihrem Schild und in Ihren Bestätigungen. Ihre Adresse: %(email)s")
        % {"email": person.email},
        button=_("Namen eintragen"),
        url=reverse("lobby:profile"),
    )


def before_card(days: Sequence[Participation], now: datetime, *, has_plan: bool) -> Card:
    """The first of one's days that is still to come."""
    first = days[0]
    edition = first.day.edition
    left = (first.day.on - now.astimezone(edition.zone).date()).days
    preline = _("Heute") if left <= 0 else ngettext("Morgen", "In %(days)s Tagen", left) % {"days": left}
    return Card(
        preline=preline,
        title=moments.moment(first.day.starts_at, _language()),
        text=_way(first, edition),
        button=_("Mein Plan") if has_plan else _("Programm ansehen"),
        url=reverse("lobby:plan") if has_plan else timetable_url(first),
        channel=first.channel,
    )


def now_card(today: Participation, sessions: Sequence[Session], now: datetime, *, stages: Collection[int] = ()) -> Card:
    """A day that is running: the session now or next, and the way in. `stages`: keys of those whose stage is open."""
    present = now_and_next(sessions, now)
    shown = present.now or present.next
    staged = next((each for each in [*present.now, *present.next] if each.pk in stages), None)
    room = next((room for each in shown if (room := _room(each, today.channel))), None)
    if present.now:
        preline = _("Jetzt")
    elif shown:
        starts = shown[0].starts_at.astimezone(today.day.edition.zone)
        preline = _("Gleich, um %(time)s") % {"time": moments.clock(starts, _language())}
    else:
        preline = _("Heute")
    if staged is not None:
        return Card(preline, said(staged)[0], "", _("Zur Bühne"), stage_address(staged), today.channel, shown)
    title = said(shown[0])[0] if len(shown) == 1 else _("%(number)s Programmpunkte zur Wahl") % {"number": len(shown)}
    if today.channel == Channel.ONLINE and room is not None and room.join_url:
        return Card(preline, title, "", _("In den Online-Raum"), room.join_url, today.channel, shown, is_external=True)
    if not shown:
        title = _("Für heute ist das Programm zu Ende.")
    return Card(preline, title, "", _("Programm von heute"), timetable_url(today), today.channel, shown)


def after_card(edition: Edition) -> Card:
    return Card(
        preline=edition.title,
        title=_("Schön, dass Sie dabei waren."),
        text=_("Hier bleiben Ihre Belege. Das Programm lässt sich weiter nachlesen."),
        button=_("Zum Programm"),
        url=reverse("website:edition", args=[edition.slug]),
    )


def part_card(part: SessionSpeaker) -> Card:
    """For somebody who stands in the programme and is registered for no day."""
    session = part.session
    return Card(
        preline=_("Sie wirken mit: %(role)s") % {"role": part.get_role_display()},
        title=said(session)[0],
        text=moments.moment(session.starts_at.astimezone(session.edition.zone), _language()),
        button=_("Zum Programmpunkt"),
        url=reverse("website:session", args=[session.edition.slug, session.code]),
        channel=session.reach,
    )


def nothing_card(edition: Edition | None, *, is_open: bool) -> Card:
    """Nobody registered this person yet."""
    if edition is None:
        return Card(
            _("Willkommen"),
            _("Hier entsteht Ihre Werkstatt."),
            _("Zurzeit ist keine Ausgabe öffentlich."),
            _("Zur Startseite"),
            "/",
        )
    text = _("Sobald Sie angemeldet sind, stehen hier Ihre Tage, Ihr Plan und Ihre Belege.")
    if not is_open:
        return Card(
            _("Willkommen"), edition.title, text, _("Zur Ausgabe"), reverse("website:edition", args=[edition.slug])
        )
    return Card(
        preline=edition.title,
        title=_("Sie sind noch nicht angemeldet."),
        text=text,
        button=_("Zur Anmeldung"),
        url=reverse("registration:begin", args=[edition.slug]),
    )


def timetable_url(participation: Participation) -> str:
    day = participation.day
    channel = participation.channel.replace("_", "-")
    return reverse("website:edition", args=[day.edition.slug]) + f"programme/{channel}/{day.on.isoformat()}/"


def _way(participation: Participation, edition: Edition) -> str:
    if participation.channel == Channel.ONLINE:
        return _("Sie nehmen online teil. Am Tag selbst führt Sie die Schaltfläche hier in den Raum.")
    if edition.venue is None:
        return _("Sie nehmen vor Ort teil.")
    venue = edition.venue
    place = ", ".join(part for part in (venue.name, venue.street, f"{venue.postcode} {venue.city}".strip()) if part)
    return _("Sie nehmen vor Ort teil: %(place)s") % {"place": place}


def _room(session: Session, channel: str) -> Room | None:
    return session.online_room if channel == Channel.ONLINE else session.hall_room


def _language() -> str:
    return get_language() or "de"
