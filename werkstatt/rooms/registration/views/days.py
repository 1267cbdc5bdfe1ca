"""Step two, Tage: people down, days across, and the total beside them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from werkstatt.foundation.events.models import Day, DayChannel, Edition
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.rooms.registration import actions, queries
from werkstatt.rooms.registration.entries import Wishes
from werkstatt.rooms.registration.forms.days import DaysForm, with_other_channel
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.rooms.registration.quote import Quote, quote_of
from werkstatt.rooms.registration.refusals import DaysAreFull, Shortage
from werkstatt.rooms.registration.views import drafting


@dataclass(frozen=True)
class Cell:
    """One person on one day, as the page draws it."""

    day: Day
    name: str
    chosen: str
    options: list[tuple[DayChannel, bool]]  # with: may be chosen


@dataclass(frozen=True)
class Row:
    attendee: Attendee
    cells: list[Cell]


@require_http_methods(["GET", "POST"])
@drafting.for_open_edition
def days(request: HttpRequest, edition: Edition) -> HttpResponse:
    draft = drafting.draft_of(request, edition)
    attendees = queries.order_with_people(draft) if draft else []
    if draft is None or not attendees:
        return drafting.to_step("people", edition)
    grid = Grid(request, edition, draft, attendees)
    if request.method == "POST":
        return grid.answer()
    return grid.page(grid.chosen)


@require_POST
@drafting.for_open_edition
def total(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What the choices as they stand on the page would cost; nothing is held by asking."""
    draft = drafting.draft_of(request, edition)
    if draft is None:
        return HttpResponse(status=204)
    grid = Grid(request, edition, draft, queries.order_with_people(draft))
    quote = grid.quote(grid.form.wishes_sent(request.POST))
    return render(request, "registration/_total.html", {"quote": quote, "draft": draft, "edition": edition})


class Grid:
    def __init__(self, request: HttpRequest, edition: Edition, draft: Order, attendees: list[Attendee]) -> None:
        self.request, self.edition, self.draft, self.attendees = request, edition, draft, attendees
        self.day_channels = queries.day_channels_of(edition)
        self.form = DaysForm(attendees, self.day_channels)
        self.chosen: Wishes = {
            each.pk: {place.day_channel.day_id: place.day_channel.channel for place in queries.current_places(each)}
            for each in attendees
        }

    def answer(self) -> HttpResponse:
        wishes = self.form.wishes_sent(self.request.POST)
        if everyone := self.request.POST.get("all", ""):
            day, _colon, channel = everyone.partition(":")
            return self.page(self.form.with_everyone(wishes, whole_number(day) or 0, channel))
        if "total" in self.request.POST:
            return self.page(wishes)
        try:
            self.draft = actions.choose_places(order=self.draft, wishes=self._instead(wishes), now=clock.now())
        except DaysAreFull as full:
            if "back" in self.request.POST:
                return drafting.to_step("people", self.edition)
            return self.page(wishes, shortages=full.shortages, status=409)
        if "back" in self.request.POST:
            return drafting.to_step("people", self.edition)
        return self._onward(wishes)

    def _instead(self, wishes: Wishes) -> Wishes:
        """Full days answered with one click: whoever has no seat takes the other channel."""
        full = self.request.POST.get("instead", "")
        chosen = next((each for each in self.day_channels if str(each.pk) == full), None)
        if chosen is None:
            return wishes
        holding = self._holding(chosen)
        room = len(holding) + (chosen.left if chosen.is_open else 0)
        return with_other_channel(wishes, [each.pk for each in self.attendees], full=chosen, room=room, holding=holding)

    def _holding(self, day_channel: DayChannel) -> set[int]:
        if self.draft.hold_until is None:
            return set()
        return {pk for pk, days in self.chosen.items() if days.get(day_channel.day_id) == day_channel.channel}

    def _onward(self, wishes: Wishes) -> HttpResponse:
        idle = [each.full_name for each in self.attendees if not wishes.get(each.pk)]
        if not idle:
            return drafting.to_step("billing", self.edition)
        text = _("Noch ohne Tag: %(names)s. Wählen Sie einen Tag oder entfernen Sie die Person unter „Personen“.")
        messages.error(self.request, text % {"names": ", ".join(idle[:5]) + (" …" if len(idle) > 5 else "")})
        return self.page(wishes, status=422)

    def quote(self, wishes: Wishes) -> Quote:
        offered = {(each.day_id, each.channel): each for each in self.day_channels}
        chosen = [offered[day, channel] for days in wishes.values() for day, channel in days.items()]
        return quote_of((each.channel, each.day.on, each.price_cents) for each in chosen)

    def page(self, wishes: Wishes, *, shortages: list[Shortage] | None = None, status: int = 200) -> HttpResponse:
        taken = {each: self._holding(each) for each in self.day_channels}
        context = {
            "edition": self.edition,
            "draft": self.draft,
            "rows": [self._row(each, wishes, taken) for each in self.attendees],
            "columns": self._columns(),
            "quote": self.quote(wishes),
            "shortages": [self._shortage(each) for each in shortages or self._lost(wishes)],
            "dropped": queries.dropped_places(self.draft),
            "steps": drafting.steps("days", self.edition),
        }
        return render(self.request, "registration/days.html", context, status=status)

    def _lost(self, wishes: Wishes) -> list[Shortage]:
        """After an expired hold: days that others have filled meanwhile."""
        if self.draft.hold_until is not None:
            return []
        wanted = {
            each: sum(1 for days in wishes.values() if days.get(each.day_id) == each.channel)
            for each in self.day_channels
        }
        left = {each: each.left if each.is_open else 0 for each in self.day_channels}
        return [Shortage(each, count, left[each]) for each, count in wanted.items() if count > left[each]]

    def _columns(self) -> list[tuple[Day, list[DayChannel]]]:
        columns: dict[Day, list[DayChannel]] = {}
        for each in sorted(self.day_channels, key=lambda each: (each.day.on, each.channel != "on_site")):
            columns.setdefault(each.day, []).append(each)
        return list(columns.items())

    def _row(self, attendee: Attendee, wishes: Wishes, taken: dict[DayChannel, set[int]]) -> Row:
        chosen = wishes.get(attendee.pk, {})
        cells = [
            Cell(
                day=day,
                name=f"place-{attendee.pk}-{day.pk}",
                chosen=chosen.get(day.pk, ""),
                options=[(each, _may_choose(each, taken[each])) for each in channels],
            )
            for day, channels in self._columns()
        ]
        return Row(attendee, cells)

    def _shortage(self, shortage: Shortage) -> dict[str, object]:
        """The full day in figures, and whether the other channel has room for everybody who finds none."""
        full = shortage.day_channel
        other = next(
            (each for each in self.day_channels if each.day_id == full.day_id and each.channel != full.channel), None
        )
        missing = shortage.wanted - shortage.available
        has_room = other is not None and other.is_open and other.left >= missing
        return {"full": full, "shortage": shortage, "missing": missing, "other": other if has_room else None}


def _may_choose(day_channel: DayChannel, holding: set[int]) -> bool:
    """Full or closed channels cannot be chosen, except by an order that holds seats there."""
    return bool(holding) or (day_channel.is_open and day_channel.left > 0)
