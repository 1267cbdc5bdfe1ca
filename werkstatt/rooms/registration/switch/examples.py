"""Three real mails for the preview: the switch is really pulled for a few orders, and then undone.

Everything is as it will be (names, sums, the next number of a document), because it is the same code; the transaction
is rolled back, so nothing of it stays and no number is used up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.masking import without_personal_links
from werkstatt.rooms.registration.models import ChannelSwitch
from werkstatt.rooms.registration.switch import run, starting
from werkstatt.rooms.registration.switch.plan import Plan, PlannedCase
from werkstatt.rooms.registration.switch.starting import Confirmation, Terms
from werkstatt.services.mailing.models import Mail

MOST_PERSONS = 12  # in an example; nobody reads a mail about two hundred


@dataclass(frozen=True, slots=True)
class Example:
    kind: str
    to_name: str
    to_email: str
    subject: str
    text: str
    files: tuple[str, ...]


def example_mails(edition: Edition, plan: Plan, terms: Terms, *, now: datetime) -> list[Example]:
    """Up to three mails: to an orderer who has paid, to one who has not (or keeps some), and to a person."""
    chosen = _chosen(plan)
    if not chosen:
        return []
    with transaction.atomic():
        mails = _written(edition, plan, chosen, terms, now=now)
        examples = [_example(mail) for mail in mails]
        transaction.set_rollback(True)
    return _different(examples)


def _chosen(plan: Plan) -> list[PlannedCase]:
    """Orders that differ: a paid group, an unpaid one, one whose invoice is cancelled in part, one without an offer."""
    wanted: list[Callable[[PlannedCase], bool]] = [
        lambda case: len(case.offers) > 1 and case.freed_cents > 0,
        lambda case: case.cancelled_cents > 0 and not case.freed_cents,
        lambda case: any(not each.is_whole for each in case.cancellations),
        lambda case: not case.offers,
        lambda case: bool(case.offers),
    ]
    small = [case for case in plan.cases if len(case.places) <= MOST_PERSONS] or list(plan.cases[:1])
    chosen: list[PlannedCase] = []
    for fits in wanted:
        found = next((case for case in small if case not in chosen and fits(case)), None)
        if found is not None:
            chosen.append(found)
    return chosen[:4]


def _written(edition: Edition, plan: Plan, chosen: Sequence[PlannedCase], terms: Terms, *, now: datetime) -> list[Mail]:
    last = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    confirmation = Confirmation(seen=plan.figures, key="", by=None)
    switch = starting.write_switch(edition, plan, terms, confirmation, now=now)
    starting.write_cases(switch, chosen, now=now)
    cases = list(switch.cases.order_by("pk"))
    for case in cases:
        case.switch = switch
    run.work_cases(cases, now=now)
    return list(_mails_of(switch, last))


def _mails_of(switch: ChannelSwitch, last: int) -> list[Mail]:
    mails = Mail.objects.filter(edition=switch.edition, pk__gt=last).exclude(kind="documents_for_billing")
    return list(mails.prefetch_related("attachments").order_by("pk"))


def _example(mail: Mail) -> Example:
    files = tuple(file.filename for file in mail.attachments.all())
    text = without_personal_links(mail.text, instead=_("[persönlicher Link]"))
    return Example(mail.kind, mail.to_name, mail.to_email, mail.subject, text, files)


def _different(examples: list[Example]) -> list[Example]:
    """Two to orderers and one to a person, as far as there are."""
    persons = [each for each in examples if each.kind in {"switch_offer", "hall_offer"}][:1]
    orderers = [each for each in examples if each not in persons and each.kind not in {"switch_offer", "hall_offer"}]
    return [*orderers[: 3 - len(persons)], *persons]
