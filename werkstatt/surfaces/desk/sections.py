"""The settings of an edition, in the order in which one makes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.models import Edition
from werkstatt.surfaces.desk.queries.readiness import Gap


@dataclass(frozen=True)
class Setting:
    title: str | Promise
    says: str | Promise
    page: str
    icon: str


@dataclass(frozen=True)
class Card:
    """A setting as drawn, with what is missing there."""

    setting: Setting
    url: str
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    title: str | Promise
    cards: list[Card]


SETTINGS: tuple[tuple[str | Promise, tuple[Setting, ...]], ...] = (
    (
        _("Was es ist"),
        (
            Setting(_("Texte"), _("Titel, Leitwort, was es ist und für wen"), "texts", "edit"),
            Setting(_("Kontakt"), _("Wen Teilnehmende fragen"), "contact", "mail"),
            Setting(_("Gestaltung"), _("Logo und Farben"), "skin", "theme"),
            Setting(_("Themen"), _("Worum es geht, über Ausgaben hinweg"), "themes", "theme_topic"),
        ),
    ),
    (
        _("Wann, wo, wie viele"),
        (
            Setting(_("Tage und Preise"), _("Tage, Gebühr und Plätze je Kanal"), "days", "calendar"),
            Setting(_("Veranstaltungsort"), _("Adresse, Anreise, Barrierefreiheit"), "venue", "place"),
            Setting(_("Räume"), _("Räume vor Ort und online"), "rooms", "room"),
            Setting(_("Hausregeln"), _("Hygiene, Zugang, Aufzeichnung"), "house_rules", "shield"),
        ),
    ),
    (
        _("Anmeldung und Geld"),
        (
            Setting(_("Anmeldung"), _("Von wann bis wann, Zahlungsziel"), "window", "ticket"),
            Setting(_("Stornobedingungen"), _("Wie viel bei einer Absage bleibt"), "terms", "refund"),
            Setting(_("Steuerregeln"), _("Steuer je Kanal und Empfänger"), "tax_rules", "invoice"),
            Setting(_("Veranstalter und Rechnung"), _("Anschrift, Steuernummer, Bank"), "series", "bank"),
        ),
    ),
    (
        _("Recht und Team"),
        (
            Setting(_("Rechtstexte"), _("Impressum, Datenschutz, Barrierefreiheit"), "legal_texts", "document"),
            Setting(_("Team"), _("Wer am Arbeitsplatz was darf"), "team", "people"),
        ),
    ),
)


def sections_for(edition: Edition, gaps: Sequence[Gap]) -> list[Section]:
    """Every setting with its address and the gaps that are mended there."""
    return [Section(title, [_card(setting, edition, gaps) for setting in settings]) for title, settings in SETTINGS]


def _card(setting: Setting, edition: Edition, gaps: Sequence[Gap]) -> Card:
    url = reverse(f"desk:{setting.page}", args=[edition.slug])
    return Card(setting, url, [gap for gap in gaps if gap.url == url])
