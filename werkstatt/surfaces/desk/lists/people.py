"""The list of people, with one column per day of the edition."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.kernel.normalise import search_words, sort_key
from werkstatt.foundation.look import signs
from werkstatt.foundation.look.tables import Choice, Column, Empty, Flag, Table, View, addresses
from werkstatt.foundation.people.choices import Sector
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Attendee, Place
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.attendees import attendees_in_brief, counties_of, taking_part


class PeopleTable(Table):
    name = "people"
    caption = _("Personen")
    default_sort = "name"
    search_hint = _("Name, Organisation, E-Mail")
    views = (
        View(_("Alle, die kommen"), ""),
        View(_("Vor Ort"), "channel=on_site"),
        View(_("Online"), "channel=online"),
        View(_("Alle Bestellungen, auch beendete"), "all=1"),
    )

    @property
    def can_search(self) -> bool:
        return True

    def find(self, rows: Any, words: list[str]) -> Any:
        for word in words:
            fits = Q(sort_name__contains=sort_key(word)) | Q(email__istartswith=word) | Q(order__code__iexact=word)
            for token in search_words(word):
                fits |= Q(order__organisation__search__contains=token)
            rows = rows.filter(fits)
        return rows


def people_table(request: HttpRequest, desk: Desk) -> Table:
    """The list as this person may see it: at the door names and days, with more rights also orders."""
    days, slug = days_of(desk.edition), desk.edition.slug
    counties = [(county.key, county.name) for county in counties_of(desk.edition)]
    day_options = [(f"{day.on.isoformat()}", signs.short_day(day.on)) for day in days]
    narrow: list[Choice | Flag] = [
        Choice("day", _("Tag"), day_options, lambda rows, on: taking_part(rows, day_channel__day__on=on)),
        Choice("channel", _("Kanal"), Channel.choices, lambda rows, value: _on(rows, request, value)),
        Choice("sector", _("Gruppe"), Sector.choices, "order__organisation__sector"),
        Choice("county", _("Kreis"), counties, "order__organisation__county"),
        Flag("all", _("auch beendete zeigen"), lambda rows, _value: rows),
    ]

    class ForThisEdition(PeopleTable):
        columns = _columns(desk, days)
        filters = narrow

    rows = attendees_in_brief(desk.edition)
    if request.GET.get("all") != "1":
        rows = taking_part(rows)
    empty = Empty(
        _("Noch hat sich niemand angemeldet"),
        _("Sobald eine Bestellung abgeschickt ist, stehen hier die Personen mit ihren Tagen."),
        url=reverse("desk:publication", args=[slug]) if desk.may(Area.SETTINGS) else "",
        action=_("Zur Veröffentlichung"),
        icon="people",
    )
    return ForThisEdition(request, rows, empty=empty)


def _columns(desk: Desk, days: Sequence[Day]) -> list[Column]:
    person, order = (addresses(f"desk:{name}", desk.edition.slug) for name in ("person", "order"))
    columns = [
        Column(
            "name",
            _("Name"),
            get=lambda row: f"{row.last_name}, {row.first_name}",
            sort=("sort_name", "position"),
            link=lambda row: person(row.person_id) if row.person_id else None,
            note=lambda row: row.function,
            is_key=True,
        ),
        Column(
            "organisation",
            _("Organisation"),
            get=lambda row: row.order.organisation.name if row.order.organisation else "",
            sort="order__organisation__sort_name",
        ),
        *[
            Column(
                f"day_{day.pk}",
                signs.short_day(day.on),
                get=partial(_channel_word, day=day),
                show=partial(_channel, day=day),
            )
            for day in days
        ],
        Column("sector", _("Gruppe"), get=_sector, sort="order__organisation__sector"),
        Column("county", _("Kreis"), get=_county, sort="order__organisation__county__sort_name"),
    ]
    if desk.may(Area.ORDERS):
        columns += [
            Column("email", _("E-Mail"), sort="email"),
            Column(
                "order",
                _("Bestellung"),
                get="order.code",
                sort="order__code",
                link=lambda row: order(row.order.code),
            ),
        ]
    return columns


def _on(rows: QuerySet[Attendee], request: HttpRequest, channel: str) -> QuerySet[Attendee]:
    """On this channel; together with a chosen day, on that day."""
    on = request.GET.get("day", "")
    place = {"day_channel__channel": channel}
    return taking_part(rows, **place, **({"day_channel__day__on": on} if _is_day(on) else {}))


def _is_day(text: str) -> bool:
    return len(text) == 10 and text.replace("-", "").isdigit()


def _place_on(row: Any, day: Day) -> Place | None:
    places = [place for place in row.lines if place.day_channel.day_id == day.pk]
    booked = [place for place in places if place.state == PlaceState.BOOKED]
    return next(reversed(booked or places), None)


def _channel(row: Any, day: Day) -> SafeString:
    place = _place_on(row, day)
    if place is None:
        return SafeString("")
    if place.state == PlaceState.BOOKED:
        return signs.channel(place.day_channel.channel)
    return format_html('<span class="muted">{}</span>', place.get_end_reason_display())


def _channel_word(row: Any, day: Day) -> str:
    place = _place_on(row, day)
    if place is None:
        return ""
    return (
        place.day_channel.get_channel_display() if place.state == PlaceState.BOOKED else place.get_end_reason_display()
    )


def _sector(row: Attendee) -> str:
    return str(Sector(row.order.organisation.sector).label) if row.order.organisation else ""


def _county(row: Attendee) -> str:
    organisation = row.order.organisation
    return organisation.county.name if organisation and organisation.county else ""
