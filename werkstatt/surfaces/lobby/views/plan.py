"""My plan: starred sessions, and what does not fit together."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.programme.actions import unstar_session
from werkstatt.foundation.programme.feeds import plan_token
from werkstatt.foundation.programme.queries import sessions_visible_to
from werkstatt.surfaces.lobby.queries import days_of, edition_to_show, editions_with_plan, plan_for
from werkstatt.surfaces.lobby.visitors import SignedIn


@require_safe
@login_required
def plan(request: SignedIn) -> HttpResponse:
    days = days_of(request.user)
    editions = editions_with_plan(request.user, days)
    wanted = request.GET.get("edition", "")
    edition = next((each for each in editions if each.slug == wanted), None) or edition_to_show(days, clock.now())
    context: dict[str, Any] = {"edition": edition, "editions": editions, "tab": "plan"}
    if edition is not None:
        token = plan_token(person=request.user, edition=edition)
        context |= {
            "plan": plan_for(request.user, edition, days),
            "feed_url": reverse("website:plan_feed", args=[token]),
        }
    return render(request, "lobby/plan.html", context)


@require_POST
@login_required
def removal(request: SignedIn, pk: int) -> HttpResponse:
    session = get_object_or_404(sessions_visible_to(request.user), pk=pk)
    unstar_session(session=session, person=request.user)
    return redirect(f"{reverse('lobby:plan')}?edition={session.edition.slug}")
