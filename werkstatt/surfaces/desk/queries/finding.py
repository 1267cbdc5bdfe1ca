"""The command palette: anything of one edition by half a word. What one may not see is not found."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkstatt.foundation.kernel.normalise import search_words, sort_key
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.models import Attendee, Order
from werkstatt.services.billing.models import Document
from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.navigation import drawn_for
from werkstatt.surfaces.desk.permissions import Desk

MOST = 6  # of each kind


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Hits:
    """Everything of one kind that was found."""

    title: str
    icon: str
    hits: list[Hit] = field(default_factory=list)


KINDS = {
    "person": gettext_lazy("Personen"),
    "order": gettext_lazy("Bestellungen"),
    "invoice": gettext_lazy("Belege"),
    "programme": gettext_lazy("Programm"),
    "next": gettext_lazy("Seiten"),
}


def find(desk: Desk, text: str) -> list[Hits]:
    """Persons, orders, documents, sessions and pages that fit `text`; at most MOST of each, in five queries."""
    text = text.strip()[:100]
    if not text:
        return []
    found = {
        "person": list(_persons(desk, text)) if desk.may(Area.PEOPLE) else [],
        "order": list(_orders(desk, text)) if desk.may(Area.ORDERS) else [],
        "invoice": list(_documents(desk, text)) if desk.may(Area.MONEY) else [],
        "programme": list(_sessions(desk, text)) if desk.may(Area.PROGRAMME) else [],
        "next": list(_pages(desk, text)),
    }
    return [Hits(str(KINDS[icon]), icon, hits) for icon, hits in found.items() if hits]


def _persons(desk: Desk, text: str) -> Iterator[Hit]:
    words = search_words(text)
    if not words:
        return
    fits = Q()
    for word in words:
        fits &= Q(search__contains=word) | Q(email__istartswith=text)
    here = Attendee.objects.filter(order__edition=desk.edition, order__state=OrderState.PLACED)
    people = Person.objects.filter(fits, pk__in=here.values("person"))
    for person in people.order_by("sort_name")[:MOST]:
        yield Hit(str(person), reverse("desk:person", args=[desk.edition.slug, person.pk]), person.position)


def _orders(desk: Desk, text: str) -> Iterator[Hit]:
    fits = (
        Q(code__icontains=text)
        | Q(orderer_name__icontains=text)
        | Q(orderer_email__istartswith=text)
        | Q(organisation__name__icontains=text)
        | Q(billing_name__icontains=text)
        | Q(order_reference__icontains=text)
    )
    orders = Order.objects.filter(fits, edition=desk.edition, state=OrderState.PLACED).select_related("organisation")
    for order in orders[:MOST]:
        note = order.organisation.name if order.organisation else order.orderer_name
        yield Hit(order.code, reverse("desk:order", args=[desk.edition.slug, order.code]), note)


def _documents(desk: Desk, text: str) -> Iterator[Hit]:
    documents = Document.objects.filter(edition=desk.edition).defer("content")
    fits = Q(number__icontains=text) | Q(recipient_name__icontains=text)
    for document in documents.filter(fits)[:MOST]:
        url = reverse("desk:document", args=[desk.edition.slug, document.number])
        yield Hit(document.number, url, document.recipient_name)


def _sessions(desk: Desk, text: str) -> Iterator[Hit]:
    sessions = Session.objects.filter(edition=desk.edition).only("title", "code", "starts_at")
    fits = Q(title__icontains=text) | Q(title_en__icontains=text) | Q(code__icontains=text)
    fits |= Q(speaker_links__speaker__name__icontains=text)
    for session in sessions.filter(fits).distinct()[:MOST]:
        starts = session.starts_at.astimezone(desk.edition.zone)
        url = reverse("desk:session", args=[desk.edition.slug, session.code])
        yield Hit(session.title, url, f"{starts:%d.%m. %H:%M}")


def _pages(desk: Desk, text: str) -> Iterator[Hit]:
    wanted = sort_key(text)
    for group in drawn_for(desk, ""):
        for item in group.items:
            if wanted in sort_key(item.title):
                yield Hit(item.title, item.url, group.title or _("Arbeitsplatz"))
