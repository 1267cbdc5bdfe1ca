"""The overview's charts: each says in one sentence what its figures show."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts import Bar, Chart, Dot, Meter, Part, Series, bars, dot_map, meters, over_time
from werkstatt.surfaces.desk.queries.figures import Growth, Occupancy, Origin

MOST_COUNTIES = 10


def growth_chart(edition: Edition, growth: Growth, *, links: bool) -> Chart:
    on_site, online = (growth.on_site or [0])[-1], (growth.online or [0])[-1]
    says = _("Noch ist nichts gebucht.")
    if growth.days:
        says = _(
            "%(on_site)s Personentage vor Ort und %(online)s online sind gebucht, die erste Buchung am %(first)s."
        ) % {
            "on_site": signs.number(on_site),
            "online": signs.number(online),
            "first": signs.short_day(growth.days[0]),
        }
    return over_time(
        title=_("Anmeldungen im Verlauf"),
        says=says,
        series=[
            Series("on_site", Channel.ON_SITE.label, list(zip(growth.days, growth.on_site, strict=True))),
            Series("online", Channel.ONLINE.label, list(zip(growth.days, growth.online, strict=True))),
        ],
        url=_list(edition, "people") if links else "",
    )


def occupancy_chart(edition: Edition, rows: Sequence[Occupancy], *, links: bool) -> Chart:
    full = [row for row in rows if row.capacity and row.taken >= row.capacity]
    if full:
        says = ngettext("%(n)s Angebot ist ausgebucht.", "%(n)s Angebote sind ausgebucht.", len(full)) % {
            "n": len(full)
        }
    else:
        free = sum(row.capacity - row.taken for row in rows)
        says = _("%(n)s Plätze sind noch frei.") % {"n": signs.number(free)}
    people = _list(edition, "people")
    return meters(
        title=_("Auslastung"),
        says=says if rows else _("Noch ist kein Tag mit Plätzen angelegt."),
        rows=[
            Meter(
                signs.day(row.day.on),
                taken=row.booked,
                capacity=row.capacity,
                channel=row.channel.value,
                held=row.kept,
                url=f"{people}?day={row.day.on.isoformat()}&channel={row.channel.value}" if links else "",
            )
            for row in rows
        ],
    )


def sector_chart(edition: Edition, origin: Origin, *, links: bool) -> Chart:
    sums = {sector: sum(parts.values()) for sector, parts in origin.by_sector.items()}
    known = {sector: n for sector, n in sums.items() if n}
    says = _("Noch hat sich niemand mit einer Organisation angemeldet.")
    if known:
        first = max(known, key=lambda sector: known[sector])
        facts = {"sector": first.label, "n": signs.number(known[first]), "all": signs.number(origin.persons)}
        says = _("Am stärksten vertreten: %(sector)s mit %(n)s von %(all)s Personen.") % facts
    people = _list(edition, "people")
    return bars(
        title=_("Nach Gruppe"),
        says=says,
        heads=(_("Gruppe"), _("Personen")),
        rows=[
            Bar(
                sector.label,
                [Part(channel.value, parts[channel]) for channel in Channel],
                url=f"{people}?sector={sector.value}" if links else "",
            )
            for sector, parts in origin.by_sector.items()
        ]
        if known
        else [],
    )


def county_chart(edition: Edition, origin: Origin, *, links: bool) -> Chart:
    people = _list(edition, "people")
    top = list(origin.by_county.items())[:MOST_COUNTIES]
    says = _("Noch ist kein Kreis vertreten.")
    if top:
        text = ngettext("%(n)s Kreis ist vertreten.", "%(n)s Kreise sind vertreten.", len(origin.by_county))
        says = text % {"n": len(origin.by_county)}
    return bars(
        title=_("Die häufigsten Kreise"),
        says=says,
        heads=(_("Kreis"), _("Personen")),
        rows=[Bar(name, [Part("plain", n)], url=f"{people}?county={key}" if links else "") for name, (key, n) in top],
    )


def county_map(edition: Edition, origin: Origin) -> Chart:
    placed = sum(spot.persons for spot in origin.spots)
    says = _("Noch kommt niemand aus einem Ort, den wir auf der Karte kennen.")
    if origin.spots:
        facts = {"n": signs.number(placed), "places": signs.number(len(origin.spots))}
        says = _("%(n)s Personen kommen aus %(places)s Orten in Baden-Württemberg.") % facts
    return dot_map(
        title=_("Woher sie kommen"),
        says=says,
        heads=(_("Ort"), _("Personen")),
        dots=[Dot(spot.name, spot.latitude, spot.longitude, spot.persons) for spot in origin.spots],
    )


def _list(edition: Edition, page: str) -> str:
    return reverse(f"desk:{page}", args=[edition.slug])
