"""One way to draw and answer a settings page: a form, one action, a sentence, back to where one came from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from werkstatt.surfaces.desk.permissions import Desk


@dataclass(frozen=True)
class Page:
    """How a settings page presents itself. `back` is the URL name to return to."""

    title: str
    hint: str = ""
    button: str = ""
    back: str = "desk:settings"
    template: str = "desk/form.html"
    context: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """The action said no; the form already carries the reason."""


def edit(request: HttpRequest, desk: Desk, page: Page, form: Any, save: Callable[[], str | None]) -> HttpResponse:
    """Show the form; when it is valid call `save`, which returns the sentence for the reader or raises Refused."""
    back = way_back(request, reverse(page.back, args=[desk.edition.slug]))
    if request.method == "POST" and form.is_valid():
        try:
            sentence = save()
        except Refused:
            pass
        else:
            messages.success(request, sentence or _("Gespeichert."))
            return redirect(back)
    context: dict[str, Any] = {
        "form" if isinstance(form, BaseForm) else "terms": form,
        "title": page.title,
        "hint": page.hint,
        "button": page.button or _("Speichern"),
        "back_url": back,
        "crumbs": crumbs(desk, page),
        **page.context,
    }
    return render(request, page.template, context)


def crumbs(desk: Desk, page: Page) -> list[tuple[str, str]]:
    slug = desk.edition.slug
    trail = [(_("Einstellungen"), reverse("desk:settings", args=[slug]))]
    names = {
        "desk:days": _("Tage und Preise"),
        "desk:rooms": _("Räume"),
        "desk:themes": _("Themen"),
        "desk:house_rules": _("Hausregeln"),
        "desk:tax_rules": _("Steuerregeln"),
        "desk:legal_texts": _("Rechtstexte"),
    }
    if page.back in names:
        trail.append((names[page.back], reverse(page.back, args=[slug])))
    return [*trail, (page.title, "")]


def way_back(request: HttpRequest, own: str) -> str:
    """The page that sent us here (`?next=`, e.g. the checklist), else the page's own."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return own


def onward(request: HttpRequest) -> str:
    """What the links of a list carry on, so that behind them one still knows the way back."""
    wanted = way_back(request, "")
    return f"?{urlencode({'next': wanted})}" if wanted else ""
