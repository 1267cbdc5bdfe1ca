"""A desk to test with: an edition with orders, a session, mails, and somebody in every role."""

from typing import Any

from django.test import Client

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.tests.factories import RoleFactory, edition_with_days
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.tests.factories import GROUP, placed_order


def a_desk(**fields: Any) -> Edition:
    """A public edition of two days with one order of three people on both channels (160 EUR, two invoices)."""
    edition = edition_with_days(**fields)
    placed_order(edition, GROUP)
    return edition


def order_of(edition: Edition) -> Order:
    return edition.orders.order_by("pk").last() or placed_order(edition)


def person_with(edition: Edition, kind: RoleKind | None) -> Person:
    """Somebody with this role; None: a person without any."""
    person = PersonFactory.create()
    if kind is not None:
        RoleFactory(edition=edition, person=person, kind=kind)
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def organiser_client(edition: Edition) -> Client:
    return client_of(person_with(edition, RoleKind.ORGANISER))
