"""A new host walks from an empty house to a public edition with a paid order, all through pages, following the checklist's own links."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import Person
from werkstatt.surfaces.desk import first_owner
from werkstatt.surfaces.desk.audit.report import audit
from werkstatt.surfaces.desk.queries.readiness import gaps_of

pytestmark = pytest.mark.django_db

FIRST_DAY = "2030-05-06"


def send(client: Client, url: str, **data: object) -> None:
    """Post a form; it must be taken (302), else the page's errors are shown."""
    answer = client.post(url, data)
    errors = re.findall(r'field__error".*?</div>', answer.content.decode(), re.S)
    assert answer.status_code == 302, (url, errors)


def mend(client: Client, edition: Edition, page: str, **data: object) -> None:
    """Go where the checklist points and fill in what is missing there."""
    links = re.findall(r'href="([^"]+\?next=[^"]+)"', client.get(to(edition, "publication")).content.decode())
    link = next(link for link in links if link.startswith(to(edition, page)))
    assert client.get(link).status_code == 200
    send(client, to(edition, page), **data)


def to(edition: Edition, page: str, *more: object) -> str:
    return reverse(f"desk:{page}", args=[edition.slug, *more])


def found_a_house(client: Client) -> Edition:
    entrance = client.get(reverse("desk:front"), follow=True)
    assert entrance.redirect_chain == [(reverse("desk:first_owner"), 302)]
    send(client, reverse("desk:first_owner"), email="Nora@Landkreis.example", code=first_owner.code())
    new = {
        "title": "Werkstatt Donau 2030",
        "slug": "donau-2030",
        "first_day_on": FIRST_DAY,
        "day_count": "1",
        "series_title": "Werkstatt Donau",
        "host_name": "Landkreis Donau",
        "number_code": "don",
    }
    send(client, reverse("desk:edition_new"), **new)
    return Edition.objects.get(slug="donau-2030")


def test_an_empty_house_lets_only_those_in_who_know_its_code(client):
    page = reverse("desk:first_owner")
    wrong = client.post(page, {"email": "eva@anderswo.example", "code": "0000-0000"})
    assert "Dieser Code stimmt nicht" in wrong.content.decode()
    assert not Person.objects.exists()


def test_once_there_is_an_owner_the_door_for_the_first_is_shut(client):
    found_a_house(client)
    stranger = Client()
    page = reverse("desk:first_owner")
    stranger.post(page, {"email": "eva@anderswo.example", "code": first_owner.code()})
    assert stranger.get(page).status_code == 302
    assert list(Person.objects.filter(is_superuser=True).values_list("email", flat=True)) == ["nora@landkreis.example"]


def test_a_newcomer_meets_no_dead_end(client):
    edition = found_a_house(client)
    refused = client.post(to(edition, "publication"), {"to": "public"}, follow=True).content.decode()
    assert "Es fehlt noch etwas" in refused
    mend(client, edition, "texts", title=edition.title, summary="Ein Tag für Kommunen an der Donau.")
    mend(client, edition, "contact", contact_email="werkstatt@landkreis.example", time_zone="Europe/Berlin")
    prices = {"on_site_price": "45,00", "on_site_capacity": "40", "online_price": "25,00", "online_capacity": "100"}
    send(
        client, to(edition, "day", date.fromisoformat(FIRST_DAY)), on=FIRST_DAY, starts="09:30", ends="17:00", **prices
    )
    mend(client, edition, "venue", name="Landratsamt", city="Ulm", street="Schillerstraße 30", postcode="89077")
    mend(client, edition, "terms", **{"terms-TOTAL_FORMS": 1, "terms-INITIAL_FORMS": 0, **terms_row(27, 50)})
    assert client.post(to(edition, "tax_rules_default")).status_code == 302
    host = {
        "title": "Werkstatt Donau",
        "number_code": "DON",
        "host_name": "Landkreis Donau",
        "host_street": "Schillerstraße 30",
        "host_postcode": "89077",
        "host_city": "Ulm",
        "host_country": "DE",
        "host_tax_number": "99/999/99999",
        "iban": "DE02120300000000202051",
    }
    mend(client, edition, "series", **host)
    send(client, to(edition, "room_new"), name="Großer Saal", channel="on_site", position="0")
    send(client, to(edition, "room_new"), name="Raum A", channel="online", position="1")
    for kind in ("imprint", "privacy", "accessibility"):
        body = client.get(to(edition, "legal_text", kind, "de")).context["form"].initial["body"]
        send(client, to(edition, "legal_text", kind, "de"), body=body)
    send(client, to(edition, "session_new"), **a_session(edition))
    edition.refresh_from_db()
    assert [gap.text for gap in gaps_of(edition) if gap.hurts] == []
    send(client, to(edition, "publication"), to="public")
    edition.refresh_from_db()
    assert edition.state == "public"
    register_somebody(edition)
    pay_what_is_open(client, edition)
    report = audit(edition)
    assert (report.persons, report.fees_cents["total"], report.balance_cents, report.broken) == (1, 4_500, 0, [])


