"""Occupancy: how much of a capacity is taken, held and free, in words and as a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts.bars import stretches
from werkstatt.foundation.look.charts.chart import Chart


@dataclass(frozen=True)
class Meter:
    """One capacity. `channel` is `on_site` or `online`; `held` places are reserved for a short time."""

    label: Any
    taken: int
    capacity: int
    channel: str = ""
    held: int = 0
    url: str = ""

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken - self.held)


def meters(*, title: Any, says: Any, rows: Sequence[Meter], url: str = "") -> Chart:
    drawn = [
        {
            "label": row.label,
            "channel": row.channel,
            "url": row.url,
            "text": _("%(taken)s von %(capacity)s")
            % {"taken": signs.number(row.taken), "capacity": signs.number(row.capacity)},
            "rest": _rest(row),
            "stretches": stretches(
                [(row.channel or "plain", row.taken), ("held", row.held)], max(row.capacity, row.taken + row.held, 1)
            ),
        }
        for row in rows
    ]
    return Chart(kind="meters" if drawn else "nothing", title=title, says=says, url=url, drawing={"rows": drawn})


def _rest(row: Meter) -> str:
    if not row.free and not row.held:
        return _("ausgebucht")
    if not row.free:
        return ngettext("%(number)s vorgemerkt, keiner frei", "%(number)s vorgemerkt, keiner frei", row.held) % {
            "number": signs.number(row.held)
        }
    free = ngettext("%(number)s Platz frei", "%(number)s Plätze frei", row.free) % {"number": signs.number(row.free)}
    if not row.held:
        return free
    held = ngettext("%(number)s vorgemerkt", "%(number)s vorgemerkt", row.held) % {"number": signs.number(row.held)}
    return f"{free}, {held}"
