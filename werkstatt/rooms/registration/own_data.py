"""What this room holds about a person: her orders, and where others registered her."""

from datetime import datetime

from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration.choices import OrderState
from werkstatt.rooms.registration.models import Attendee, Order, SupportNeeds

ERASED = "entfernt"


def export(person: Person) -> object:
    return {
        "orders": [
            {
                "code": order.code,
                "edition": order.edition.title,
                "state": order.state,
                "placed_at": order.placed_at,
                "billing": [order.billing_name, order.billing_street, order.billing_postcode, order.billing_city],
                "phone": order.orderer_phone,
            }
            for order in Order.objects.filter(orderer=person).select_related("edition")
        ],
        "registered_as": [
            {
                "order": attendee.order.code,
                "name": attendee.full_name,
                "email": attendee.email,
                "function": attendee.function,
                "places": [
                    {"on": place.day_channel.day.on, "channel": place.day_channel.channel, "state": place.state}
                    for place in attendee.places.all()
                ],
                "support_needs": SupportNeeds.objects.filter(attendee=attendee).values("needs", "diet").first(),
            }
            for attendee in Attendee.objects.filter(person=person)
            .select_related("order")
            .prefetch_related("places__day_channel__day")
        ],
    }


def erase(person: Person, now: datetime) -> None:
    """Names and addresses go; the order and its documents stay, for the books."""
    SupportNeeds.objects.filter(attendee__person=person).delete()
    gone = f"{ERASED}-{person.pk}@entfernt.invalid"
    Attendee.objects.filter(person=person).update(
        first_name="", last_name=ERASED, sort_name=ERASED, email=gone, function=""
    )
    Order.objects.filter(orderer=person, state=OrderState.DRAFT).update(orderer=None)
    Order.objects.filter(orderer=person).update(
        orderer_name=ERASED, orderer_email=gone, orderer_phone="", refund_iban=""
    )


BELONGING = Belonging("registration", export=export, erase=erase)
