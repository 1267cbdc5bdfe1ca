"""Questions and answers. What the edition's own data can answer, nobody has to write; the host's own come first."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import CancellationTerm, Edition, LegalText
from werkstatt.foundation.events.terms import steps
from werkstatt.foundation.kernel.prose import Section, html, sections


def questions_of(edition: Edition, own: LegalText | None, terms: list[CancellationTerm]) -> list[Section]:
    written = [section for section in sections(own.body) if section.title] if own else []
    return [*written, *_answered_by_data(edition, terms)]


def _answered_by_data(edition: Edition, terms: list[CancellationTerm]) -> Iterator[Section]:
    yield Section(
        _("Kann ich mehrere Personen auf einmal anmelden?"),
        html(
            _(
                "Ja. Eine Anmeldung fasst beliebig viele Personen zusammen. Jede wählt für jeden Tag selbst:"
                " vor Ort, online oder gar nicht. Sie erhalten je Kanal eine Rechnung."
            )
        ),
    )
    if terms:
        lines = "\n".join(f"- {line}" for line in _terms_in_words(terms))
        more = _("Eine Ersatzperson können Sie jederzeit kostenfrei benennen.")
        yield Section(_("Was gilt, wenn ich absagen muss?"), html(f"{lines}\n\n{more}"))
    yield Section(
        _("Was geschieht, wenn vor Ort nicht stattfinden darf?"),
        html(
            _(
                "Dann stornieren wir die Rechnung für vor Ort und bieten Ihnen einen Online-Platz an."
                " Sie entscheiden selbst. Niemand wird ungefragt umgebucht; wer nicht antwortet, erhält sein Geld zurück."
            )
        ),
    )
    if edition.venue and edition.venue.directions:
        yield Section(_("Wie komme ich hin?"), html(edition.venue.directions))
    if edition.venue and edition.venue.access_notes:
        yield Section(_("Ist der Ort barrierefrei?"), html(edition.venue.access_notes))
    if edition.contact_email or edition.contact_phone:
        link = format_html(
            '<p>{} <a href="{}">{}</a></p>',
            _("Schreiben Sie uns oder rufen Sie an:"),
            reverse("website:contact", args=[edition.slug]),
            _("Kontakt"),
        )
        yield Section(_("Meine Frage steht hier nicht."), link)


def _terms_in_words(terms: list[CancellationTerm]) -> Iterator[str]:
    found = steps(terms)
    for step in found:
        if step.fee_percent == 0:
            cost = _("kostenfrei")
        elif step.fee_percent == 100:
            cost = _("voller Preis")
        else:
            cost = _("%(percent)s %% des Preises") % {"percent": step.fee_percent}
        if step.last > 0:
            yield _("bis %(days)s Tage vorher: %(cost)s") % {"days": step.last, "cost": cost}
        elif len(found) > 1:
            yield _("danach: %(cost)s") % {"cost": cost}
        else:
            yield _("jederzeit: %(cost)s") % {"cost": cost}
