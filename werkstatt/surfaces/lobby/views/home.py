"""Today: one card, my days, what waits."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme.queries import parts_of
from werkstatt.rooms.registration.links import attendance_url
from werkstatt.rooms.registration.queries import places_of
from werkstatt.rooms.stage.ways import records_for
from werkstatt.surfaces.lobby.queries import (
    Visit,
    card_for,
    days_of,
    edition_to_show,
    house_rules_of,
    offers_waiting,
    orders_of,
)
from werkstatt.surfaces.lobby.visitors import SignedIn


@require_safe
@login_required
def home(request: SignedIn) -> HttpResponse:
    now = clock.now()
    days, offers = days_of(request.user), offers_waiting(request.user, now)
    edition, parts = edition_to_show(days, now), parts_of(request.user, after=now)
    coming = [each for each in days if each.day.ends_at >= now]
    has_begun = any(each.day.starts_at <= now for each in days)
    context = {
        "edition": edition,
        "card": card_for(Visit(request.user, edition, days, offers, parts), now),
        "parts": parts,
        "coming": coming,
        "comes_on_site": any(each.channel == Channel.ON_SITE for each in coming),
        "house_rules": house_rules_of(coming),
        "records": records_for(request.user, edition) if edition and has_begun else [],
        "past": [each for each in days if each.day.ends_at < now],
        "offers": offers,
        "open_orders": [each for each in orders_of(request.user) if each.balance_cents > 0],
        "tab": "home",
    }
    return render(request, "lobby/home.html", context)


@require_safe
@login_required
def attendance(request: SignedIn, pk: int) -> HttpResponse:
    """To the page of one's own place: the same that the link in the confirmation opens."""
    place = get_object_or_404(places_of(request.user).select_related("attendee__order"), pk=pk)
    return redirect(attendance_url(place.attendee))
