"""The list of mails."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look.tables import Choice, Column, Days, Empty, Table, View
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.queries import mails_of
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk

TONES = {MailState.WAITING: "info", MailState.SENT: "success", MailState.KEPT: "plain", MailState.FAILED: "danger"}


def mails_table(request: HttpRequest, desk: Desk) -> Table:
    slug = desk.edition.slug

    class MailsTable(Table):
        name = "mails"
        caption = _("Mails")
        default_sort = "-created"
        search = ("subject", "to_email", "to_name", "subject_key")
        search_hint = _("Betreff, Name, Adresse, Bestellung")
        filters = (
            Choice("state", _("Stand"), MailState.choices),
            Days("created", _("Geschrieben"), "created_at__date"),
        )
        views = (
            View(_("Alle"), ""),
            View(_("Fehlgeschlagen"), "state=failed"),
            View(_("Wartend"), "state=waiting"),
        )
        columns = (
            Column(
                "subject",
                _("Betreff"),
                "long",
                sort="subject",
                link=lambda row: reverse("desk:mail", args=[slug, row.pk]),
                is_key=True,
            ),
            Column("to", _("An"), get="to_name", sort="to_name", note=lambda row: row.to_email),
            Column("created", _("Geschrieben"), "moment", get="created_at", sort=("created_at", "pk")),
            Column(
                "state",
                _("Stand"),
                "badge",
                get=lambda row: row.get_state_display(),
                tone=lambda row: TONES[row.state],
                note=lambda row: row.error,
            ),
            Column("about", _("Zu"), "code", get=_about, link=lambda row: _order(slug, row)),
            Column("amount", _("Betrag in der Mail"), "money", get="amount_cents", only_export=True),
            Column("to_email", _("E-Mail"), only_export=True),
        )

    may_write = desk.may(Area.WRITE_MAILS)
    empty = Empty(
        _("Noch keine Mail"),
        _("Bestätigungen, Erinnerungen und Ihre eigenen Mails stehen hier mit ihrem Stand."),
        url=reverse("desk:mail_new", args=[slug]) if may_write else "",
        action=_("Mail schreiben"),
        icon="mails",
    )
    return MailsTable(request, mails_of(desk.edition), empty=empty)


def _about(row: Any) -> str:
    return str(row.subject_key.partition(":")[2])


def _order(slug: str, row: Any) -> str | None:
    is_order = row.subject_key.startswith("order:")
    return reverse("desk:order", args=[slug, _about(row)]) if is_order else None
