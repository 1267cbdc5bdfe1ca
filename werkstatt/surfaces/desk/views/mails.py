"""Mails: what went out, and writing to a group."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.masking import without_personal_links
from werkstatt.services.mailing.actions import MailIsStillWaiting, resend_mail
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.queries import mails_of
from werkstatt.surfaces.desk.actions import write_test_mail, write_to_group
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.forms.mails import GroupMailForm
from werkstatt.surfaces.desk.groups import groups_of, recipients_of
from werkstatt.surfaces.desk.lists.mails import mails_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk
from werkstatt.surfaces.desk.views.steps import is_confirmed


@at_desk(Area.READ_MAILS)
def mails(request: HttpRequest, desk: Desk) -> HttpResponse:
    buttons = []
    if desk.may(Area.WRITE_MAILS):
        url = reverse("desk:mail_new", args=[desk.edition.slug])
        buttons = [{"label": _("Mail schreiben"), "url": url, "icon": "mail"}]
    return mails_table(request, desk).respond("desk/list.html", {"title": _("Mails"), "buttons": buttons})


@at_desk(Area.READ_MAILS)
def mail(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    found = _mail(desk, pk)
    context = {
        "mail": found,
        "text": without_personal_links(found.text, instead=_("[persönlicher Link]")),
        "attachments": found.attachments.all(),
        "code": found.subject_key.partition(":")[2] if found.subject_key.startswith("order:") else "",
        "crumbs": [(_("Mails"), reverse("desk:mails", args=[desk.edition.slug])), (found.subject, "")],
    }
    return render(request, "desk/mail.html", context)


@require_POST
@at_desk(Area.READ_MAILS)
def mail_resend(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    found, now = _mail(desk, pk), clock.now()
    try:
        again = resend_mail(mail=found, now=now, once_key=f"again:{found.pk}:{now:%Y%m%d%H%M}")
    except MailIsStillWaiting:
        messages.info(request, _("Diese Mail ist noch nicht hinausgegangen; sie braucht keinen zweiten Versand."))
        return redirect("desk:mail", desk.edition.slug, found.pk)
    messages.success(request, _("Die Mail geht noch einmal an %s.") % again.to_email)
    return redirect("desk:mail", desk.edition.slug, again.pk)


@at_desk(Area.WRITE_MAILS)
def mail_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write, look at it, try it on oneself, then send it to everybody in the group."""
    edition = desk.edition
    initial = {"group": request.GET.get("group", "all")}
    form = GroupMailForm(request.POST or None, groups=groups_of(edition), initial=initial)
    crumbs = [(_("Mails"), reverse("desk:mails", args=[edition.slug])), (_("Mail schreiben"), "")]
    if form.is_valid() and "edit" not in request.POST:
        if is_confirmed(request) and "test" not in request.POST:
            return _send(request, desk, form)
        if "test" in request.POST:
            key = form.cleaned_data["once_key"]
            write_test_mail(edition=edition, mail=form.mail(), to=desk.person, now=clock.now(), once_key=key)
            messages.success(request, _("Die Probe geht an %s.") % desk.person.email)
        recipients = recipients_of(edition, form.cleaned_data["group"])
        context = {
            "form": form,
            "mail": form.mail(),
            "group": dict(groups_of(edition))[form.cleaned_data["group"]],
            "recipients": recipients,
            "english": sum(recipient.language == "en" for recipient in recipients),
            "crumbs": crumbs,
        }
        return render(request, "desk/mail_preview.html", context)
    context = {
        "form": form,
        "title": _("Mail schreiben"),
        "button": _("Vorschau"),
        "back_url": reverse("desk:mails", args=[edition.slug]),
        "crumbs": crumbs,
    }
    return render(request, "desk/form.html", context)


def _send(request: HttpRequest, desk: Desk, form: GroupMailForm) -> HttpResponse:
    key = form.cleaned_data["once_key"]
    count = write_to_group(edition=desk.edition, mail=form.mail(), by=desk.person, now=clock.now(), once_key=key)
    text = ngettext("Die Mail geht an %s Person.", "Die Mail geht an %s Personen.", count)
    messages.success(request, text % count)
    return redirect("desk:mails", desk.edition.slug)


def _mail(desk: Desk, pk: int) -> Mail:
    found: Mail | None = mails_of(desk.edition).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
