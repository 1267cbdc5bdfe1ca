"""What a person tells about herself on her own page: support needs, and her name in the participant list."""

from datetime import datetime, timedelta

from django.db import transaction

from werkstatt.foundation.events.models import Day
from werkstatt.foundation.people import actions as people_actions
from werkstatt.foundation.people.choices import Purpose
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.registration.actions.drafts import NEEDS_KEPT_DAYS
from werkstatt.rooms.registration.models import Attendee, SupportNeeds
from werkstatt.rooms.registration.queries import standing_consent


@transaction.atomic
def save_needs(*, attendee: Attendee, needs: str, diet: str, wording: str, now: datetime) -> None:
    """Keep (or, both empty, delete) support needs with the consent they rest on. They never go into the log."""
    SupportNeeds.objects.filter(attendee=attendee).delete()
    edition, person = attendee.order.edition, attendee.person
    last_day = Day.objects.filter(edition=edition).order_by("-on").values_list("on", flat=True).first()
    if person is None or last_day is None:
        return
    context = f"edition:{edition.slug}"
    if needs or diet:
        delete_on = last_day + timedelta(days=NEEDS_KEPT_DAYS)
        SupportNeeds.objects.create(attendee=attendee, needs=needs, diet=diet, delete_on=delete_on)
        people_actions.give_consent(
            person=person, purpose=Purpose.SUPPORT_NEEDS, wording=wording, context=context, now=now
        )
    else:
        _withdraw(person, Purpose.SUPPORT_NEEDS, context, now)


@transaction.atomic
def join_participant_list(*, attendee: Attendee, wanted: bool, wording: str, now: datetime) -> None:
    """Put the name on the list all participants see, or take it off again."""
    if attendee.person is None:
        return
    context = f"edition:{attendee.order.edition.slug}"
    if wanted:
        people_actions.give_consent(
            person=attendee.person, purpose=Purpose.PARTICIPANT_LIST, wording=wording, context=context, now=now
        )
    else:
        _withdraw(attendee.person, Purpose.PARTICIPANT_LIST, context, now)


def _withdraw(person: Person, purpose: Purpose, context: str, now: datetime) -> None:
    if (consent := standing_consent(person, purpose, context)) is not None:
        people_actions.withdraw_consent(consent=consent, now=now, by=person)
