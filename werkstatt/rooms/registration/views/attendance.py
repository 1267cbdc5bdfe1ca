"""The page of one person: her days, her way into the online room, what she needs, who may see her name."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Room
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import TooOften, count
from werkstatt.foundation.people.choices import Purpose
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import now_and_next, sessions_of_day
from werkstatt.rooms.registration import actions, letters, links, queries
from werkstatt.rooms.registration.calendar_file import MEDIA_TYPE, calendar_file
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.forms import NeedsForm
from werkstatt.rooms.registration.forms.declarations import LIST_WORDING, NEEDS_WORDING
from werkstatt.rooms.registration.models import Attendee, Place
from werkstatt.rooms.registration.views import drafting
from werkstatt.rooms.registration.views.billing import legal_html
from werkstatt.rooms.registration.views.linked import unknown_page, with_attendee
from werkstatt.rooms.registration.views.orders import LINK_PER_ADDRESS

DOOR_OPENS = timedelta(minutes=30)  # before the day begins


@dataclass(frozen=True)
class OnlineDay:
    """The online rooms of one day as this person sees them now. Links exist only while `is_open`."""

    place: Place
    opens_at: datetime
    is_open: bool
    is_over: bool
    rooms: list["OnlineRoom"] = field(default_factory=list)


@dataclass(frozen=True)
class OnlineRoom:
    room: Room
    join_url: str
    now: list[Session]
    next: list[Session]


@require_safe
@with_attendee
def attendance(request: HttpRequest, token: str, attendee: Attendee) -> HttpResponse:
    return _page(request, token, attendee)


def _page(
    request: HttpRequest, token: str, attendee: Attendee, *, form: NeedsForm | None = None, status: int = 200
) -> HttpResponse:
    edition, now = attendee.order.edition, clock.now()
    places = [each for each in queries.places_of_attendee(attendee) if each.state == PlaceState.BOOKED]
    needs = getattr(attendee, "support_needs", None)
    initial = {"needs": needs.needs, "diet": needs.diet, "agreed": True} if needs else {}
    context: dict[str, Any] = {
        "edition": edition,
        "attendee": attendee,
        "token": token,
        "places": places,
        "on_site": [each for each in places if each.day_channel.channel == Channel.ON_SITE],
        "online_days": [online_day(each, now) for each in places if each.day_channel.channel == Channel.ONLINE],
        "rules": letters.rules_on(edition.house_rules.all(), places),
        "form": form or NeedsForm(initial=initial),
        "list_wording": LIST_WORDING,
        "is_listed": _is_listed(attendee),
        "notice": legal_html(edition, "notice"),
        "now": now,
    }
    return render(request, "registration/attendance.html", context, status=status)


def online_day(place: Place, now: datetime) -> OnlineDay:
    day = place.day_channel.day
    opens_at = day.starts_at - DOOR_OPENS
    is_over = now > day.ends_at
    is_open = opens_at <= now and not is_over
    if is_over:
        return OnlineDay(place, opens_at, is_open, is_over)
    sessions = sessions_of_day(day, Channel.ONLINE)
    rooms = {each.online_room for each in sessions if each.online_room is not None}
    return OnlineDay(
        place,
        opens_at,
        is_open,
        is_over,
        [_online_room(room, sessions, now, is_open=is_open) for room in sorted(rooms, key=lambda room: room.position)],
    )


def _online_room(room: Room, sessions: list[Session], now: datetime, *, is_open: bool) -> OnlineRoom:
    running = now_and_next([each for each in sessions if each.online_room == room], now)
    return OnlineRoom(room, room.join_url if is_open else "", running.now, running.next)


def _is_listed(attendee: Attendee) -> bool:
    context = f"edition:{attendee.order.edition.slug}"
    return attendee.person is not None and bool(
        queries.standing_consent(attendee.person, Purpose.PARTICIPANT_LIST, context)
    )


@require_safe
@with_attendee
def calendar(request: HttpRequest, token: str, attendee: Attendee) -> HttpResponse:
    content = calendar_file(attendee, queries.places_of_attendee(attendee), now=clock.now())
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{attendee.order.edition.slug}.ics"'
    return response


@require_POST
@with_attendee
def needs(request: HttpRequest, token: str, attendee: Attendee) -> HttpResponse:
    form = NeedsForm(request.POST)
    if attendee.left_at is not None:
        return redirect("registration:attendance", token)
    if not form.is_valid():
        return _page(request, token, attendee, form=form, status=422)
    data = form.cleaned_data
    actions.save_needs(
        attendee=attendee, needs=data["needs"], diet=data["diet"], wording=str(NEEDS_WORDING), now=clock.now()
    )
    messages.success(request, _("Gespeichert. Nur wer die Tage vorbereitet, sieht diese Angaben."))
    return redirect("registration:attendance", token)


@require_POST
@with_attendee
def participant_list(request: HttpRequest, token: str, attendee: Attendee) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    actions.join_participant_list(attendee=attendee, wanted=wanted, wording=str(LIST_WORDING), now=clock.now())
    text = _("Ihr Name steht jetzt in der Liste.") if wanted else _("Ihr Name steht nicht mehr in der Liste.")
    messages.success(request, text)
    return redirect("registration:attendance", token)


@require_POST
def same_link(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link that has expired: a new one goes to the person's address."""
    try:
        attendee = links.attendee_behind(token, now=clock.now())
    except links.LinkHasExpired as expired:
        if not isinstance(expired.thing, Attendee):
            return unknown_page(request)
        attendee = expired.thing
    except links.LinkIsUnknown:
        return unknown_page(request)
    try:
        count(LINK_PER_ADDRESS, who=f"attendee:{attendee.pk}", now=clock.now())
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    actions.send_attendance_link(attendee=attendee, now=clock.now())
    return render(request, "registration/link_sent.html", {"edition": attendee.order.edition})
