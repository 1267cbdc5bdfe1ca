"""What an edition still lacks before it may go public: one query of facts, then plain sentences."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import CancellationTerm, Day, DayChannel, Edition, LegalText, Room
from werkstatt.foundation.programme.choices import SessionChannel, SessionState
from werkstatt.foundation.programme.models import Session
from werkstatt.services.billing.choices import Recipient
from werkstatt.services.billing.models import TaxRule

ON_SITE, ONLINE = Channel.ON_SITE, Channel.ONLINE


@dataclass(frozen=True)
class Gap:
    """Something missing, where to mend it, and whether going public waits for it."""

    text: str
    url: str
    hurts: bool = True


@dataclass(frozen=True)
class Check:
    """One thing to look at. `is_missing` gets the edition with the facts below."""

    text: str | Promise
    page: str
    is_missing: Callable[[Any], bool]
    hurts: bool = True


def gaps_of(edition: Edition) -> list[Gap]:
    """Every gap, those that hurt first. One query beside the edition, its series and its venue."""
    known: Any = copy(edition)
    vars(known).update(Edition.objects.filter(pk=edition.pk).values(**_facts(edition)).get())
    missing = [check for check in CHECKS if check.is_missing(known)]
    gaps = [Gap(str(check.text), reverse(f"desk:{check.page}", args=[edition.slug]), check.hurts) for check in missing]
    return sorted(gaps, key=lambda gap: not gap.hurts)


def _facts(edition: Edition) -> dict[str, Any]:
    channels = DayChannel.objects.filter(day__edition=edition)
    rooms = Room.objects.filter(edition=edition)
    sessions = Session.objects.filter(edition=edition, state=SessionState.PLANNED)
    return {
        "has_day": Exists(Day.objects.filter(edition=edition)),
        "has_bare_day": Exists(Day.objects.filter(edition=edition, channels=None)),
        "has_seatless_day": Exists(channels.filter(capacity=0, is_open=True)),
        "has_free_day": Exists(channels.filter(price_cents=0)),
        "has_fee": Exists(channels.filter(price_cents__gt=0)),
        "has_terms": Exists(CancellationTerm.objects.filter(edition=edition)),
        "has_bare_online_room": Exists(rooms.filter(channel=Channel.ONLINE, join_url="", video_source=None)),
        "has_theme": Exists(Edition.themes.through.objects.filter(edition=edition)),
        "open_channels": _kinds(channels.filter(is_open=True), "channel"),
        "room_channels": _kinds(rooms, "channel"),
        "rule_channels": _kinds(TaxRule.objects.filter(edition=edition, recipient=Recipient.DOMESTIC), "channel"),
        "session_channels": _kinds(sessions, "channel"),
        "legal_kinds": _kinds(LegalText.objects.filter(edition=edition, language="de").exclude(body=""), "kind"),
    }


def _kinds(rows: QuerySet[Any], field: str) -> ArraySubquery:
    """Which values of the field there are."""
    return ArraySubquery(rows.order_by().values(field).distinct())


def _host_has_no_address(e: Any) -> bool:
    return not (e.series.host_street and e.series.host_postcode and e.series.host_city)


def _host_has_no_tax_number(e: Any) -> bool:
    return bool(e.has_fee) and not (e.series.host_vat_id or e.series.host_tax_number)


def _opens_without(needed: list[str], e: Any, channel: Channel) -> bool:
    return channel in e.open_channels and channel not in needed


def _programme_lacks(e: Any, channel: Channel) -> bool:
    """Something is planned, but nothing for this open channel."""
    planned = e.session_channels
    return bool(planned) and SessionChannel.BOTH not in planned and _opens_without(planned, e, channel)


CHECKS = (
    Check(_("Zwei Sätze fehlen: Was ist das, für wen?"), "texts", lambda e: not e.summary),
    Check(_("Eine E-Mail-Adresse für Fragen fehlt."), "contact", lambda e: not e.contact_email),
    Check(_("Noch ist kein Tag angelegt."), "days", lambda e: not e.has_day),
    Check(_("Ein Tag hat weder Preis noch Plätze."), "days", lambda e: e.has_bare_day),
    Check(_("Ein offener Kanal hat keine Plätze."), "days", lambda e: e.has_seatless_day),
    Check(_("Kein Tag ist für die Anmeldung offen."), "days", lambda e: e.has_day and not e.open_channels),
    Check(_("Der Veranstaltungsort fehlt."), "venue", lambda e: ON_SITE in e.open_channels and e.venue is None),
    Check(_("Kein Raum vor Ort ist angelegt."), "rooms", lambda e: _opens_without(e.room_channels, e, ON_SITE)),
    Check(_("Kein Online-Raum ist angelegt."), "rooms", lambda e: _opens_without(e.room_channels, e, ONLINE)),
    Check(_("Das Programm ist noch leer."), "session_new", lambda e: not e.session_channels),
    Check(_("Die Stornobedingungen fehlen."), "terms", lambda e: not e.has_terms),
    Check(
        _("Die Steuerregel für Plätze vor Ort fehlt."),
        "tax_rules",
        lambda e: e.has_fee and _opens_without(e.rule_channels, e, ON_SITE),
    ),
    Check(
        _("Die Steuerregel für Online-Plätze fehlt."),
        "tax_rules",
        lambda e: e.has_fee and _opens_without(e.rule_channels, e, ONLINE),
    ),
    Check(_("Die Anschrift des Veranstalters fehlt; sie steht auf jeder Rechnung."), "series", _host_has_no_address),
    Check(
        _("Die Bankverbindung fehlt: Ohne IBAN kann niemand bezahlen."),
        "series",
        lambda e: e.has_fee and not e.series.iban,
    ),
    Check(_("Steuernummer oder USt-IdNr. fehlt; sie steht auf jeder Rechnung."), "series", _host_has_no_tax_number),
    Check(
        _("Das Impressum ist noch unser Muster: bitte prüfen und speichern."),
        "legal_texts",
        lambda e: "imprint" not in e.legal_kinds,
    ),
    Check(
        _("Die Datenschutzhinweise sind noch unser Muster: bitte prüfen und speichern."),
        "legal_texts",
        lambda e: "privacy" not in e.legal_kinds,
    ),
    Check(
        _("Die Erklärung zur Barrierefreiheit ist noch unser Muster: bitte prüfen und speichern."),
        "legal_texts",
        lambda e: "accessibility" not in e.legal_kinds,
    ),
    Check(
        _("Die Teilnahmebedingungen sind noch unser Muster."),
        "legal_texts",
        lambda e: "terms" not in e.legal_kinds,
        hurts=False,
    ),
    Check(_("Der ausführliche Text zur Veranstaltung fehlt."), "texts", lambda e: not e.about, hurts=False),
    Check(
        _("Die englische Kurzfassung fehlt; gezeigt wird die deutsche."),
        "texts",
        lambda e: e.summary and not e.summary_en,
        hurts=False,
    ),
    Check(_("Noch ist kein Thema gewählt."), "themes", lambda e: not e.has_theme, hurts=False),
    Check(_("Ein Tag kostet 0 €. Stimmt das?"), "days", lambda e: e.has_free_day, hurts=False),
    Check(_("Die Wegbeschreibung zum Ort fehlt."), "venue", lambda e: e.venue and not e.venue.directions, hurts=False),
    Check(
        _("Das Ende der Anmeldung ist offen; sie gilt bis zum letzten Tag."),
        "window",
        lambda e: e.registration_closes_at is None,
        hurts=False,
    ),
    Check(_("Einem Online-Raum fehlt das Video."), "rooms", lambda e: e.has_bare_online_room, hurts=False),
    Check(
        _("Das Programm vor Ort ist noch leer."),
        "session_new",
        lambda e: _programme_lacks(e, ON_SITE),
        hurts=False,
    ),
    Check(
        _("Das Online-Programm ist noch leer."),
        "session_new",
        lambda e: _programme_lacks(e, ONLINE),
        hurts=False,
    ),
    Check(_("Die E-Mail-Adresse des Veranstalters fehlt."), "series", lambda e: not e.series.host_email, hurts=False),
)
