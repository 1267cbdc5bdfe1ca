"""Garbage into every form and address that strangers can reach: a clear answer, never a fault, nothing half-written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern, RoutePattern
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forms import Form, forms_of
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.tests.factories import edition_with_days
from werkstatt.foundation.people.actions import prove_address
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.tests.factories import make_session, make_speaker, make_theme
from werkstatt.rooms.registration import links
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.tests.factories import GROUP, IN_MARCH, draft_order, placed_order
from werkstatt.surfaces.desk.audit.report import audit

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOSTILE = [
    "", " ", "\x00", "a\x00b", "\u202egnp.exe", "مرحبا بالعالم", "👩‍🔬" * 40, "x" * 500, "ä" * 20_000, "-1", "0", "99999999999999999999",
    "1e309", "NaN", "²", "٣", "1.234,567", "%", "'; DROP TABLE x; --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "../../etc/passwd",
    "kein-at", "a@b", "a@" + "b" * 300 + ".de", "2022-02-30", "31.02.2022", "99:99", "on", "null", "[]", '{"a": 1}',
    "08421000-0001-17", "DE00 0000", "https://evil.example/", "\r\nBcc: x@y.example", "de", "en", "new", "online", "on_site",
]  # fmt: skip
garbage = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.integers().map(str))


@dataclass
class World:
    """An edition with an order, somebody who orders anew, and a person with an account."""

    edition: Edition
    order: Order
    buyer: Client
    person: Client

    def pages(self) -> Iterator[tuple[Client, str]]:
        for step in ("people", "days", "billing", "review"):
            yield self.buyer, reverse(f"registration:{step}", args=[self.edition.slug])
        yield self.buyer, links.manage_url(self.order)
        attendee = self.order.attendees.all()[0]
        yield self.buyer, reverse("registration:substitute", args=[links.order_token(self.order), attendee.pk])
        yield self.buyer, reverse("registration:order_billing", args=[links.order_token(self.order)])
        yield self.buyer, links.attendance_url(attendee)
        for name in ("account_request_login_code", "account_login", "account_reset_password", "registration:new_link"):
            yield self.buyer, reverse(name)
        for name in ("profile", "organisations", "consents", "erasure", "plan"):
            yield self.person, reverse(f"lobby:{name}")
        for name in ("account_email", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn"):
            yield self.person, reverse(name)

    @cached_property
    def forms(self) -> list[tuple[Client, Form]]:
        found: dict[tuple[str, ...], tuple[Client, Form]] = {}
        for client, address in self.pages():
            path = urlsplit(address).path
            page = client.get(path)
            assert page.status_code == 200, (path, page.status_code)
            for form in forms_of(page.content.decode(), path):
                found.setdefault(form.kind, (client, form))
        return list(found.values())

    def is_whole(self) -> None:
        """Nothing half-written: whatever is placed has its documents and mails, and everything adds up."""
        assert audit(self.edition).broken == []


@pytest.fixture
def world(time_machine: Any) -> World:
    time_machine.move_to(IN_MARCH, tick=False)
    edition = edition_with_days()
    edition.rooms.create(name="Werkstatt 1", slug="werkstatt-1", channel="on_site")
    make_theme(edition)
    make_session(edition, code="datenraum")
    make_speaker()
    order = placed_order(edition, GROUP)
    buyer, person = Client(), Client()
    draft = draft_order(edition)
    session = buyer.session
    session[f"registration:{edition.pk}"] = draft.pk
    session.save()
    whose = PersonFactory.create()
    whose.set_unusable_password()
    whose.save()
    prove_address(person=whose)
    person.force_login(whose, backend=BACKEND)
    return World(edition, order, buyer, person)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_form_breaks_or_writes_half(world: World, data: st.DataObject):
    client, form = data.draw(st.sampled_from(world.forms))
    sent: dict[str, list[str]] = {}
    for name, value in form.pairs:
        kept = data.draw(st.sampled_from(["keep", "keep", "break", "drop"]))
        if kept != "drop":
            sent.setdefault(name, []).append(value if kept == "keep" else data.draw(garbage))
    answer = client.post(form.action, sent)
    assert answer.status_code < 500, (form.action, sent)
    world.is_whole()


def every_address() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each named address of the house, in full, with the converters of its parts."""

    def walk(resolver: URLResolver, space: str, outer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern.pattern, RegexPattern) and pattern.pattern.regex.groups:
                continue  # the sign-in library's; what its groups take is for itself to say
            known = outer | getattr(pattern.pattern, "converters", {})
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, known)
            elif pattern.name and isinstance(pattern.pattern, RoutePattern):
                yield f"{space}{pattern.name}", known

    yield from walk(get_resolver(), "", {})


@pytest.mark.parametrize(("number", "text"), [(0, "x" * 300), (2**31, "é"), (10**30, "17.1.900.AAAA")])
def test_no_address_breaks_on_numbers_and_names_nobody_gave_out(world: World, number: int, text: str):
    wanted = {"int": number, "slug": text if re.fullmatch(r"[-a-zA-Z0-9_]+", text) else "x", "str": text}
    for name, converters in every_address():
        values: dict[str, Any] = {}
        for field, converter in converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            values[field] = world.edition.slug if field == "edition" else wanted.get(kind)
        if None in values.values() or name.startswith("demo:"):
            continue
        for client in (world.buyer, world.person):
            path = reverse(name, kwargs=values)
            for answer in (
                client.get(path, {"q": text, "page": str(number), "export": "csv"}),
                client.post(path, {"x": text}),
            ):
                assert answer.status_code < 500, (name, path)
    world.is_whole()


def test_a_body_too_big_is_refused_in_words(world: World):
    answer = world.buyer.post(reverse("registration:people", args=[world.edition.slug]), {"lines": "x" * 11_000_000})
    assert answer.status_code == 400
    assert "zu groß" in answer.content.decode()
    world.is_whole()
