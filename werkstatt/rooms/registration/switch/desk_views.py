"""The switch at the desk: list, wish, preview and confirmation, story, lists."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import can_see_money, can_switch_channel
from werkstatt.foundation.events.queries import days_of, editions_with_desk_for
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.look.tables import Table
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.models import ChannelSwitch
from werkstatt.rooms.registration.switch import examples, pictures, queries, starting, tables, words
from werkstatt.rooms.registration.switch.figures import figures_from
from werkstatt.rooms.registration.switch.forms import ConfirmationForm, WishForm, sealed
from werkstatt.rooms.registration.switch.plan import Plan, make_plan
from werkstatt.rooms.registration.switch.world import load_world

WISH_FIELDS = ("kind", "days", "limit", "room", "deadline", "reason")


def _edition(request: HttpRequest, slug: str) -> Edition:
    """The edition, if the visitor may read the story of its switches; what she may not see does not exist."""
    edition = get_object_or_404(editions_with_desk_for(request.user), slug=slug)
    if not can_see_money(request.user, edition):
        raise Http404
    timezone.activate(edition.zone)
    request.edition = edition  # type: ignore[attr-defined]  # so that nobody above has to ask for it again
    return edition


def _organised(request: HttpRequest, slug: str) -> Edition:
    edition = _edition(request, slug)
    if not can_switch_channel(request.user, edition):
        raise Http404
    return edition


def _switch(request: HttpRequest, slug: str, pk: int) -> ChannelSwitch:
    return get_object_or_404(queries.switches_of(_edition(request, slug)), pk=pk)


@login_required
def switches(request: HttpRequest, slug: str) -> HttpResponse:
    edition = _edition(request, slug)
    channels = queries.hall_and_online(edition)
    context = {
        "edition": edition,
        "switches": list(queries.switches_of(edition)),
        "channels": channels,
        "chart": pictures.as_it_stands(channels),
        "nothing_title": _("Noch kein Vorgang"),
        "nothing_text": _("Hier steht später jeder Vorgang mit Zahlen, Antworten und Protokoll."),
        "can_switch": can_switch_channel(request.user, edition),
    }
    return render(request, "registration/switch/list.html", context)


@login_required
def new_switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Step one: what is wished. A valid wish becomes the address of its preview, so it can be reloaded and shared."""
    edition = _organised(request, slug)
    data = request.POST if request.method == "POST" else (request.GET or None)
    form = WishForm(data, edition=edition, days=days_of(edition), now=clock.now())
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(f"{reverse('registration:switch_preview', args=[slug])}?{_as_query(request.POST)}")
    return _wish_page(request, edition, form)


def _wish_page(request: HttpRequest, edition: Edition, form: WishForm) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "steps": _steps(1),
        "crumbs": _crumbs(edition, _("Vorbereiten")),
        "nothing_title": _("Kein Tag liegt mehr vor Ihnen"),
        "nothing_text": _("Der Lageschalter gilt für Tage, die noch nicht begonnen haben."),
    }
    return render(request, "registration/switch/new.html", context)


def _steps(now: int) -> list[dict[str, str]]:
    names = (_("Was soll geschehen"), _("Vorschau"), _("Auslösen"))
    states = ["done" if i < now else "now" if i == now else "next" for i in range(1, 4)]
    return [{"name": name, "state": state} for name, state in zip(names, states, strict=True)]


def _crumbs(edition: Edition, here: str, switch: ChannelSwitch | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("Lageschalter"), reverse("registration:switches", args=[edition.slug]))]
    if switch is not None:
        story = reverse("registration:switch", args=[edition.slug, switch.pk])
        crumbs.append((switch.get_kind_display(), story))
    return [*crumbs, (here, "")]


def _as_query(posted: QueryDict) -> str:
    query = QueryDict(mutable=True)
    for name in WISH_FIELDS:
        query.setlist(name, [value for value in posted.getlist(name) if value])
    return query.urlencode()