def test_whoever_comes_from_the_checklist_returns_to_it_through_every_list(client):
    edition = found_a_house(client)
    checklist = to(edition, "publication")

    def through(page: str, link: str, **data: object) -> str:
        """Along the link of a list that the checklist has led to; where one stands after saving."""
        shown = client.get(f"{to(edition, page)}?next={checklist}").content.decode()
        found = re.search(rf'href="({re.escape(link)}\?next=[^"]+)"', shown)
        assert found is not None, f"{page} forgets where one came from"
        return str(client.post(found[1], data)["Location"])

    hours = {"on": FIRST_DAY, "starts": "09:30", "ends": "17:00"}
    assert through("days", to(edition, "day", date.fromisoformat(FIRST_DAY)), **hours) == checklist
    assert through("legal_texts", to(edition, "legal_text", "imprint", "de"), body="Landkreis Donau") == checklist


def test_a_first_session_leads_to_its_room_and_back_to_the_checklist(client):
    edition = found_a_house(client)
    form = f"{to(edition, 'session_new')}?next={to(edition, 'publication')}"
    shown = client.get(form).content.decode()
    link = re.search(rf'href="({to(edition, "room_new")}\?next=[^"]+)"', shown)
    assert link is not None
    made = client.post(link[1].replace("&amp;", "&"), {"name": "Saal", "channel": "on_site", "position": "0"})
    assert made["Location"] == form
    assert client.post(form, a_session(edition))["Location"] == to(edition, "publication")


def register_somebody(edition: Edition) -> None:
    """A visitor without an account walks the four steps."""
    visitor = Client()
    step = {
        name: reverse(f"registration:{name}", args=[edition.slug]) for name in ("people", "days", "billing", "review")
    }
    person = {"p0-first_name": "Jana", "p0-last_name": "Muster", "p0-email": "jana@musterdorf.example"}
    send(visitor, step["people"], name="Rita Rathaus", email="rita@musterdorf.example", rows=1, **person)
    attendee, day = edition.orders.get().attendees.get(), edition.days.get()
    send(visitor, step["days"], **{f"place-{attendee.pk}-{day.pk}": "on_site"})
    address = {"street": "Weg 1", "postcode": "89129", "city": "Dorf", "country": "DE"}
    send(visitor, step["billing"], kind="organisation", name="Gemeinde", **address)
    send(visitor, step["review"], privacy="on", terms="on", once="a")


def pay_what_is_open(client: Client, edition: Edition) -> None:
    account = edition.accounts.get()
    page = to(edition, "payment_new", account.pk)
    data = {"amount_cents": "45,00", "received_on": "2026-01-02", "method": "transfer", "once_key": "first"}
    send(client, page, **data, confirmed="1")


def terms_row(days_before: int, fee_percent: int) -> dict[str, object]:
    return {"terms-0-days_before": days_before, "terms-0-fee_percent": fee_percent}


def a_session(edition: Edition) -> dict[str, object]:
    return {
        "title": "Gemeinsam anfangen",
        "format": "impulse",
        "channel": "on_site",
        "day": FIRST_DAY,
        "starts": "10:00",
        "ends": "11:00",
        "hall_room": edition.rooms.get(channel="on_site").pk,
        "language": "de",
        "speakers-TOTAL_FORMS": 0,
        "speakers-INITIAL_FORMS": 0,
    }


def test_a_copy_asks_which_edition_once_there_are_two(client):
    first = found_a_house(client)
    page = reverse("desk:edition_copy")
    wish = {"title": "Werkstatt Donau 2031", "slug": "donau-2031", "first_day_on": "2031-05-05"}
    assert f'<option value="{first.pk}" selected' in client.get(page).content.decode()
    send(client, page, source=first.pk, **wish)
    assert [day.on for day in Edition.objects.get(slug="donau-2031").days.all()] == [date(2031, 5, 5)]

    asked = client.get(page).content.decode()
    assert "Bitte wählen" in asked
    assert f'<option value="{first.pk}" selected' not in asked
    refused = client.post(page, {**wish, "slug": "donau-2032", "source": ""})
    assert 'id="id_source_error"' in refused.content.decode()
    assert Edition.objects.count() == 2
