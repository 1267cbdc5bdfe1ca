"""The programme as lists: sessions and speakers."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import days_on
from werkstatt.foundation.look import moments, signs
from werkstatt.foundation.look.tables import Choice, Column, Empty, Table, View, addresses
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SessionState
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.queries import sessions_of
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk


class SessionsTable(Table):
    name = "sessions"
    caption = _("Programmpunkte")
    default_sort = "starts"
    search = ("title", "title_en", "code", "speaker_links__speaker__name", "theme__title")
    search_hint = _("Titel, Vortragende, Thema")
    views = (
        View(_("Alle"), ""),
        View(_("Vor Ort"), "channel=on_site"),
        View(_("Online"), "channel=online"),
        View(_("Abgesagt"), "state=cancelled"),
    )

    def find(self, rows: Any, words: list[str]) -> Any:
        found = super().find(rows.order_by().values("pk"), words)
        return rows.filter(pk__in=found.values("pk"))


def sessions_table(request: HttpRequest, desk: Desk) -> Table:
    edition, slug = desk.edition, desk.edition.slug
    page = addresses("desk:session", slug)
    days = [(on.isoformat(), signs.short_day(on)) for on in days_on(edition)]
    rooms = list(edition.rooms.values_list("pk", "name"))
    themes = list(edition.themes.values_list("pk", "title"))

    class ForThisEdition(SessionsTable):
        filters = (
            Choice("day", _("Tag"), days, "starts_at__date"),
            Choice("channel", _("Kanal"), SessionChannel.choices),
            Choice("format", _("Format"), SessionFormat.choices),
            Choice("room", _("Raum"), rooms, _in_room),
            Choice("theme", _("Thema"), themes, "theme"),
            Choice("state", _("Stand"), SessionState.choices),
        )
        columns = (
            Column("title", _("Titel"), sort="title", link=lambda row: page(row.code), note=_state, is_key=True),
            Column("starts", _("Wann"), get=_when, show=_when_in_lines, sort="starts_at"),
            Column("format", _("Format"), get="format_name", sort="format"),
            Column(
                "channel",
                _("Kanal"),
                get=lambda row: row.reach.label,
                show=lambda row: signs.channel(row.reach),
                sort="channel",
            ),
            Column("room", _("Raum"), get=_rooms, sort=("hall_room__position", "online_room__position")),
            Column("speakers", _("Mit"), get=_speakers),
            Column("theme", _("Thema"), get=lambda row: row.theme.title if row.theme else "", sort="theme__position"),
            Column("seats", _("Plätze"), "number", sort="seats"),
            Column("code", _("Kürzel"), only_export=True),
        )

    may_edit = desk.may(Area.EDIT_PROGRAMME)
    empty = Empty(
        _("Das Programm ist noch leer"),
        _("Ein Programmpunkt hat Titel, Format, Kanal, Raum und Zeit. Legen Sie den ersten an."),
        url=reverse("desk:session_new", args=[slug]) if may_edit else "",
        action=_("Ersten Programmpunkt anlegen"),
        icon="programme",
    )
    return ForThisEdition(request, sessions_of(edition), empty=empty)


def _here(rows: Any, value: str) -> Any:
    return rows.filter(here__gt=0) if value == "1" else rows.filter(here=0)


class SpeakersTable(Table):
    name = "speakers"
    caption = _("Vortragende und Moderierende")
    default_sort = "name"
    search = ("name", "organisation_name", "position")
    search_hint = _("Name, Organisation")
    filters = (
        Choice(
            "here",
            _("In dieser Ausgabe"),
            (("1", _("ja")), ("0", _("nein"))),
            _here,
        ),
    )


def speakers_table(request: HttpRequest, desk: Desk) -> Table:
    edition, slug = desk.edition, desk.edition.slug
    may_edit, page = desk.may(Area.EDIT_PROGRAMME), addresses("desk:speaker", slug)

    class ForThisEdition(SpeakersTable):
        columns = (
            Column(
                "name",
                _("Name"),
                sort="sort_name",
                link=lambda row: page(row.slug) if may_edit else None,
                is_key=True,
            ),
            Column("organisation", _("Organisation"), get="organisation_name", sort="organisation_name"),
            Column("position", _("Funktion"), sort="position"),
            Column("sessions", _("Programmpunkte hier"), "number", get="here", sort="here"),
            Column("photo", _("Foto"), "yes_no", get=lambda row: row.photo_id is not None),
        )

    speakers = speakers_of_the_house(edition)
    empty = Empty(
        _("Noch niemand eingetragen"),
        _("Hier stehen alle, die vortragen oder moderieren, auch aus früheren Ausgaben."),
        url=reverse("desk:speaker_new", args=[slug]) if may_edit else "",
        action=_("Person eintragen"),
        icon="speaker",
    )
    return ForThisEdition(request, speakers, empty=empty)


def speakers_of_the_house(edition: Edition) -> QuerySet[Any]:
    """Speakers of all editions, with `here`: how many sessions they have in this one."""
    return Speaker.objects.annotate(here=Count("session_links", filter=Q(session_links__session__edition=edition)))


def _in_room(rows: Any, room: str) -> Any:
    return rows.filter(Q(hall_room=room) | Q(online_room=room))


def _when(row: Session) -> str:
    return f"{signs.short_day(row.starts_at)}, {_hours(row)}"


def _when_in_lines(row: Session) -> SafeString:
    return format_html('<span class="nowrap">{}<br>{}</span>', signs.short_day(row.starts_at), _hours(row))


def _hours(row: Session) -> str:
    return moments.hours(signs.local(row.starts_at), signs.local(row.ends_at), signs.language())


def _rooms(row: Session) -> str:
    return ", ".join(room.name for room in (row.hall_room, row.online_room) if room)


def _speakers(row: Session) -> str:
    return ", ".join(link.speaker.name for link in row.cast)


def _state(row: Session) -> SafeString | str:
    if row.is_cancelled:
        return format_html('<span class="badge badge--danger">{}</span>', _("abgesagt"))
    return str(_("verlegt")) if row.moved_from else ""
