"""Consents: given and withdrawn one by one; nothing is ever deleted or reworded."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Consent, Person


@transaction.atomic
def give_consent(*, person: Person, purpose: str, wording: str, now: datetime, context: str = "") -> Consent:
    """Note to what, when and in which words the person agreed. The same words twice are one consent."""
    Person.objects.select_for_update().get(pk=person.pk)
    standing = person.consents.filter(purpose=purpose, context=context, wording=wording, withdrawn_at=None).first()
    if standing is not None:
        return standing
    consent = Consent.objects.create(person=person, purpose=purpose, context=context, wording=wording, given_at=now)
    _note_given(person, [purpose], context, now)
    return consent


@transaction.atomic(savepoint=False)
def give_consents(*, person: Person, wordings: Mapping[str, str], now: datetime, context: str = "") -> None:
    """`give_consent` for several purposes at once; the queries do not grow with them."""
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    standing = set(person.consents.filter(context=context, withdrawn_at=None).values_list("purpose", "wording"))
    new = {purpose: wording for purpose, wording in wordings.items() if (purpose, wording) not in standing}
    Consent.objects.bulk_create(
        Consent(person=person, purpose=purpose, context=context, wording=wording, given_at=now)
        for purpose, wording in new.items()
    )
    if new:
        _note_given(person, [*new], context, now)


@transaction.atomic
def withdraw_consent(*, consent: Consent, now: datetime, by: Person | None = None) -> Consent:
    """From now on it no longer holds. Withdrawing twice changes nothing."""
    if Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now):
        log.record(
            verb="consent_withdrawn",
            subject=f"person:{consent.person_id}",
            at=now,
            actor=by or consent.person,
            scope=consent.context,
            purpose=consent.purpose,
        )
    consent.refresh_from_db()
    return consent


def _note_given(person: Person, purposes: list[str], context: str, now: datetime) -> None:
    subject = f"person:{person.pk}"
    log.record(verb="consent_given", subject=subject, at=now, actor=person, scope=context, purposes=purposes)
