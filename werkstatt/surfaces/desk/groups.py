"""Groups of people one can write to, named by a key that travels in the address."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.queries import days_of
from werkstatt.foundation.look import signs
from werkstatt.surfaces.desk.queries.attendees import attendees_of, taking_part
from werkstatt.surfaces.desk.queries.orders import orders_of


@dataclass(frozen=True)
class Recipient:
    """One address, once per mail."""

    name: str
    email: str
    language: str


def groups_of(edition: Edition) -> list[tuple[str, str]]:
    """Key and name of every group: all, by channel, by day and channel, those who ordered, those who owe."""
    groups = [("all", _("Alle, die kommen"))]
    groups += [(channel.value, _("Alle: %s") % channel.label) for channel in Channel]
    for day in days_of(edition):
        for channel in Channel:
            key = f"{day.on.isoformat()}.{channel}"
            groups.append((key, f"{signs.day(day.on)}: {channel.label}"))
    return [*groups, ("orderers", _("Alle, die bestellt haben")), ("open", _("Alle mit offenem Betrag"))]


def recipients_of(edition: Edition, key: str) -> list[Recipient]:
    """Everybody in the group, each address once."""
    found = {recipient.email.lower(): recipient for recipient in _everybody(edition, key)}
    return sorted(found.values(), key=lambda recipient: recipient.email)


def _everybody(edition: Edition, key: str) -> Iterator[Recipient]:
    if key in {"orderers", "open"}:
        orders = orders_of(edition)
        for order in orders.filter(balance_cents__gt=0) if key == "open" else orders:
            yield Recipient(order.orderer_name, order.orderer_email, order.language)
        return
    people = attendees_of(edition).prefetch_related(None)
    for attendee in taking_part(people, **_places(key)):
        yield Recipient(attendee.full_name, attendee.email, attendee.order.language)


def _places(key: str) -> dict[str, str]:
    on, _dot, channel = key.rpartition(".")
    if on:
        return {"day_channel__day__on": on, "day_channel__channel": channel}
    return {"day_channel__channel": key} if key in Channel.values else {}
