"""The overview: figures, pictures, what waits, what happened last. At most twelve queries."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.events.choices import Channel, EditionState
from werkstatt.foundation.look import signs
from werkstatt.foundation.programme.queries import figures_of
from werkstatt.surfaces.desk import pictures
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.queries.figures import Occupancy, growth_of, occupancy_of, origin_of
from werkstatt.surfaces.desk.queries.readiness import gaps_of
from werkstatt.surfaces.desk.queries.story import log_of, told
from werkstatt.surfaces.desk.queries.waiting import owed_in, waiting_in
from werkstatt.surfaces.desk.views.door import at_desk


@dataclass(frozen=True)
class Tile:
    label: str
    number: str
    url: str = ""
    note: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Todo:
    text: str
    url: str


@at_desk(Area.OVERVIEW)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    edition, links = desk.edition, desk.may(Area.PEOPLE)
    occupancy, origin = occupancy_of(edition), origin_of(edition)
    tiles = _people_tiles(desk, occupancy, origin.persons)
    tiles += _money_tiles(desk, occupancy) if desk.may(Area.MONEY) else _programme_tiles(desk)
    context = {
        "tiles": tiles,
        "charts": [
            pictures.growth_chart(edition, growth_of(edition), links=links),
            pictures.occupancy_chart(edition, occupancy, links=links),
            pictures.sector_chart(edition, origin, links=links),
            pictures.county_chart(edition, origin, links=links),
            pictures.county_map(edition, origin),
        ],
        "todos": _todos(desk),
        "log": told(log_of(edition), most=8) if desk.may(Area.SETTINGS) else [],
        "is_draft": edition.state == EditionState.DRAFT,
    }
    return render(request, "desk/overview.html", context)


def _people_tiles(desk: Desk, occupancy: list[Occupancy], persons: int) -> list[Tile]:
    url = _to(desk, "people") if desk.may(Area.PEOPLE) else ""
    tiles = [Tile(_("Personen"), signs.number(persons), url)]
    for channel in Channel:
        days = sum(row.booked for row in occupancy if row.channel == channel)
        there = f"{url}?channel={channel.value}" if url else ""
        tiles.append(Tile(_("Personentage"), signs.number(days), there, channel=channel.value))
    return tiles


def _money_tiles(desk: Desk, occupancy: list[Occupancy]) -> list[Tile]:
    owed = owed_in(desk.edition)
    open_note = ngettext("%s Bestellung", "%s Bestellungen", owed.accounts) % owed.accounts
    refund_note = ngettext("%s Bestellung", "%s Bestellungen", owed.refunds) % owed.refunds
    fees = sum(row.fees_cents for row in occupancy)
    return [
        Tile(_("Gebühren"), signs.money(fees), _to(desk, "orders")),
        Tile(_("Noch offen"), signs.money(owed.open_cents), _to(desk, "payments"), open_note),
        Tile(_("Zu erstatten"), signs.money(owed.refund_due_cents), f"{_to(desk, 'refunds')}?state=due", refund_note),
    ]


def _programme_tiles(desk: Desk) -> list[Tile]:
    programme = figures_of(desk.edition)
    return [Tile(_("Programmpunkte"), signs.number(programme.total), _to(desk, "programme"))]


def _todos(desk: Desk) -> list[Todo]:
    """What somebody has to do, as sentences with the page where it is done."""
    if not desk.may(Area.SETTINGS):
        return []
    waiting, todos = waiting_in(desk.edition), []
    if hurting := sum(gap.hurts for gap in gaps_of(desk.edition)):
        text = ngettext("%s nötige Angabe fehlt", "%s nötige Angaben fehlen", hurting)
        todos.append(Todo(text % hurting, _to(desk, "publication")))
    counted: list[tuple[int, Any, str]] = [
        (waiting.failed_mails, _failed, f"{_to(desk, 'mails')}?state=failed"),
        (waiting.offers, _offers, f"/desk/{desk.edition.slug}/switch/"),
        (waiting.stuck_cases, _stuck, f"/desk/{desk.edition.slug}/switch/"),
        (waiting.drafts, _drafts, _to(desk, "orders")),
    ]
    return todos + [Todo(words(number), url) for number, words, url in counted if number]


def _failed(number: int) -> str:
    return ngettext("%s Mail kam nicht an", "%s Mails kamen nicht an", number) % number


def _offers(number: int) -> str:
    return ngettext("%s Angebot wartet auf Antwort", "%s Angebote warten auf Antwort", number) % number


def _stuck(number: int) -> str:
    return ngettext("%s Fall des Lageschalters hängt", "%s Fälle des Lageschalters hängen", number) % number


def _drafts(number: int) -> str:
    return ngettext("%s Anmeldung ist gerade in Arbeit", "%s Anmeldungen sind gerade in Arbeit", number) % number


def _to(desk: Desk, page: str) -> str:
    return reverse(f"desk:{page}", args=[desk.edition.slug])
