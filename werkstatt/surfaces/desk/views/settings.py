"""Settings of an edition that are one form each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.forms import (
    ContactForm,
    EditionTextsForm,
    RegistrationForm,
    SeriesForm,
    SkinForm,
    VenueForm,
)
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look.templatetags.look import skin_url
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.readiness import gaps_of
from werkstatt.surfaces.desk.sections import sections_for
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, edit


@at_desk(Area.SETTINGS)
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All settings on one page, each with what is still missing there."""
    gaps = gaps_of(desk.edition)
    return render(request, "desk/settings.html", {"sections": sections_for(desk.edition, gaps), "gaps": gaps})


@at_desk(Area.SETTINGS)
def texts(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = EditionTextsForm(request.POST or None, instance=desk.edition)
    hint = _("Was die Startseite der Ausgabe sagt. Ohne englischen Text steht dort der deutsche.")
    return edit(request, desk, Page(_("Texte"), hint), form, lambda: _save_edition(desk, form))


@at_desk(Area.SETTINGS)
def contact(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=desk.edition)
    hint = _("An wen sich Teilnehmende wenden; steht auf der Website und in jeder Mail.")
    return edit(request, desk, Page(_("Kontakt"), hint), form, lambda: _save_edition(desk, form))


@at_desk(Area.SETTINGS)
def window(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = RegistrationForm(request.POST or None, instance=desk.edition)
    return edit(request, desk, Page(_("Anmeldung")), form, lambda: _save_edition(desk, form))


@at_desk(Area.SETTINGS)
def skin(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Logo and two colours, with a picture of what they do to buttons and signs."""
    edition = desk.edition
    form = SkinForm(request.POST or None, request.FILES or None, instance=edition)
    colours = [form["accent_color"].value() or "", form["action_color"].value() or ""]
    context = {"edition": edition, "preview_url": skin_url(*colours)}
    page = Page(_("Gestaltung"), _("Logo und zwei Farben dieser Ausgabe."), template="desk/skin.html", context=context)

    def save() -> str:
        data = form.cleaned_data
        if data.get("logo_file") or data.get("remove_logo"):
            actions.set_logo(
                edition=edition, content=data["logo_file"], logo_text=data["logo_text"], by=desk.person, now=clock.now()
            )
        return _save_edition(desk, form)

    return edit(request, desk, page, form, save)


@at_desk(Area.SETTINGS)
def venue(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = VenueForm(request.POST or None, instance=desk.edition.venue)

    def save() -> str:
        actions.save_venue(edition=desk.edition, changes=form.changes(), by=desk.person, now=clock.now())
        return _("Der Veranstaltungsort ist gespeichert.")

    hint = _("Steht auf der Website und in jeder Bestätigung für Plätze vor Ort.")
    return edit(request, desk, Page(_("Veranstaltungsort"), hint), form, save)


@at_desk(Area.SETTINGS)
def series(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = SeriesForm(request.POST or None, instance=desk.edition.series)

    def save() -> str:
        actions.edit_series(series=desk.edition.series, changes=form.changes(), by=desk.person, now=clock.now())
        return _("Die Angaben zum Veranstalter sind gespeichert. Ausgestellte Belege behalten ihre.")

    hint = _("Gilt für alle Ausgaben der Reihe. Anschrift, Steuernummer und Bank stehen auf jeder Rechnung.")
    return edit(request, desk, Page(_("Veranstalter und Rechnung"), hint), form, save)


def _save_edition(desk: Desk, form: EditionTextsForm | ContactForm | RegistrationForm | SkinForm) -> str:
    actions.edit_edition(edition=desk.edition, changes=form.changes(), by=desk.person, now=clock.now())
    return _("Gespeichert.")
