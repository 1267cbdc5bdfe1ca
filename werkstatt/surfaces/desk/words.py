"""The log in words: one sentence per entry, in the reader's language."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel, RoleKind
from werkstatt.foundation.look import signs
from werkstatt.foundation.people.choices import Purpose
from werkstatt.foundation.people.models import LogEntry

# `%(who)s` begins the sentence; facts of the entry fill the rest; a fact that is missing stays empty.
WORDS: dict[str, str | Promise] = {
    "edition_created": _("%(who)s hat die Ausgabe angelegt."),
    "edition_copied": _("%(who)s hat die Ausgabe als Kopie von „%(source)s“ angelegt."),
    "edition_edited": _("%(who)s hat Angaben zur Ausgabe geändert."),
    "edition_published": _("%(who)s hat die Ausgabe veröffentlicht."),
    "edition_withdrawn": _("%(who)s hat die Ausgabe wieder zum Entwurf gemacht."),
    "edition_archived": _("%(who)s hat die Ausgabe ins Archiv gelegt."),
    "logo_changed": _("%(who)s hat das Logo geändert."),
    "series_created": _("%(who)s hat die Reihe angelegt."),
    "series_edited": _("%(who)s hat Angaben zum Veranstalter geändert."),
    "venue_edited": _("%(who)s hat den Veranstaltungsort geändert."),
    "theme_edited": _("%(who)s hat ein Thema geändert."),
    "themes_chosen": _("%(who)s hat die Themen der Ausgabe gewählt."),
    "day_added": _("%(who)s hat den Tag %(on)s angelegt."),
    "day_edited": _("%(who)s hat den Tag %(on)s geändert."),
    "day_removed": _("%(who)s hat den Tag %(on)s entfernt."),
    "day_channel_set": _("%(who)s hat %(channel)s für %(days)s auf %(capacity)s Plätze zu %(price)s gesetzt."),
    "channel_closed": _("%(who)s hat %(channel)s für %(days)s geschlossen."),
    "channel_opened": _("%(who)s hat %(channel)s für %(days)s geöffnet."),
    "room_saved": _("%(who)s hat den Raum „%(room)s“ gespeichert."),
    "room_removed": _("%(who)s hat den Raum „%(room)s“ entfernt."),
    "video_saved": _("%(who)s hat das Video für „%(room)s“ eingerichtet."),
    "video_removed": _("%(who)s hat das Video für „%(room)s“ entfernt."),
    "house_rule_saved": _("%(who)s hat die Hausregel „%(title)s“ gespeichert."),
    "house_rule_removed": _("%(who)s hat die Hausregel „%(title)s“ entfernt."),
    "cancellation_terms_saved": _("%(who)s hat die Stornobedingungen geändert."),
    "tax_rules_saved": _("%(who)s hat die Steuerregeln geändert."),
    "legal_text_saved": _("%(who)s hat einen Rechtstext geändert."),
    "role_granted": _("%(who)s hat die Aufgabe „%(role)s“ vergeben."),
    "role_revoked": _("%(who)s hat die Aufgabe „%(role)s“ entzogen."),
    "session_entered": _("%(who)s hat „%(title)s“ ins Programm aufgenommen."),
    "session_edited": _("%(who)s hat „%(title)s“ geändert."),
    "session_moved": _("%(who)s hat „%(title)s“ verlegt."),
    "session_cancelled": _("%(who)s hat „%(title)s“ abgesagt."),
    "session_restored": _("%(who)s hat die Absage von „%(title)s“ zurückgenommen."),
    "stage_opened": _("%(who)s hat die Bühne von „%(title)s“ aufgemacht."),
    "results_joined": _("%(who)s hat ein Ergebnis mit seiner Herkunft verbunden."),
    "results_parted": _("%(who)s hat ein Ergebnis von seiner Herkunft gelöst."),
    "feedback_texts_forgotten": _("%(who)s hat nach Ablauf der Frist die Texte von %(number)s Rückmeldungen gelöscht."),
    "speaker_deleted": _("%(who)s hat „%(name)s“ aus den Vortragenden entfernt."),
    "consent_given": _("%(who)s hat bestätigt: %(purposes)s."),
    "consent_withdrawn": _("%(who)s hat die Einwilligung zurückgenommen: %(purpose)s."),
    "group_mail_written": _("%(who)s hat die Mail „%(title)s“ an %(count)s Adressen geschrieben."),
    "speaker_entered": _("%(who)s hat „%(name)s“ bei den Vortragenden eingetragen."),
    "speaker_edited": _("%(who)s hat Angaben zu „%(name)s“ geändert."),
    "places_cancelled": _("%(who)s hat Plätze der Bestellung %(key)s abgesagt: %(places)s."),
    "channel_changed": _("%(who)s hat in der Bestellung %(key)s den Kanal gewechselt: %(places)s."),
    "substituted": _("%(who)s hat in der Bestellung %(key)s %(former)s durch %(new)s ersetzt."),
    "billing_corrected": _("%(who)s hat die Rechnungsanschrift der Bestellung %(key)s berichtigt."),
    "refund_iban_given": _("%(who)s hat für die Bestellung %(key)s ein Konto zur Erstattung angegeben."),
    "confirmation_resent": _("%(who)s hat %(name)s die Bestätigung noch einmal geschickt."),
    "organisation_added": _("%(who)s hat eine Organisation eingetragen."),
    "organisation_edited": _("%(who)s hat Angaben zu einer Organisation geändert."),
    "organisation_joined": _("%(who)s handelt jetzt für eine weitere Organisation."),
    "organisation_left": _("%(who)s handelt nicht mehr für eine Organisation."),
    "protection_lifted": _("Der zusätzliche Schutz eines Kontos ist aufgehoben."),
    "owner_made": _("%(who)s hat jemandem das ganze Haus anvertraut."),
    "person_added": _("Eine Person ist neu eingetragen."),
    "person_erased": _("%(who)s hat personenbezogene Angaben löschen lassen."),
    "profile_edited": _("%(who)s hat das eigene Profil geändert."),
    "support_needs_deleted": _("Angaben zu Unterstützung und Verpflegung sind nach Ablauf der Frist gelöscht."),
    "places_switched": _("Der Lageschalter hat Plätze der Bestellung %(key)s beendet."),
    "switch_started_close": _("%(who)s hat den Saal mit dem Lageschalter geschlossen: %(days)s."),
    "switch_started_limit": _("%(who)s hat den Saal mit dem Lageschalter begrenzt: %(days)s."),
    "switch_started_open": _("%(who)s hat den Saal mit dem Lageschalter wieder geöffnet: %(days)s."),
    "switch_worked_through": _("Der Lageschalter hat alle Bestellungen bearbeitet."),
    "offer_accepted": _("%(who)s hat das Angebot zur Bestellung %(key)s angenommen."),
    "offer_declined": _("%(who)s hat das Angebot zur Bestellung %(key)s abgelehnt."),
    "switch_finished": _("Der Lageschalter ist abgeschlossen: Alle Angebote sind beantwortet oder abgelaufen."),
    "offer_expired": _("Das Angebot zur Bestellung %(key)s ist ohne Antwort abgelaufen."),
    "order_placed": _("%(who)s hat die Bestellung %(key)s abgeschickt."),
    "hold_expired": _("Die Reservierung der Bestellung %(key)s ist abgelaufen."),
    "payment booked": _("%(who)s hat für %(key)s eine Zahlung von %(cents)s gebucht."),
    "refund paid": _("%(who)s hat für %(key)s eine Erstattung von %(cents)s ausgezahlt."),
}

# What people do without an account, by the link from their mail.
BY_LINK = {
    "places_cancelled",
    "channel_changed",
    "substituted",
    "billing_corrected",
    "refund_iban_given",
    "confirmation_resent",
    "offer_accepted",
    "offer_declined",
    "order_placed",
}


def sentence(entry: LogEntry) -> str:
    """What happened, in one sentence. An unknown verb is shown as it is: nothing is hidden."""
    words = WORDS.get(entry.verb)
    if words is None:
        return f"{_who(entry)}: {entry.verb.replace('_', ' ')} ({entry.subject})"
    facts = defaultdict(str, _facts(entry))
    return " ".join((str(words) % facts).split())


def _who(entry: LogEntry) -> str:
    if entry.actor:
        return str(entry.actor)
    return str(_("Jemand mit dem persönlichen Link") if entry.verb in BY_LINK else _("Das System"))


def _facts(entry: LogEntry) -> dict[str, str]:
    shown = {name: _shown(name, value) for name, value in entry.facts.items()}
    if "price_cents" in entry.facts:
        shown["price"] = shown["price_cents"]
    return shown | {"who": _who(entry), "key": entry.subject.partition(":")[2]}


def _shown(name: str, value: Any) -> str:
    """The fact in words; one of another shape than we know is shown as it is, for a log must never fail."""
    show = signs.money if name.endswith("_cents") else SHOWN.get(name, str)
    try:
        return show(value)
    except (TypeError, ValueError, AttributeError):
        return str(value)


def _days(value: Any) -> str:
    days = value if isinstance(value, list) else [value]
    return ", ".join(signs.short_day(date.fromisoformat(day)) for day in days)


def _purposes(value: list[str]) -> str:
    return ", ".join(_label_of(Purpose)(purpose) for purpose in value)


def _places(value: list[list[str]]) -> str:
    return "; ".join(
        f"{name} ({signs.short_day(date.fromisoformat(on))}, {signs.channel_word(channel)})"
        for name, on, channel in value
    )


def _label_of(choices: type[Choices]) -> Callable[[Any], str]:
    return lambda value: str(dict(choices.choices).get(value, value))


SHOWN: dict[str, Callable[[Any], str]] = {
    "channel": _label_of(Channel),
    "role": _label_of(RoleKind),
    "purpose": _label_of(Purpose),
    "purposes": _purposes,
    "cents": signs.money,
    "on": _days,
    "days": _days,
    "places": _places,
}
