"""The switch as a whole, on a real database."""

import pytest

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.rooms.registration.choices import CaseState, EndReason, OfferState, PlaceState, SwitchState
from werkstatt.rooms.registration.models import Offer, Order, Place
from werkstatt.rooms.registration.switch.figures import figures_from
from werkstatt.rooms.registration.tests.switch.factories import (
    BOTH,
    ONE,
    ONLINE,
    Wanted,
    edition_with_days,
    placed,
    plan_for,
    pulled,
    wish_for,
    worked,
)
from werkstatt.services.billing.models import Account, Document, DocumentLine, Refund
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return edition_with_days(capacity=400)


def taken(edition: Edition) -> dict[tuple[str, str], int]:
    rows = DayChannel.objects.filter(day__edition=edition).select_related("day")
    return {(row.day.on.isoformat(), row.channel): row.taken for row in rows}


def test_everything_happens_as_the_preview_said(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE, ONLINE]), Wanted([ONE], paid=False)])
    figures = plan_for(edition, wish_for(edition)).figures
    switch = worked(edition)
    assert switch.state == SwitchState.WAITING
    assert figures_from(switch.preview) == figures
    assert (figures.persons, figures.places, figures.cancelled_cents, figures.freed_cents) == (3, 4, 18000, 13500)
    cancellations = Document.objects.filter(kind="cancellation")
    assert sum(cancellations.values_list("total_cents", flat=True)) == figures.cancelled_cents
    assert cancellations.count() == figures.documents
    assert sum(case.credit_cents for case in switch.cases.all()) == figures.freed_cents
    assert Offer.objects.filter(state=OfferState.OPEN).count() == figures.offers == 3
    assert not Refund.objects.exists()
    assert Mail.objects.filter(kind="switch_closed").count() == figures.mails_to_orderers
    assert Mail.objects.filter(kind="switch_offer").count() == figures.mails_to_persons


def test_places_and_participations_end_and_seats_move(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE]), Wanted([ONLINE])])
    worked(edition)
    on_site = Place.objects.filter(day_channel__channel=Channel.ON_SITE)
    assert set(on_site.values_list("state", "end_reason")) == {(PlaceState.ENDED, EndReason.SWITCHED)}
    assert not Participation.objects.filter(channel=Channel.ON_SITE, state="active").exists()
    assert taken(edition) == {
        ("2022-05-02", "on_site"): 0,
        ("2022-05-03", "on_site"): 0,
        ("2022-05-02", "online"): 3,
        ("2022-05-03", "online"): 2,
    }
    assert not DayChannel.objects.filter(channel=Channel.ON_SITE, is_open=True).exists()


def test_online_places_and_documents_stay_byte_for_byte(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONLINE]), Wanted([ONLINE])])

    def online() -> list[object]:
        return [
            list(Place.objects.filter(day_channel__channel="online").order_by("pk").values_list()),
            list(Participation.objects.filter(channel="online").order_by("pk").values_list()),
            [
                (d[0], bytes(d[1]), d[2])
                for d in Document.objects.filter(channel="online").order_by("pk").values_list("pk", "content", "chain")
            ],
            list(DocumentLine.objects.filter(document__channel="online").order_by("pk").values_list()),
        ]

    before = online()
    worked(edition)
    assert online() == before


def test_a_single_day_cancels_part_of_the_invoice(edition: Edition) -> None:
    [order] = placed(edition, [Wanted([BOTH])])
    worked(edition, wish_for(edition, days=1))
    [cancellation] = Document.objects.filter(kind="cancellation")
    assert cancellation.total_cents == 4500
    assert Place.objects.filter(order=order, state=PlaceState.BOOKED).count() == 1


def test_working_twice_does_nothing_twice(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH]), Wanted([ONE])])
    switch = worked(edition)
    from werkstatt.rooms.registration.switch.run import work_through
    from werkstatt.rooms.registration.tests.switch.factories import IN_APRIL

    counts = (Document.objects.count(), Mail.objects.count(), Offer.objects.count())
    work_through(switch.pk, moment=lambda: IN_APRIL)
    assert (Document.objects.count(), Mail.objects.count(), Offer.objects.count()) == counts


def test_every_cancellation_mail_carries_its_document_and_the_true_figure(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH, ONE], office=True)])
    worked(edition)
    [mail] = Mail.objects.filter(kind="switch_closed")
    [document] = Document.objects.filter(kind="cancellation")
    assert [file.source_key for file in mail.attachments.all()] == [f"document:{document.pk}"]
    assert "135,00\xa0€ frei" in mail.text or "135,00 €" in mail.text
    assert mail.amount_cents is None
    personal = Mail.objects.filter(kind="switch_offer")
    assert personal.count() == 2
    assert not any("€" in each.text for each in personal)


def test_free_places_end_without_documents_and_are_offered(edition: Edition) -> None:
    placed(edition, [Wanted([BOTH], price=False)])
    switch = worked(edition)
    assert not Document.objects.exists()
    assert switch.cases.get().state == CaseState.DONE
    assert Offer.objects.count() == 1


def test_the_account_waits_while_an_offer_is_open(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    worked(edition)
    assert Account.objects.get().is_waiting


def test_only_the_chosen_days_drop_the_holds_of_drafts(edition: Edition) -> None:
    placed(edition, [Wanted([ONE])])
    from werkstatt.rooms.registration.tests.factories import draft_order

    draft = draft_order(edition, [["on_site", "on_site"]])
    worked(edition, wish_for(edition, days=1))
    states = dict(Place.objects.filter(order=draft).values_list("day_channel__day__on", "state"))
    assert sorted(states.values()) == [PlaceState.ENDED, PlaceState.HELD]
    assert taken(edition)["2022-05-02", "on_site"] == 0


def test_an_order_cancelled_between_confirmation_and_work_is_left_alone(edition: Edition) -> None:
    from werkstatt.rooms.registration import actions
    from werkstatt.rooms.registration.switch.run import work_through
    from werkstatt.rooms.registration.tests.switch.factories import IN_APRIL

    first, second = placed(edition, [Wanted([BOTH]), Wanted([ONE])])
    switch = pulled(edition)
    actions.cancel_places(order=first, places=list(first.places.all()), now=IN_APRIL, free=True)
    work_through(switch.pk, moment=lambda: IN_APRIL)
    assert not Offer.objects.filter(attendee__order=first).exists()
    assert not Mail.objects.filter(kind="switch_closed", subject_key=first.account_key).exists()
    assert taken(edition)["2022-05-02", "online"] == 1
    assert taken(edition)["2022-05-03", "online"] == 0
    assert Order.objects.get(pk=second.pk).switch_cases.get().cancelled_cents == 4500
