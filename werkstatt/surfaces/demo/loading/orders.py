"""Ninety orders for 214 people, placed and paid one after another at the moments the cast was given."""

from datetime import datetime, time, timedelta

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, Edition
from werkstatt.foundation.people import actions as people
from werkstatt.foundation.people.choices import Purpose, Sector
from werkstatt.foundation.people.models import County, Municipality, Organisation
from werkstatt.rooms.registration import actions as registration
from werkstatt.rooms.registration.choices import BillingKind
from werkstatt.rooms.registration.entries import Billing, Contact, Declaration, Declarations, PersonEntry, Wishes
from werkstatt.rooms.registration.models import Order
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing.choices import PaymentMethod
from werkstatt.services.billing.models import Account
from werkstatt.services.billing.queries import balance_of
from werkstatt.surfaces.demo.cast import ZONE, Group, draw_groups
from werkstatt.surfaces.demo.loading.facts import Progress

CHANNELS = {"O": Channel.ON_SITE, "W": Channel.ONLINE}
NOTICE = "Hinweise zum Datenschutz der Morgenstadt Werkstatt NEO 2022, Fassung vom 14. Februar 2022"
NEEDS = {
    17: ("Rollstuhl, bitte stufenloser Platz im Plenum", ""),
    44: ("", "vegan"),
    90: ("Gebärdensprache", ""),
    131: ("", "vegetarisch"),
}


def load_orders(edition: Edition, *, report: Progress) -> None:
    groups = draw_groups(
        municipalities=list(Municipality.objects.order_by("ags").values_list("ags", "short_name")),
        counties=list(County.objects.filter(kind="Landkreis").order_by("key").values_list("key", "seat")),
    )
    days = list(edition.days.all())
    seen = 0
    for number, group in enumerate(groups):
        order = _place(edition, days, group, number, seen)
        seen += len(group.heads)
        if group.paid_on:
            _pay(order, group)
        if number % 15 == 14:
            report(f"{seen} Menschen angemeldet")


def _place(edition: Edition, days: list[Day], group: Group, number: int, seen: int) -> Order:
    started = group.placed_at - timedelta(minutes=6)
    organisation = _organisation(group, started)
    first = group.heads[0]
    order = registration.start_order(edition=edition, now=started)
    order = registration.save_attendees(
        order=order,
        people=[
            PersonEntry(
                first_name=head.first_name,
                last_name=head.last_name,
                email=head.email,
                function=head.position,
                needs=NEEDS.get(seen + index, ("", ""))[0],
                diet=NEEDS.get(seen + index, ("", ""))[1],
            )
            for index, head in enumerate(group.heads)
        ],
        contact=Contact(name=f"{first.first_name} {first.last_name}", email=first.email),
        organisation=organisation,
        now=started,
    )
    order = registration.choose_places(order=order, wishes=_wishes(order, days, group), now=started)
    order = registration.save_billing(order=order, billing=_billing(group, organisation, number), now=started)
    purposes = [Purpose.PRIVACY_NOTICE] + ([Purpose.PARTICIPANT_LIST] if number % 3 else [])
    return registration.place_order(
        order=order,
        now=group.placed_at,
        declarations=Declarations([Declaration(purpose, NOTICE) for purpose in purposes]),
        even_if_closed=True,
    )


def _organisation(group: Group, now: datetime) -> Organisation:
    entry = people.OrganisationEntry(
        sector=group.sector,
        name="" if group.sector in {Sector.MUNICIPALITY, Sector.COUNTY} else group.key,
        ags=group.key if group.sector == Sector.MUNICIPALITY else "",
        county_key=group.key if group.sector == Sector.COUNTY else "",
        country=group.country,
    )
    return people.enter_organisation(entry, now=now)


def _wishes(order: Order, days: list[Day], group: Group) -> Wishes:
    attendees = list(order.attendees.order_by("position"))
    return {
        attendee.pk: {day.pk: CHANNELS[sign] for day, sign in zip(days, head.pattern, strict=True) if sign != "-"}
        for attendee, head in zip(attendees, group.heads, strict=True)
    }


def _billing(group: Group, organisation: Organisation, number: int) -> Billing:
    first = group.heads[0]
    if group.private:
        return Billing(
            kind=BillingKind.PRIVATE,
            name=f"{first.first_name} {first.last_name}",
            street=f"Gartenweg {number + 1}",
            postcode="89077",
            city="Ulm",
        )
    town = organisation.municipality
    seat = town.short_name if town else (organisation.county.seat if organisation.county else "")
    public = group.sector in {Sector.MUNICIPALITY, Sector.COUNTY, Sector.STATE}
    return Billing(
        kind=BillingKind.ORGANISATION,
        name=organisation.name,
        street="Rathausplatz 1" if town else f"Hauptstraße {number + 1}",
        postcode=town.postcode if town else ("6020" if group.country == "AT" else "89073"),
        city=seat or ("Innsbruck" if group.country == "AT" else "Ulm"),
        country=group.country,
        vat_id=group.vat_id,
        order_reference=f"AO-2022-{1000 + number}" if public and number % 2 else "",
    )


def _pay(order: Order, group: Group) -> None:
    account = Account.objects.get(key=order.account_key)
    paid_on = group.paid_on
    owed = balance_of(account)
    if paid_on is None or owed <= 0:
        return
    billing.book_payment(
        account=account,
        amount_cents=owed,
        received_on=paid_on,
        method=PaymentMethod.TRANSFER,
        note=f"Überweisung {order.billing_name}"[:200],
        by=None,
        now=datetime.combine(paid_on, time(8, 15), ZONE),
        once_key=f"demo-payment:{order.code}",
    )