@login_required
def switch_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Step two: the dry run; step three, on the same page: the typed confirmation."""
    edition, now = _organised(request, slug), clock.now()
    wish_form = WishForm(request.GET, edition=edition, days=days_of(edition), now=now)
    if not wish_form.is_valid():
        return _wish_page(request, edition, wish_form)
    facts: dict[str, Any] = {}
    form = ConfirmationForm(request.POST if request.method == "POST" else None, edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            switch = _start(request, edition, wish_form, form)
        except starting.AlreadyRunning as refusal:
            facts["running"] = refusal.switch
        except starting.WorldChanged as refusal:
            facts["changes"] = [words.change_in_words(change) for change in refusal.changes]
        except starting.SwitchRefused:
            facts["changes"] = []
        else:
            return redirect("registration:switch", slug=slug, pk=switch.pk)
    plan = make_plan(wish_form.wish, load_world(edition, wish_form.wish))
    context = _preview_context(edition, wish_form, plan) | facts | {"form": form}
    return render(request, "registration/switch/preview.html", context)


def _start(request: HttpRequest, edition: Edition, wish_form: WishForm, form: ConfirmationForm) -> ChannelSwitch:
    by = request.user if isinstance(request.user, Person) else None
    return starting.start_switch(
        edition=edition,
        wish=wish_form.wish,
        terms=wish_form.terms,
        confirmation=starting.Confirmation(form.cleaned_data["seen"], form.cleaned_data["key"], by),
        now=clock.now(),
    )


def _preview_context(edition: Edition, wish_form: WishForm, plan: Plan) -> dict[str, Any]:
    is_possible = not plan.is_empty and not plan.days_short
    now, channels = clock.now(), queries.hall_and_online(edition)
    return {
        "steps": _steps(2),
        "crumbs": _crumbs(edition, _("Vorschau")),
        "before": pictures.before(channels, plan),
        "after": pictures.after(channels, plan),
        "shortages": pictures.shortages(plan.days_short, channels),
        "edition": edition,
        "wish": wish_form.wish,
        "terms": wish_form.terms,
        "days": [wish_form.by_key[key] for key in wish_form.cleaned_data["days"]],
        "plan": plan,
        "figures": plan.figures,
        "is_possible": is_possible,
        "is_opening": wish_form.wish.kind is SwitchKind.OPEN,
        "examples": examples.example_mails(edition, plan, wish_form.terms, now=now) if is_possible else [],
        "seen": sealed(plan.figures),
        "key": uuid.uuid4().hex,
    }


@login_required
def switch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The whole story on one page; the list below it exports."""
    found = _switch(request, slug, pk)
    table = tables.PeopleTable(request, queries.people_of(found))
    answers, story = queries.answers_of(found), _story(found)
    context = story | {
        "chart": pictures.answered(answers),
        "summary": words.summary(found, story["sums"], answers),
        "mails": [(words.MAILS[kind], *counts) for kind, *counts in queries.mail_counts(found)],
        "log": [(entry, words.entry_in_words(entry)) for entry in queries.log_of(found)[:12]],
    }
    return table.respond("registration/switch/story.html", context)


def _story(found: ChannelSwitch) -> dict[str, Any]:
    progress, sums = queries.standing_of(found)
    return {
        "edition": found.edition,
        "crumbs": _crumbs(found.edition, found.get_kind_display()),
        "switch": found,
        "days": list(found.days.all()),
        "figures": figures_from(found.preview),
        "sums": sums,
        "progress": progress,
    }


@login_required
def switch_progress(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The part of the story that moves while the switch works; the page asks for it every second or two.

    When all is done the whole page is loaded anew: its sums, lists and log speak of the same moment then.
    """
    story = _story(_switch(request, slug, pk))
    response = render(request, "registration/switch/_progress.html", story)
    if not story["progress"].is_running:
        response["HX-Refresh"] = "true"
    return response


@login_required
def switch_orders(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _switch(request, slug, pk)
    table = tables.OrdersTable(request, queries.orders_of(found))
    return table.respond("registration/switch/sublist.html", _part(found, table))


@login_required
def switch_log(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _switch(request, slug, pk)
    table = tables.LogTable(request, queries.log_of(found))
    return table.respond("registration/switch/sublist.html", _part(found, table))


def _part(found: ChannelSwitch, table: Table) -> dict[str, Any]:
    crumbs = _crumbs(found.edition, str(table.caption), found)
    return {"edition": found.edition, "switch": found, "crumbs": crumbs}
