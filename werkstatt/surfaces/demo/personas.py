"""Whom one can be in the demo. The addresses are invented; `.example` never receives mail."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Persona:
    """A role to enter as; `email` is empty for the visitor, `landing` is a URL name that takes the edition's slug or nothing."""

    key: str
    icon: str
    title: str | Promise
    about: str | Promise
    email: str = ""
    landing: str = "website:edition"


EDITION = "neo-2022"
PERSONAS = (
    Persona(
        "visitor",
        "eye",
        _("Besucherin oder Besucher"),
        _("Ohne Anmeldung: beide Programme lesen und die Kolleginnen und Kollegen anmelden."),
    ),
    Persona(
        "officer",
        "person",
        _("Digitalbeauftragte einer Stadt mit 6.000 Menschen"),
        _("Karin Seeger aus Haiterbach: ihre Tage, ihr Plan, ihre Rechnung."),
        "karin.seeger@haiterbach.example",
        "lobby:home",
    ),
    Persona(
        "speaker",
        "speaker",
        _("Vortragender"),
        _("Jörg Hasenfratz spricht auf dem Podium und leitet eine Werkstatt."),
        "joerg.hasenfratz@werkstatt.example",
        "lobby:home",
    ),
    Persona(
        "moderator",
        "pitch",
        _("Moderation"),
        _("Lena Brandtner führt durch das Podium: Fragen, Umfragen, Redeliste und Leinwand."),
        "moderation@werkstatt.example",
        "lobby:now",
    ),
    Persona(
        "organiser",
        "overview",
        pgettext_lazy("role", "Organisation"),
        _("Sieht Menschen, Geld und Programm an einem Ort und bedient den Lageschalter."),
        "organisation@werkstatt.example",
        "desk:dashboard",
    ),
    Persona(
        "finance",
        "invoice",
        _("Finanzen"),
        _("Rechnungen, Zahlungen, Erstattungen. Nichts verschwindet, nichts ändert sich."),
        "finanzen@werkstatt.example",
        "desk:dashboard",
    ),
    Persona(
        "door",
        "room",
        _("Hilfe am Einlass"),
        _("Findet Menschen nach einem halben Namen und sieht keine Preise."),
        "einlass@werkstatt.example",
        "desk:people",
    ),
)
BY_KEY = {persona.key: persona for persona in PERSONAS}
