"""Places and invoices: every booked place that costs something stands open on an invoice with exactly its price."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.rooms.registration.choices import PlaceState
from werkstatt.rooms.registration.models import Place
from werkstatt.services.billing.choices import DocumentKind
from werkstatt.services.billing.models import DocumentLine


def broken(edition: Edition) -> Iterator[str]:
    open_cents = open_by_item(edition)
    places = Place.objects.filter(order__edition=edition).exclude(state=PlaceState.HELD)
    known = set()
    for place in places.select_related("order", "attendee"):
        known.add(place.item_key)
        invoiced = open_cents.get(place.item_key, 0)
        facts = {
            "place": f"{place.order.code}, {place.attendee.full_name}",
            "price": place.price_cents,
            "invoiced": invoiced,
        }
        if place.state == PlaceState.BOOKED and invoiced != place.price_cents:
            yield _("%(place)s: Der Platz kostet %(price)s Cent, in Rechnung stehen %(invoiced)s Cent.") % facts
        if place.state == PlaceState.ENDED and not 0 <= invoiced <= place.price_cents:
            yield _("%(place)s: Für den beendeten Platz (%(price)s Cent) stehen %(invoiced)s Cent in Rechnung.") % facts
    for item_key, cents in open_cents.items():
        if cents and item_key.startswith("place:") and item_key not in known:
            yield _("In Rechnung stehen %(cents)s Cent für „%(item)s“, aber diesen Platz gibt es nicht.") % {
                "cents": cents,
                "item": item_key,
            }


def open_by_item(edition: Edition) -> dict[str, int]:
    """Cents invoiced and not cancelled, by what was sold."""
    lines = DocumentLine.objects.filter(document__edition=edition)
    totals: dict[str, int] = defaultdict(int)
    for item_key, kind, cents in lines.values_list("item_key", "document__kind").annotate(
        cents=Coalesce(Sum("amount_cents"), 0)
    ):
        totals[item_key] += cents if kind == DocumentKind.INVOICE else -cents
    return dict(totals)
