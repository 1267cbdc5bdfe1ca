"""House rules, cancellation terms, tax rules and legal texts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from werkstatt.foundation.events import actions, legal
from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.forms import HouseRuleForm, LegalTextForm, terms_formset
from werkstatt.foundation.events.models import HouseRule
from werkstatt.foundation.kernel import clock
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import Recipient
from werkstatt.services.billing.forms import TaxRuleForm
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.editing import Page, crumbs, edit, onward


@at_desk(Area.SETTINGS)
def house_rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Page(_("Hausregeln"))
    context = {"title": page.title, "rules": desk.edition.house_rules.all(), "crumbs": crumbs(desk, page)}
    return render(request, "desk/house_rules.html", context)


@at_desk(Area.SETTINGS)
def house_rule_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = HouseRuleForm(request.POST or None)

    def save() -> str:
        actions.save_house_rule(edition=desk.edition, changes=form.changes(), by=desk.person, now=clock.now())
        return _("Die Regel ist gespeichert.")

    hint = _("Eine Regel gilt ab einem Tag und steht in den Bestätigungen. Gesundheitsdaten werden nie erfasst.")
    return edit(request, desk, Page(_("Regel anlegen"), hint, back="desk:house_rules"), form, save)


@at_desk(Area.SETTINGS)
def house_rule(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    found = _rule(desk, pk)
    form = HouseRuleForm(request.POST or None, instance=found)

    def save() -> str:
        changes = form.changes()
        actions.save_house_rule(edition=desk.edition, rule=found, changes=changes, by=desk.person, now=clock.now())
        return _("Die Regel ist gespeichert.")

    removal = {"remove_url": reverse("desk:house_rule_remove", args=[desk.edition.slug, found.pk])}
    page = Page(found.title, back="desk:house_rules", template="desk/form_with_removal.html", context=removal)
    return edit(request, desk, page, form, save)


@require_POST
@at_desk(Area.SETTINGS)
def house_rule_remove(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    actions.remove_house_rule(rule=_rule(desk, pk), by=desk.person, now=clock.now())
    messages.success(request, _("Die Regel ist entfernt."))
    return redirect("desk:house_rules", desk.edition.slug)


@at_desk(Area.SETTINGS)
def terms(request: HttpRequest, desk: Desk) -> HttpResponse:
    formset = terms_formset(desk.edition, request.POST or None)

    def save() -> str:
        actions.save_cancellation_terms(edition=desk.edition, terms=formset.terms(), by=desk.person, now=clock.now())
        return _("Die Stornobedingungen sind gespeichert. Sie gelten für Absagen ab jetzt.")

    hint = _("Zum Beispiel: ab 27 Tagen vorher 50 Prozent, ab 6 Tagen vorher 100 Prozent. Davor ist die Absage frei.")
    page = Page(_("Stornobedingungen"), hint, template="desk/terms.html")
    return edit(request, desk, page, formset, save)


@at_desk(Area.SETTINGS)
def tax_rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One rule per channel and recipient; a button sets those the house starts with."""
    page = Page(_("Steuerregeln"))
    found = {(rule.channel, rule.recipient): rule for rule in desk.edition.tax_rules.all()}
    rows = [
        {"channel": channel, "recipient": recipient, "rule": found.get((channel.value, recipient.value))}
        for channel in Channel
        for recipient in Recipient
    ]
    context = {
        "title": page.title,
        "rows": rows,
        "is_complete": len(found) == len(rows),
        "crumbs": crumbs(desk, page),
        "onward": onward(request),
    }
    return render(request, "desk/tax_rules.html", context)


@require_POST
@at_desk(Area.SETTINGS)
def tax_rules_default(request: HttpRequest, desk: Desk) -> HttpResponse:
    billing.set_default_tax_rules(edition=desk.edition)
    messages.success(request, _("Die üblichen Regeln sind gesetzt. Bitte prüfen Sie sie mit Ihrer Steuerberatung."))
    return redirect("desk:tax_rules", desk.edition.slug)


@at_desk(Area.SETTINGS)
def tax_rule(request: HttpRequest, desk: Desk, channel: str, recipient: str) -> HttpResponse:
    if channel not in Channel.values or recipient not in Recipient.values:
        raise Http404
    rule = desk.edition.tax_rules.filter(channel=channel, recipient=recipient).first()
    form = TaxRuleForm(request.POST or None, rule=rule)

    def save() -> str:
        billing.set_tax_rule(edition=desk.edition, channel=channel, recipient=recipient, tax=form.tax())
        return _("Die Steuerregel ist gespeichert. Ausgestellte Belege behalten ihre Steuer.")

    title = f"{Channel(channel).label}: {Recipient(recipient).label}"
    return edit(request, desk, Page(title, back="desk:tax_rules"), form, save)


@at_desk(Area.SETTINGS)
def legal_texts(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Page(_("Rechtstexte"))
    own = {(text.kind, text.language): text for text in desk.edition.legal_texts.exclude(body="")}
    rows = [
        {"kind": kind, "title": title, "texts": [(language, own.get((kind, language))) for language in legal.LANGUAGES]}
        for kind, title in legal.KINDS.items()
    ]
    context = {"title": page.title, "rows": rows, "crumbs": crumbs(desk, page), "onward": onward(request)}
    return render(request, "desk/legal_texts.html", context)


@at_desk(Area.SETTINGS)
def legal_text(request: HttpRequest, desk: Desk, kind: str, language: str) -> HttpResponse:
    """The host's own wording; the first time it starts with the text that comes with the product."""
    if kind not in legal.KINDS or language not in legal.LANGUAGES:
        raise Http404
    now = clock.now()
    shown = legal.legal_page(kind=kind, language=language, edition=desk.edition, today=timezone.localdate(now))
    form = LegalTextForm(request.POST or None, initial={"body": shown.body})

    def save() -> str:
        body = form.cleaned_data["body"]
        actions.save_legal_text(edition=desk.edition, kind=kind, language=language, body=body, by=desk.person, now=now)
        return _("„%s“ ist gespeichert.") % shown.title

    context: dict[str, Any] = {"is_default": shown.is_default}
    hint = _("Dies ist unser Mustertext. Prüfen und ergänzen Sie ihn; mit dem Speichern wird er Ihr Text.")
    page = Page(
        f"{shown.title} ({language})", hint if shown.is_default else "", back="desk:legal_texts", context=context
    )
    return edit(request, desk, page, form, save)


def _rule(desk: Desk, pk: int) -> HouseRule:
    found = desk.edition.house_rules.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
