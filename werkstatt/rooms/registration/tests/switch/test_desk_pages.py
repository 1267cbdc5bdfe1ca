"""The switch at the desk: wish, preview, confirmation, story; and who may see it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.registration.models import ChannelSwitch, Offer, Place
from werkstatt.rooms.registration.switch.run import work_through
from werkstatt.rooms.registration.tests.switch.factories import (
    BOTH,
    IN_APRIL,
    ONE,
    ONLINE,
    Wanted,
    edition_with_days,
    placed,
    pulled,
    worked,
)
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_april() -> Any:
    with time_machine.travel(IN_APRIL, tick=False):
        yield


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=100)


def signed_in(client: Client, edition: Edition, kind: RoleKind | None) -> Client:
    person: Person = PersonFactory.create()
    if kind is not None:
        RoleFactory.create(edition=edition, person=person, kind=kind)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def organiser(client: Client, edition: Edition) -> Client:
    return signed_in(client, edition, RoleKind.ORGANISER)


def preview_url(edition: Edition, **changes: object) -> str:
    wish: dict[str, object] = {
        "kind": "close",
        "days": list(edition.days.order_by("on").values_list("pk", flat=True)),
        "deadline": "2022-04-10T18:00",
        "reason": "Die Verordnung gilt ab Montag.",
    } | changes
    query = "&".join(
        f"{name}={each}" for name, value in wish.items() for each in (value if isinstance(value, list) else [value])
    )
    return f"{reverse('registration:switch_preview', args=[edition.slug])}?{query}"


def confirm(client: Client, url: str, title: str, page: Any = None) -> Any:
    page = page or client.get(url)
    data = {"title": title, "seen": page.context["seen"], "key": page.context["key"]}
    return client.post(url, data)


def test_the_wish_becomes_the_address_of_its_preview(organiser: Client, edition: Edition) -> None:
    days = list(edition.days.values_list("pk", flat=True))
    answer = organiser.post(
        reverse("registration:switch_new", args=[edition.slug]),
        {"kind": "limit", "days": days, "limit": "5", "deadline": "2022-04-10T18:00", "reason": ""},
    )
    assert answer.status_code == 302
    assert "limit=5" in answer["Location"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "limit"}, "limit"),
        ({"kind": "limit", "limit": "-3"}, "limit"),
        ({"deadline": "2022-05-03T12:00"}, "deadline"),
        ({"deadline": "2022-03-01T12:00"}, "deadline"),
        ({"days": ["999999"]}, "days"),
        ({"reason": "x" * 2000}, "reason"),
    ],
)
def test_a_wish_that_makes_no_sense_is_asked_back(
    organiser: Client, edition: Edition, changes: dict[str, object], field: str
) -> None:
    page = organiser.get(preview_url(edition, **changes))
    assert field in page.context["form"].errors
    assert not ChannelSwitch.objects.exists()


def test_the_preview_shows_real_mails_and_writes_nothing(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE], office=True), Wanted([BOTH], paid=False), Wanted([ONLINE])])
    counts = (Document.objects.count(), Place.objects.filter(state="booked").count())
    page = organiser.get(preview_url(edition))
    examples = page.context["examples"]
    assert len(examples) == 3
    assert {each.kind for each in examples} == {"switch_closed", "switch_offer"}
    assert "Die Verordnung gilt ab Montag." in page.content.decode()
    assert not Mail.objects.exists()
    assert not ChannelSwitch.objects.exists()
    assert (Document.objects.count(), Place.objects.filter(state="booked").count()) == counts


def test_the_typed_name_may_differ_in_case_and_spaces_only(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    url = preview_url(edition)
    assert "title" in confirm(organiser, url, "Irgendwas").context["form"].errors
    assert confirm(organiser, url, "  morgenstadt  WERKSTATT neo 2022 ").status_code == 302
    assert ChannelSwitch.objects.count() == 1


def test_pressing_twice_pulls_once(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    url = preview_url(edition)
    page = organiser.get(url)
    first = confirm(organiser, url, edition.title, page)
    second = confirm(organiser, url, edition.title, page)
    assert first["Location"] == second["Location"]
    assert ChannelSwitch.objects.count() == 1


def test_a_second_tab_is_told_that_it_runs_already(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    url = preview_url(edition)
    other_tab = organiser.get(url)
    confirm(organiser, url, edition.title)
    page = confirm(organiser, url, edition.title, other_tab)
    assert page.context["running"] == ChannelSwitch.objects.get()


def test_a_world_that_changed_is_told_and_asked_again(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    url = preview_url(edition)
    old = organiser.get(url)
    placed(edition, [Wanted([BOTH])], name="late")
    page = confirm(organiser, url, edition.title, old)
    assert any("jetzt 2 statt 1" in change for change in page.context["changes"])
    assert not ChannelSwitch.objects.exists()
    assert DayChannel.objects.filter(is_open=False).count() == 0
    assert confirm(organiser, url, edition.title, page).status_code == 302


def test_figures_nobody_was_shown_confirm_nothing(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    url = preview_url(edition)
    data = {"title": edition.title, "seen": "forged:1:x", "key": "k"}
    assert "seen" in organiser.post(url, data).context["form"].errors
    assert not ChannelSwitch.objects.exists()


def test_too_few_online_seats_block_and_say_so(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE, ONE])])
    DayChannel.objects.filter(channel="online").update(capacity=1)
    page = organiser.get(preview_url(edition))
    assert not page.context["is_possible"]
    assert "2 Online-Plätze nötig, 1 frei" in page.content.decode()


def test_the_story_is_told_on_one_page_and_exported(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE])])
    switch = worked(edition)
    url = reverse("registration:switch", args=[edition.slug, switch.pk])
    text = organiser.get(url).content.decode()
    assert "135,00" in text
    assert "Person0 o0" in text
    assert organiser.get(f"{url}?export=csv").content.decode("utf-8-sig").count("noch offen") == 2
    assert organiser.get(f"{url}?export=xlsx")["Content-Type"].endswith("sheet")
    for name in ("switch_orders", "switch_log", "switch_progress"):
        assert organiser.get(reverse(f"registration:{name}", args=[edition.slug, switch.pk])).status_code == 200


def test_the_page_is_loaded_anew_when_all_is_done(organiser: Client, edition: Edition) -> None:
    placed(edition, [Wanted([BOTH])])
    switch = pulled(edition)
    url = reverse("registration:switch_progress", args=[edition.slug, switch.pk])
    assert "HX-Refresh" not in organiser.get(url)
    work_through(switch.pk, moment=lambda: IN_APRIL)
    assert organiser.get(url)["HX-Refresh"] == "true"


def test_the_story_asks_the_database_the_same_for_two_and_for_four(organiser: Client, edition: Edition) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(name: str, pk: int) -> int:
        url = reverse(f"registration:{name}", args=[edition.slug, pk])
        organiser.get(url)
        with CaptureQueriesContext(connection) as captured:
            organiser.get(url)
        return len(captured)

    placed(edition, [Wanted([ONE]), Wanted([ONE])])
    two = worked(edition)
    names = ("switch", "switch_orders", "switch_log")
    counted = [queries(name, two.pk) for name in names]
    placed(edition, [Wanted([ONE]) for _ in range(4)], name="more", now=IN_APRIL)
    DayChannel.objects.update(is_open=True)
    four = worked(edition, key="again", now=IN_APRIL + timedelta(minutes=1))
    assert [queries(name, four.pk) for name in names] == counted
    assert max(counted) <= 20


@pytest.mark.parametrize(
    ("kind", "story", "pull"),
    [
        (RoleKind.ORGANISER, 200, 200),
        (RoleKind.FINANCE, 200, 404),
        (RoleKind.DOOR, 404, 404),
        (RoleKind.PROGRAMME, 404, 404),
        (RoleKind.FACILITATOR, 404, 404),
        (None, 404, 404),
    ],
)
def test_who_may_read_and_who_may_pull(
    client: Client, edition: Edition, kind: RoleKind | None, story: int, pull: int
) -> None:
    placed(edition, [Wanted([ONE])])
    switch = worked(edition, key="x")
    signed_in(client, edition, kind)
    for name, args in (("switches", []), ("switch", [switch.pk]), ("switch_orders", [switch.pk])):
        assert client.get(reverse(f"registration:{name}", args=[edition.slug, *args])).status_code == story
    assert client.get(reverse("registration:switch_new", args=[edition.slug])).status_code == pull
    assert client.get(preview_url(edition)).status_code == pull
    posted = client.post(preview_url(edition), {"title": edition.title})
    assert posted.status_code == pull


def test_a_switch_of_another_edition_does_not_exist_here(organiser: Client, edition: Edition) -> None:
    other = edition_with_days(capacity=5)
    placed(other, [Wanted([ONE])])
    switch = worked(other)
    assert organiser.get(reverse("registration:switch", args=[edition.slug, switch.pk])).status_code == 404
    assert organiser.get(reverse("registration:switch", args=[other.slug, switch.pk])).status_code == 404
    assert Offer.objects.count() == 1
