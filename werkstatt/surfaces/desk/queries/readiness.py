"""What an edition still lacks before it may go public: one query of facts, then plain sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import CancellationTerm, Day, DayChannel, Edition, LegalText, Room
from werkstatt.foundation.programme.choices import SessionChannel, SessionState
from werkstatt.foundation.programme.models import Session
from werkstatt.services.billing.choices import Recipient
from werkstatt.services.billing.models import TaxRule


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
    """Every gap, those that hurt first. One query."""
    facts: Any = Edition.objects.filter(pk=edition.pk).select_related("series", "venue").annotate(**_facts()).get()
    missing = [check for check in CHECKS if check.is_missing(facts)]
    gaps = [Gap(str(check.text), reverse(f"desk:{check.page}", args=[edition.slug]), check.hurts) for check in missing]
    return sorted(gaps, key=lambda gap: not gap.hurts)


def _facts() -> dict[str, Any]:
    here = OuterRef("pk")
    legal = LegalText.objects.filter(edition=here, language="de").exclude(body="")
    channels = DayChannel.objects.filter(day__edition=here)
    rules = TaxRule.objects.filter(edition=here, recipient=Recipient.DOMESTIC)
    sessions = Session.objects.filter(edition=here, state=SessionState.PLANNED)
    rooms = Room.objects.filter(edition=here)
    facts: dict[str, Any] = {
        "has_day": Exists(Day.objects.filter(edition=here)),
        "has_bare_day": Exists(Day.objects.filter(edition=here, channels=None)),
        "has_seatless_day": Exists(channels.filter(capacity=0, is_open=True)),
        "has_free_day": Exists(channels.filter(price_cents=0)),
        "has_fee": Exists(channels.filter(price_cents__gt=0)),
        "has_terms": Exists(CancellationTerm.objects.filter(edition=here)),
        "has_session": Exists(sessions),
        "has_bare_online_room": Exists(rooms.filter(channel=Channel.ONLINE, join_url="", video_source=None)),
        "theme_count": Count("themes", distinct=True),
    }
    for channel in Channel:
        facts[f"has_{channel}"] = Exists(channels.filter(channel=channel, is_open=True))
        facts[f"has_{channel}_room"] = Exists(rooms.filter(channel=channel))
        facts[f"has_{channel}_rule"] = Exists(rules.filter(channel=channel))
        facts[f"has_{channel}_session"] = Exists(sessions.filter(channel__in=[channel, SessionChannel.BOTH]))
    for kind in ("imprint", "privacy", "accessibility", "terms"):
        facts[f"has_{kind}_text"] = Exists(legal.filter(kind=kind))
    return facts


def _host_has_no_address(e: Any) -> bool:
    return not (e.series.host_street and e.series.host_postcode and e.series.host_city)


def _host_has_no_tax_number(e: Any) -> bool:
    return bool(e.has_fee) and not (e.series.host_vat_id or e.series.host_tax_number)


CHECKS = (
    Check(_("Zwei Sätze fehlen: Was ist das, für wen?"), "texts", lambda e: not e.summary),
    Check(_("Eine E-Mail-Adresse für Fragen fehlt."), "contact", lambda e: not e.contact_email),
    Check(_("Noch ist kein Tag angelegt."), "days", lambda e: not e.has_day),
    Check(_("Ein Tag hat weder Preis noch Plätze."), "days", lambda e: e.has_bare_day),
    Check(_("Ein offener Kanal hat keine Plätze."), "days", lambda e: e.has_seatless_day),
    Check(
        _("Kein Tag ist für die Anmeldung offen."), "days", lambda e: e.has_day and not (e.has_on_site or e.has_online)
    ),
    Check(_("Der Veranstaltungsort fehlt."), "venue", lambda e: e.has_on_site and e.venue is None),
    Check(_("Kein Raum vor Ort ist angelegt."), "rooms", lambda e: e.has_on_site and not e.has_on_site_room),
    Check(_("Kein Online-Raum ist angelegt."), "rooms", lambda e: e.has_online and not e.has_online_room),
    Check(_("Das Programm ist noch leer."), "session_new", lambda e: not e.has_session),
    Check(_("Die Stornobedingungen fehlen."), "terms", lambda e: not e.has_terms),
    Check(
        _("Die Steuerregel für Plätze vor Ort fehlt."),
        "tax_rules",
        lambda e: e.has_fee and e.has_on_site and not e.has_on_site_rule,
    ),
    Check(
        _("Die Steuerregel für Online-Plätze fehlt."),
        "tax_rules",
        lambda e: e.has_fee and e.has_online and not e.has_online_rule,
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
        lambda e: not e.has_imprint_text,
    ),
    Check(
        _("Die Datenschutzhinweise sind noch unser Muster: bitte prüfen und speichern."),
        "legal_texts",
        lambda e: not e.has_privacy_text,
    ),
    Check(
        _("Die Erklärung zur Barrierefreiheit ist noch unser Muster: bitte prüfen und speichern."),
        "legal_texts",
        lambda e: not e.has_accessibility_text,
    ),
    Check(
        _("Die Teilnahmebedingungen sind noch unser Muster."),
        "legal_texts",
        lambda e: not e.has_terms_text,
        hurts=False,
    ),
    Check(_("Der ausführliche Text zur Veranstaltung fehlt."), "texts", lambda e: not e.about, hurts=False),
    Check(
        _("Die englische Kurzfassung fehlt; gezeigt wird die deutsche."),
        "texts",
        lambda e: e.summary and not e.summary_en,
        hurts=False,
    ),
    Check(_("Noch ist kein Thema gewählt."), "themes", lambda e: not e.theme_count, hurts=False),
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
        lambda e: e.has_session and e.has_on_site and not e.has_on_site_session,
        hurts=False,
    ),
    Check(
        _("Das Online-Programm ist noch leer."),
        "session_new",
        lambda e: e.has_session and e.has_online and not e.has_online_session,
        hurts=False,
    ),
    Check(_("Die E-Mail-Adresse des Veranstalters fehlt."), "series", lambda e: not e.series.host_email, hurts=False),
)
