"""Support needs and diets, for those who prepare the days."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.tables import Column, Empty, Flag, Table
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.attendees import support_needs_of


def _days(row: Any) -> str:
    booked = [place for place in row.attendee.places.all() if place.state == PlaceState.BOOKED]
    return ", ".join(
        f"{signs.short_day(place.day_channel.day.on)} ({place.day_channel.get_channel_display()})" for place in booked
    )


class SupportTable(Table):
    name = "support"
    caption = _("Unterstützung und Verpflegung")
    default_sort = "name"
    search = ("needs", "diet", "attendee__sort_name")
    search_hint = _("Name, Angabe")
    filters = (
        Flag("needs", _("mit Unterstützungsbedarf"), lambda rows, _value: rows.exclude(needs="")),
        Flag("diet", _("mit Angabe zur Verpflegung"), lambda rows, _value: rows.exclude(diet="")),
    )
    columns = (
        Column(
            "name",
            _("Name"),
            get=lambda row: f"{row.attendee.last_name}, {row.attendee.first_name}",
            sort="attendee__sort_name",
            is_key=True,
        ),
        Column("days", _("Tage"), get=_days),
        Column("needs", _("Unterstützung"), "long"),
        Column("diet", _("Verpflegung"), "long"),
        Column("email", _("E-Mail"), get="attendee.email"),
        Column("delete_on", _("Wird gelöscht am"), "day", sort="delete_on"),
    )


def support_table(request: HttpRequest, desk: Desk) -> Table:
    empty = Empty(
        _("Niemand hat etwas angegeben"),
        _("Hier steht, was Personen zu Unterstützung und Verpflegung bei der Anmeldung angeben."),
        icon="access",
    )
    return SupportTable(request, support_needs_of(desk.edition), empty=empty)
