"""An edition made from an earlier one: the house is copied, its guests are not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, models, transaction

from werkstatt.foundation.events.actions.editions import SlugIsTaken
from werkstatt.foundation.events.actions.roles import grant_role
from werkstatt.foundation.events.choices import EditionState, RoleKind
from werkstatt.foundation.events.models import Day, DayChannel, Edition, HouseRule
from werkstatt.foundation.events.signals import edition_copied
from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class CopyWish:
    """`with_sessions` copies the programme too (as planned sessions); `with_team` the roles at the desk."""

    title: str
    slug: str
    first_day_on: date
    with_sessions: bool = False
    with_team: bool = False


@transaction.atomic
def copy_edition(*, source: Edition, wish: CopyWish, by: Person | None, now: datetime) -> Edition:
    """A draft with days shifted, channels, rooms, themes, prices, rules, terms and texts of `source`.

    Rooms above add theirs on `edition_copied`, inside this transaction. Raises SlugIsTaken.
    """
    first = source.days.order_by("on").first()
    shift = wish.first_day_on - first.on if first else timedelta(0)
    copy = _edition(source, wish, shift, now)
    _days(source, copy, shift)
    rooms = {room.pk: _twin(room, edition=copy) for room in source.rooms.all()}
    for rule in source.house_rules.all():
        _shifted_rule(rule, copy, shift)
    for row in [*source.cancellation_terms.all(), *source.legal_texts.all()]:
        _twin(row, edition=copy)
    copy.themes.set(source.themes.all())
    _team(source, copy, by, now, everybody=wish.with_team)
    scope = f"edition:{copy.slug}"
    log.record(verb="edition_copied", subject=scope, at=now, actor=by, scope=scope, source=source.slug)
    edition_copied.send(
        sender=Edition,
        source=source,
        copy=copy,
        shift_days=shift.days,
        rooms=rooms,
        with_sessions=wish.with_sessions,
    )
    return copy


def _edition(source: Edition, wish: CopyWish, shift: timedelta, now: datetime) -> Edition:
    copy = Edition.objects.get(pk=source.pk)
    copy.pk = None
    copy._state.adding = True  # noqa: SLF001  (Django's documented way to copy a row)
    copy.title, copy.slug, copy.state = clean_line(wish.title), wish.slug, EditionState.DRAFT
    copy.copied_from = source
    copy.created_at = now
    for name in ("registration_opens_at", "registration_closes_at"):
        if (moment := getattr(source, name)) is not None:
            setattr(copy, name, _same_wall_clock(moment, shift, source))
    try:
        with transaction.atomic():
            copy.save(force_insert=True)
    except IntegrityError as error:
        raise SlugIsTaken from error
    return copy


def _same_wall_clock(moment: datetime, shift: timedelta, edition: Edition) -> datetime:
    """Midnight stays midnight across a change of summer time."""
    local = moment.astimezone(edition.zone)
    return (local.replace(tzinfo=None) + shift).replace(tzinfo=edition.zone)


def _days(source: Edition, copy: Edition, shift: timedelta) -> None:
    for day in source.days.prefetch_related("channels"):
        new = Day.objects.create(edition=copy, on=day.on + shift, starts=day.starts, ends=day.ends)
        DayChannel.objects.bulk_create(
            DayChannel(day=new, channel=row.channel, price_cents=row.price_cents, capacity=row.capacity)
            for row in day.channels.all()
        )


def _twin(row: Row, **changes: object) -> Row:
    twin = type(row)._default_manager.get(pk=row.pk)  # noqa: SLF001  (public for generic code)
    twin.pk = None
    twin._state.adding = True  # noqa: SLF001
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save(force_insert=True)
    return twin


def _shifted_rule(rule: HouseRule, copy: Edition, shift: timedelta) -> None:
    until = rule.valid_until + shift if rule.valid_until else None
    _twin(rule, edition=copy, valid_from=rule.valid_from + shift, valid_until=until)


def _team(source: Edition, copy: Edition, by: Person | None, now: datetime, *, everybody: bool) -> None:
    if by is not None:
        grant_role(edition=copy, person=by, kind=RoleKind.ORGANISER, by=by, now=now)
    if everybody:
        for role in source.roles.select_related("person"):
            grant_role(edition=copy, person=role.person, kind=RoleKind(role.kind), by=by, now=now)
