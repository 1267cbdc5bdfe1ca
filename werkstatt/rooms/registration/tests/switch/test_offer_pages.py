"""Answering by link: clear pages for every state, and nothing happens before it was seen."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.choices import OfferState
from werkstatt.rooms.registration.models import Offer, Order
from werkstatt.rooms.registration.switch import pages
from werkstatt.rooms.registration.switch.answers import answer_offers
from werkstatt.rooms.registration.switch.effects import Books, effect_of
from werkstatt.rooms.registration.switch.expiry import expire_offers
from werkstatt.rooms.registration.tests.switch.factories import (
    BOTH,
    DEADLINE,
    IN_APRIL,
    ONE,
    Wanted,
    edition_with_days,
    placed,
    pulled,
    worked,
)
from werkstatt.services.billing.models import Refund

db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_april() -> Any:
    with time_machine.travel(IN_APRIL, tick=False):
        yield


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=100)


def offers() -> list[Offer]:
    return list(Offer.objects.select_related("attendee__order__edition").order_by("attendee__position"))


def page_of(offer: Offer) -> str:
    return f"/offers/{links.offer_token(offer)}/"


def group_page(order: Order) -> str:
    return f"/orders/{links.order_token(order)}/offers/"


def choices(offer: Offer, *picks: str) -> dict[str, str]:
    days = offer.offered_places.order_by("day_channel__day__on")
    return {f"o{offer.pk}-{day.day_channel_id}": pick for day, pick in zip(days, picks, strict=True)}


@db
def test_a_person_chooses_sees_and_confirms(client: Client, edition: Edition) -> None:
    placed(edition, [Wanted([BOTH], office=True)])
    worked(edition)
    [offer] = offers()
    url = page_of(offer)
    assert "Online teilnehmen?" in client.get(url).content.decode()
    review = client.post(url, choices(offer, "take", "leave"))
    assert "Stimmt Ihre Antwort?" in review.content.decode()
    assert "45,00" not in review.content.decode()
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN
    done = client.post(url, choices(offer, "take", "leave") | {"confirmed": "1"}, follow=True)
    assert "angenommen" in done.content.decode()
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED


@db
def test_whoever_ordered_answers_for_everybody_at_once(client: Client, edition: Edition) -> None:
    [order] = placed(edition, [Wanted([BOTH, ONE])])
    worked(edition)
    url = group_page(order)
    review = client.post(url, {"everybody": "take"})
    assert review.context["effect"].invoiced_cents == 7500
    assert review.context["effect"].refund_cents == 6000
    client.post(url, dict(review.context["form"].hidden()) | {"confirmed": "1"})
    assert {offer.state for offer in offers()} == {OfferState.ACCEPTED}
    assert Refund.objects.get().amount_cents == 6000


@db
def test_a_person_is_answered_wholly_or_not_yet(client: Client, edition: Edition) -> None:
    [order] = placed(edition, [Wanted([BOTH, ONE])])
    worked(edition)
    first, second = offers()
    url = group_page(order)
    half = client.post(url, choices(first, "take", "") | choices(second, ""))
    assert half.status_code == 422
    assert "alle Tage" in half.content.decode()
    nothing = client.post(url, choices(first, "", "") | choices(second, ""))
    assert nothing.status_code == 422
    one = client.post(url, choices(first, "leave", "leave") | choices(second, "") | {"confirmed": "1"}, follow=True)
    assert one.status_code == 200
    assert [offer.state for offer in offers()] == [OfferState.DECLINED, OfferState.OPEN]


@db
def test_a_second_answer_shows_what_counts(client: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    url = page_of(offer)
    client.post(url, choices(offer, "leave") | {"confirmed": "1"})
    again = client.post(url, choices(offer, "take") | {"confirmed": "1"})
    assert again.status_code == 409
    assert "abgesagt" in again.content.decode()


@db
def test_after_the_deadline_the_page_says_so(client: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    with time_machine.travel(DEADLINE.replace(minute=59), tick=False):
        late = client.post(page_of(offer), choices(offer, "take") | {"confirmed": "1"})
        assert late.status_code == 409
        assert "Frist vorbei" in late.content.decode()
        expire_offers(now=DEADLINE.replace(minute=59))
        assert "Frist vorbei" in client.get(page_of(offer)).content.decode()


@db
def test_forged_links_and_offers_that_are_not_out_yet_lead_nowhere(client: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    pulled(edition)
    [offer] = offers()
    assert client.get(page_of(offer)).status_code == 404
    assert client.get(page_of(offer)[:-3] + "xx/").status_code == 404
    assert client.get("/offers/1.1.1.x/").status_code == 404
    assert client.post("/offers/\u202e💥/", {"confirmed": "1"}).status_code == 404


@db
def test_garbage_in_the_form_changes_nothing(client: Client, edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    [offer] = offers()
    for garbage in ({"confirmed": "1"}, {f"o{offer.pk}-999": "take", "confirmed": "1"}, choices(offer, "\x00💥")):
        assert client.post(page_of(offer), garbage).status_code == 422
    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


@db
@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("picks", [(True, True), (True, False), (False, False)])
def test_what_was_previewed_is_what_happens(edition: Edition, paid: bool, picks: tuple[bool, bool]) -> None:
    [order] = placed(edition, [Wanted([BOTH, ONE], paid=paid)])
    worked(edition)
    answers = {
        offer.pk: frozenset(offer.offered_places.values_list("day_channel", flat=True) if pick else [])
        for offer, pick in zip(offers(), picks, strict=True)
    }
    preview = pages.preview_answers(order, pages.files_of(order), answers)
    money = answer_offers(order=order, answers=answers, now=IN_APRIL).money
    assert (preview.invoiced_cents, preview.open_cents, preview.refund_cents) == (
        money.invoiced_cents,
        money.open_cents,
        money.refund_cents,
    )


@settings(deadline=None)
@given(balance=st.integers(-50_000, 50_000), due=st.integers(0, 50_000), invoiced=st.integers(0, 50_000),
       cancelled=st.integers(0, 50_000), is_last=st.booleans())  # fmt: skip
def test_no_cent_appears_or_is_lost(balance: int, due: int, invoiced: int, cancelled: int, is_last: bool) -> None:
    due = min(due, max(0, -balance))
    effect = effect_of(Books(balance, due), invoiced_cents=invoiced, cancelled_cents=cancelled, is_last=is_last)
    after = balance - cancelled + invoiced
    assert effect.open_cents - (due + effect.refund_cents + effect.held_cents) == after
    assert 0 <= effect.carried_cents <= invoiced
