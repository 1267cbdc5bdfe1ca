"""The four steps as a browser without script walks them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from werkstatt.foundation.events.models import DayChannel, Edition
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.kernel.ratelimit import Limit
from werkstatt.foundation.people.models import Consent
from werkstatt.foundation.people.tests.factories import OrganisationFactory
from werkstatt.rooms.registration import actions
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.models import Attendee, Order, SupportNeeds
from werkstatt.rooms.registration.tests.factories import IN_MARCH, draft_order, edition_with_days, placed_order
from werkstatt.rooms.registration.views import drafting
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(time_machine: Any) -> None:
    time_machine.move_to(IN_MARCH)


@pytest.fixture
def edition() -> Edition:
    return edition_with_days()


class Visitor:
    def __init__(self, edition: Edition) -> None:
        self.edition, self.client = edition, Client()

    def url(self, step: str) -> str:
        return reverse(f"registration:{step}", args=[self.edition.slug])

    def get(self, step: str) -> Any:
        return self.client.get(self.url(step))

    def post(self, step: str, **data: Any) -> Any:
        return self.client.post(self.url(step), data)

    def people(self, *rows: tuple[str, str, str], **more: Any) -> Any:
        data: dict[str, Any] = {"name": "Rita Rathaus", "email": "rita@musterdorf.example", "rows": len(rows)}
        for i, (first, last, email) in enumerate(rows):
            data |= {f"p{i}-first_name": first, f"p{i}-last_name": last, f"p{i}-email": email}
        return self.post("people", **(data | more))

    def days(self, *channels: str, **more: Any) -> Any:
        day = days_of(self.edition)[0]
        names = [f"place-{each.pk}-{day.pk}" for each in self.draft.attendees.all()]
        return self.post("days", **dict(zip(names, channels, strict=True)), **more)

    def billing(self, **more: Any) -> Any:
        data = {"kind": "organisation", "name": "Gemeinde", "street": "Weg 1", "postcode": "89129", "city": "Dorf"}
        return self.post("billing", **(data | {"country": "DE"} | more))

    def place(self, **more: Any) -> Any:
        return self.post("review", **({"privacy": "on", "terms": "on"} | more))

    @property
    def draft(self) -> Order:
        return Order.objects.get(pk=self.client.session[f"registration:{self.edition.pk}"])


JANA, JONAS = ("Jana", "Muster", "jana@musterdorf.example"), ("Jonas", "Berg", "jonas@musterdorf.example")


@pytest.fixture
def visitor(edition: Edition) -> Visitor:
    return Visitor(edition)


def test_the_whole_way_without_script(visitor):
    assert visitor.people(JANA, JONAS).url == visitor.url("days")
    assert visitor.days("on_site", "online").url == visitor.url("billing")
    assert visitor.billing().url == visitor.url("review")
    page = visitor.get("review").content.decode()
    assert "Zahlungspflichtig anmelden" in page
    assert "§ 4 Nr. 22" in page
    assert visitor.place(participant_list="on").url == visitor.url("done")
    assert [document.total_cents for document in Document.objects.order_by("pk")] == [4500, 2500]
    consent = Consent.objects.get(purpose="privacy_notice")
    assert "Art. 6" in consent.wording
    assert "NEO" in visitor.get("done").content.decode()


def test_the_back_button_and_a_second_click_show_the_placed_order(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing()
    visitor.place()
    assert visitor.place().url == visitor.url("done")
    assert visitor.get("review").url == visitor.url("done")
    assert Order.objects.count() == Document.objects.count() == 1


def test_whoever_lost_the_answer_to_the_last_click_finds_the_placed_order(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing()
    actions.place_order(order=visitor.draft, now=IN_MARCH)
    assert visitor.place().url == visitor.url("done")


def test_any_button_keeps_what_was_typed_even_if_it_is_not_right_yet(visitor):
    visitor.people(("Jana", "", "jana@muster"), add="1")
    [first, second] = visitor.draft.attendees.all()
    assert (first.first_name, first.email, second.email) == ("Jana", "jana@muster", "")
    page = visitor.get("people").content.decode()
    assert "jana@muster" in page


def test_an_organisation_typed_but_not_chosen_stays_and_is_asked_for_when_going_on(visitor):
    OrganisationFactory.create(name="Haiterbach Digital GmbH")
    OrganisationFactory.create(name="Haiterbacher Verein")
    visitor.people(JANA, add="1", organisation="Haiterb")
    assert 'value="Haiterb"' in visitor.get("people").content.decode()
    answer = visitor.people(JANA, organisation="Haiterb")
    assert answer.status_code == 422
    assert "aus den Vorschlägen" in answer.content.decode()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("Jana", "Muster", "jana.muster"), "nicht vollständig"),
        (("J" * 500, "Muster", "a@b.example"), "zu lang"),
        (("", "Muster", "a@b.example"), "Bitte füllen Sie dieses Feld aus"),
    ],
)
def test_wrong_rows_are_named_and_stay_as_they_were_typed(visitor, row, message):
    answer = visitor.people(row)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert row[0][:80] in page


def test_emoji_and_right_to_left_names_are_kept_and_direction_tricks_are_not(visitor):
    visitor.people(("Zoë 🦊", "\u202eمريم", "zoe@b.example"))
    [attendee] = visitor.draft.attendees.all()
    assert (attendee.first_name, attendee.last_name) == ("Zoë 🦊", "مريم")


def test_two_people_with_one_address_are_told(visitor):
    answer = visitor.people(JANA, ("Otto", "Muster", JANA[2].upper()))
    assert answer.status_code == 422
    assert "schon bei einer anderen Person" in answer.content.decode()


def test_support_needs_need_consent(visitor):
    assert visitor.people(JANA, **{"p0-needs": "Rollstuhl"}).status_code == 422
    visitor.people(JANA, **{"p0-needs": "Rollstuhl", "p0-needs_agreed": "on"})
    needs = SupportNeeds.objects.get()
    assert (needs.needs, str(needs.delete_on)) == ("Rollstuhl", "2022-05-17")


def test_ten_thousand_lines_are_taken_up_to_the_limit_and_faults_are_named(visitor):
    lines = [f"A;B{i};a{i}@b.example" for i in range(10_000)]
    lines[4999] = "A;B;kaputt"
    page = visitor.people(list="1", lines="\n".join(lines)).content.decode()
    assert "200 Personen übernommen" in page
    assert "Zeile 5000:" in page
    assert Attendee.objects.count() == 200


@pytest.mark.parametrize("rows", ["-1", "1e9", "99999999999999999999", "", "x"])
def test_a_forged_number_of_rows_is_no_error(visitor, rows):
    assert visitor.people(rows=rows, add="1").status_code in {302, 422}


def test_a_foreign_attendee_in_a_row_is_not_touched(visitor, edition):
    stranger = draft_order(edition, domain="stranger.example").attendees.get()
    visitor.people(JANA, **{"p0-pk": str(stranger.pk)})
    stranger.refresh_from_db()
    assert (stranger.first_name, visitor.draft.attendees.count()) == ("Person", 1)


def test_forged_days_and_channels_are_not_read(visitor):
    visitor.people(JANA)
    person = visitor.draft.attendees.get()
    day = days_of(visitor.edition)[0]
    answer = visitor.post("days", **{f"place-{person.pk}-999999": "on_site", f"place-{person.pk}-{day.pk}": "vip"})
    assert answer.status_code == 422
    assert not visitor.draft.places.exists()


def test_a_full_day_offers_the_other_channel_with_one_click(visitor):
    hall = DayChannel.objects.filter(day=days_of(visitor.edition)[0], channel="on_site")
    hall.update(capacity=1)
    visitor.people(JANA, JONAS)
    answer = visitor.days("on_site", "on_site")
    assert answer.status_code == 409
    assert "1 Person online anmelden" in answer.content.decode()
    assert visitor.days("on_site", "on_site", instead=hall.get().pk).url == visitor.url("billing")
    assert sorted(visitor.draft.places.values_list("day_channel__channel", flat=True)) == ["on_site", "online"]


def test_an_expired_hold_and_a_full_day_lose_nothing(visitor, edition, time_machine):
    DayChannel.objects.filter(day__edition=edition, channel="on_site").update(capacity=1)
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing()
    later = IN_MARCH + timedelta(minutes=40)
    time_machine.move_to(later)
    placed_order(edition, [["on_site", None]], now=later, domain="quick.example")
    assert visitor.place().url == visitor.url("days")
    page = visitor.get("days").content.decode()
    assert "online anmelden" in page
    assert visitor.draft.billing_name == "Gemeinde"


def test_a_second_tab_is_told_what_the_first_one_changed(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing()
    stale = visitor.draft.revision
    visitor.days("online")
    answer = visitor.place(revision=stale)
    assert answer.status_code == 409
    assert "in einem anderen Fenster" in answer.content.decode()
    assert visitor.place(revision=visitor.draft.revision).url == visitor.url("done")


def test_wrong_check_digits_of_a_leitweg_id_are_told_and_everything_stays(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    answer = visitor.billing(leitweg_id="08421000-0001-17", street="Rathausplatz 99")
    assert answer.status_code == 422
    assert "Leitweg-ID stimmt nicht" in answer.content.decode()
    assert "Rathausplatz 99" in answer.content.decode()


def test_a_business_abroad_sees_reverse_charge_for_online(visitor):
    visitor.people(JANA)
    visitor.days("online")
    assert visitor.billing(country="AT", postcode="1010", vat_id="ATU13585627").url == visitor.url("review")
    assert "Steuerschuldnerschaft" in visitor.get("review").content.decode()


def test_a_private_booker_sees_the_withdrawal_notice(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing(kind="private")
    assert "vierzehn Tagen" in visitor.get("review").content.decode()


def test_steps_do_not_open_before_their_turn(visitor):
    for step in ("days", "billing", "review", "done"):
        assert visitor.get(step).url == visitor.url("people")
    visitor.people(JANA)
    assert visitor.get("review").url == visitor.url("days")


def test_a_link_by_mail_leads_back_on_another_device(visitor):
    visitor.people(JANA, later="1")
    mail = Mail.objects.get(kind="draft_link")
    link = next(word for word in mail.text.split() if "/orders/" in word)
    other = Client()
    assert other.get(link)["Location"] == visitor.url("days")
    assert other.session[f"registration:{visitor.edition.pk}"] == visitor.draft.pk


def test_without_the_notice_nothing_is_placed(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    visitor.billing()
    assert visitor.place(privacy="").status_code == 422
    assert visitor.draft.state == OrderState.DRAFT


def test_a_closed_registration_says_since_when(visitor, time_machine):
    time_machine.move_to(visitor.edition.registration_closes_at)
    assert "geschlossen" in visitor.get("people").content.decode()


def test_a_channel_closed_meanwhile_is_told(visitor):
    visitor.people(JANA)
    visitor.days("on_site")
    hall = DayChannel.objects.filter(day__edition=visitor.edition, channel="on_site")
    hall.update(is_open=False)
    actions.drop_held_places(day_channels=hall, now=IN_MARCH)
    assert "Diese Plätze gibt es nicht mehr" in visitor.get("days").content.decode()


def test_too_many_requests_are_asked_to_wait(visitor, monkeypatch):
    monkeypatch.setattr(drafting, "STARTING", Limit("registration-start", 1, timedelta(hours=1)))
    visitor.people(JANA)
    answer = Visitor(visitor.edition).people(JANA)
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)


@pytest.mark.parametrize("step", ["days", "review"])
def test_pages_ask_the_same_of_the_database_for_one_and_for_three(visitor, step):
    counts = []
    for number in (1, 3):
        each = Visitor(visitor.edition)
        each.people(*[("A", "B", f"{number}{i}@b.example") for i in range(number)])
        each.days(*["on_site"] * number)
        each.billing()
        each.get(step)
        with CaptureQueriesContext(connection) as captured:
            each.get(step)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("number", ["0000019", "9" * 10_000, "²", "-1"])
def test_a_number_that_is_none_of_ours_opens_the_page_all_the_same(visitor, number):
    visitor.people(JANA)
    assert visitor.client.get(visitor.url("people"), {"row": number}).status_code == 200
    assert visitor.days("on_site", all=f"{number}:on_site").status_code == 200
