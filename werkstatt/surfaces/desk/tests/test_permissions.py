"""Who gets which page: a table of roles and areas, and every address of the desk held against it."""

from typing import Any

import pytest
from django.urls import URLPattern, reverse

from werkstatt.foundation.events import permissions as events
from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.kernel.masking import PERSONAL_LINK
from werkstatt.foundation.programme.tests.factories import make_session, make_speaker, make_theme
from werkstatt.rooms.registration.models import SupportNeeds
from werkstatt.services.billing.choices import Recipient
from werkstatt.services.mailing.models import Mail
from werkstatt.surfaces.desk.choices import WORKS_IN, Area
from werkstatt.surfaces.desk.tests.factories import a_desk, client_of, order_of, person_with
from werkstatt.surfaces.desk.urls import urlpatterns

pytestmark = pytest.mark.django_db

ROLES = [*RoleKind, None]
SAME = {
    Area.OVERVIEW: events.can_enter_desk,
    Area.PEOPLE: events.can_see_people,
    Area.SUPPORT: events.can_see_support_needs,
    Area.MONEY: events.can_see_money,
    Area.BOOK_MONEY: events.can_book_money,
    Area.EDIT_PROGRAMME: events.can_edit_programme,
    Area.SETTINGS: events.can_edit_edition,
}


@pytest.mark.parametrize("area", SAME)
def test_the_table_says_what_the_ground_floor_says(area):
    edition = a_desk()
    for kind in RoleKind:
        assert SAME[area](person_with(edition, kind), edition) == (kind in WORKS_IN[area]), kind


def addresses() -> list[Any]:
    return [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern) and hasattr(pattern.callback, "area")]


@pytest.fixture
def house():
    edition = a_desk()
    theme, speaker = make_theme(edition), make_speaker()
    hall = edition.rooms.create(name="Saal", slug="saal", channel="on_site")
    edition.rooms.create(name="Werkstatt 1", slug="werkstatt-1", channel="on_site")
    session = make_session(edition, code="datenraum")
    order = order_of(edition)
    account = edition.accounts.get()
    document = edition.documents.order_by("pk")[0]
    mail = Mail.objects.filter(edition=edition)[0]
    rule = edition.house_rules.create(title="Maske", text="Bitte", valid_from="2022-05-01")
    values = {
        "code": order.code,
        "number": document.number,
        "room": hall.slug,
        "theme": theme.slug,
        "slug": speaker.slug,
        "channel": "on_site",
        "recipient": Recipient.DOMESTIC.value,
        "kind": "imprint",
        "language": "de",
        "provider": "link",
        "on": edition.days.all()[0].on,
    }
    keys = {
        "account": account.pk,
        "payment_new": account.pk,
        "mail": mail.pk,
        "mail_resend": mail.pk,
        "house_rule": rule.pk,
        "house_rule_remove": rule.pk,
        "person": order.attendees.all()[0].person_id,
        "order_substitute": order.attendees.all()[0].pk,
        "order_resend": order.attendees.all()[0].pk,
    }
    return edition, values, keys, session.code


def address_of(pattern: URLPattern, house: Any) -> str:
    edition, values, keys, session_code = house
    named = {}
    for name in pattern.pattern.converters:
        if name == "edition":
            named[name] = edition.slug
        elif name == "pk":
            named[name] = keys.get(pattern.name, 1)
        elif name == "code" and "session" in (pattern.name or ""):
            named[name] = session_code
        else:
            named[name] = values[name]
    return reverse(f"desk:{pattern.name}", kwargs=named)


@pytest.mark.parametrize("kind", ROLES)
def test_every_page_exists_for_its_roles_and_for_nobody_else(kind, house):
    edition = house[0]
    person = person_with(edition, kind)
    client = client_of(person)
    for pattern in addresses():
        area = pattern.callback.area
        may = kind in WORKS_IN[area] if kind else False
        status = client.get(address_of(pattern, house)).status_code
        if not may:
            assert status in {404, 405}, (pattern.name, kind)
        elif pattern.name not in {"refund", "payment_reversal", "role_remove"}:  # nothing of that kind is there
            assert status in {200, 302, 405}, (pattern.name, kind)


def test_strangers_are_asked_to_sign_in(client, house):
    for pattern in addresses():
        answer = client.get(address_of(pattern, house))
        assert answer.status_code in {302, 405}, pattern.name
        if answer.status_code == 302:
            assert "/login/" in answer.url


def test_the_desk_of_another_edition_does_not_exist(house):
    other = a_desk()
    client = client_of(person_with(other, RoleKind.ORGANISER))
    for pattern in addresses():
        assert client.get(address_of(pattern, house)).status_code in {404, 405}, pattern.name


def pages_of(kind: RoleKind, house: Any) -> dict[str, str]:
    """What somebody in this role can read, by the name of the page."""
    client = client_of(person_with(house[0], kind))
    answers = {pattern.name: client.get(address_of(pattern, house)) for pattern in addresses()}
    return {name: answer.content.decode() for name, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize("kind", [RoleKind.ORGANISER, RoleKind.FINANCE])
def test_nobody_at_the_desk_reads_links_that_let_others_in(kind, house):
    assert PERSONAL_LINK.search(Mail.objects.get(pk=house[2]["mail"]).text)
    pages = pages_of(kind, house)
    assert "persönlicher Link" in pages["mail"]
    for name, text in pages.items():
        assert not PERSONAL_LINK.search(text), name
        assert "/orders/1." not in text, name


@pytest.mark.parametrize("kind", [RoleKind.DOOR, RoleKind.PROGRAMME, RoleKind.FACILITATOR])
def test_who_has_no_business_with_money_or_needs_reads_neither(kind, house):
    order = order_of(house[0])
    SupportNeeds.objects.update_or_create(
        attendee=order.attendees.all()[0],
        defaults={"needs": "Rampe am Eingang", "diet": "vegan", "delete_on": "2030-01-01"},
    )
    for name, text in pages_of(kind, house).items():
        for secret in ("€", "Rampe am Eingang", "vegan", order.code):
            assert secret not in text, (name, secret)


def test_at_the_door_nobody_sees_money_or_needs(house):
    edition = house[0]
    client = client_of(person_with(edition, RoleKind.DOOR))
    for page in ("dashboard", "people"):
        text = client.get(reverse(f"desk:{page}", args=[edition.slug])).content.decode()
        assert "€" not in text
    order = order_of(edition)
    found = client.get(reverse("desk:find", args=[edition.slug]), {"q": order.code}).content.decode()
    assert f"/orders/{order.code}/" not in found
    exported = client.get(reverse("desk:people", args=[edition.slug]), {"export": "csv"}).content.decode()
    assert order.code not in exported
    assert "@" not in exported
