"""People come into being by their e-mail address; their name is theirs to set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person


@dataclass(frozen=True)
class Profile:
    first_name: str
    last_name: str
    position: str = ""
    language: str = "de"


@transaction.atomic
def person_for(*, email: str, first_name: str = "", last_name: str = "", language: str = "de", now: datetime) -> Person:
    """The person with this address, made if new. An existing person's name is never overwritten."""
    address = email.strip().lower()
    if (known := Person.objects.filter(email__iexact=address).first()) is not None:
        return known
    names = {"first_name": clean_line(first_name)[:100], "last_name": clean_line(last_name)[:100]}
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email=address, language=language, created_at=now, **names)
    except IntegrityError:  # another connection was quicker
        return Person.objects.get(email__iexact=address)
    log.record(verb="person_added", subject=f"person:{person.pk}", at=now)
    return person


@dataclass(frozen=True)
class Newcomer:
    """Somebody as another person entered her."""

    email: str
    first_name: str = ""
    last_name: str = ""


@transaction.atomic(savepoint=False)
def persons_for(newcomers: Iterable[Newcomer], *, language: str = "de", now: datetime) -> dict[str, Person]:
    """`person_for` for many at once, by address in lower case. The number of queries does not grow with them."""
    wanted = {each.email.strip().lower(): each for each in newcomers}
    known = _by_address(wanted)
    new = [_unproved(address, each, language, now) for address, each in sorted(wanted.items()) if address not in known]
    if not new:
        return known
    # Another connection may be quicker with one of them: then hers stays as it is, and we learn its key.
    Person.objects.bulk_create(new, update_conflicts=True, update_fields=["email"], unique_fields=["email"])
    log.record_all(log.entry(verb="person_added", subject=f"person:{person.pk}", at=now) for person in new)
    return known | {person.email: person for person in new}


def _by_address(addresses: Iterable[str]) -> dict[str, Person]:
    people = Person.objects.annotate(address=Lower("email")).filter(address__in=list(addresses))
    return {person.email.lower(): person for person in people}


def _unproved(address: str, newcomer: Newcomer, language: str, now: datetime) -> Person:
    """A person who has not signed in yet: no password, and her name as somebody else wrote it."""
    person = Person(
        email=address,
        first_name=clean_line(newcomer.first_name)[:100],
        last_name=clean_line(newcomer.last_name)[:100],
        language=language,
        created_at=now,
    )
    person.set_unusable_password()
    person.refresh_search()
    return person


@transaction.atomic
def prepare_sign_in(*, email: str, language: str, now: datetime) -> Person:
    """Whoever can read mail at this address may sign in as this person; an unknown address gets one."""
    person = person_for(email=email, language=language, now=now)
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    return person


@transaction.atomic
def prove_address(*, person: Person) -> None:
    """Somebody we trust, the operator's own sign-in for instance, vouches that this person's address is hers."""
    proven = {"primary": True, "verified": True}
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults=proven)


@transaction.atomic
def lift_protection(*, email: str, now: datetime) -> int:
    """Forget passkeys, app and recovery codes of whoever lost them; the code by mail is enough again. How many there were.

    Raises Person.DoesNotExist.
    """
    person = Person.objects.get(email__iexact=email.strip())
    gone: int = Authenticator.objects.filter(user=person).delete()[0]
    log.record(verb="protection_lifted", subject=f"person:{person.pk}", at=now)
    return gone


@transaction.atomic
def edit_profile(*, person: Person, profile: Profile, now: datetime) -> Person:
    person.first_name = clean_line(profile.first_name)
    person.last_name = clean_line(profile.last_name)
    person.position = clean_line(profile.position)
    person.language = profile.language
    person.save(update_fields=["first_name", "last_name", "position", "language"])
    log.record(verb="profile_edited", subject=f"person:{person.pk}", at=now, actor=person)
    return person


@transaction.atomic
def make_owner(*, email: str, now: datetime, by: Person | None = None) -> Person:
    """Make the person with this address an owner of the platform, who may do everything."""
    person = person_for(email=email, now=now)
    if not person.is_superuser:
        person.is_superuser = person.is_staff = True
        person.save(update_fields=["is_superuser", "is_staff"])
        log.record(verb="owner_made", subject=f"person:{person.pk}", at=now, actor=by)
    return person


UNPROVEN_FOR = timedelta(days=2)


@transaction.atomic
def delete_unproven_people(*, now: datetime) -> int:
    """Forget addresses that somebody typed to sign in, that were never proven and that nothing refers to."""
    rows = Person.objects.filter(
        last_login=None, first_name="", last_name="", is_superuser=False, created_at__lt=now - UNPROVEN_FOR
    )
    for relation in Person._meta.related_objects:  # noqa: SLF001  (public API)
        if not relation.hidden and relation.related_model is not EmailAddress:
            rows = rows.filter(**{f"{relation.name}__isnull": True})
    return Person.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()[0]
