"""Named reads of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.trail import kinds
from werkstatt.foundation.trail.choices import Relation
from werkstatt.foundation.trail.kinds import Result
from werkstatt.foundation.trail.models import Link


def links_of(refs: Iterable[str]) -> list[Link]:
    """Every link that begins or ends at one of these results, oldest first."""
    wanted = list(refs)
    return list(Link.objects.filter(Q(source__in=wanted) | Q(target__in=wanted)).select_related("made_by"))


@dataclass(frozen=True)
class Kept:
    """A result that an edition carries on: where it came from, who decided it when, and what has become of it."""

    result: Result
    origins: list[Result]
    outcomes: list[Result]
    decided_at: datetime
    decided_by: Person | None

    @property
    def is_open(self) -> bool:
        return not self.outcomes


def kept_for(edition: Edition) -> list[Kept]:
    """What was carried on into this edition, the latest first; what can no longer be told is left out."""
    carried = Link.objects.filter(target=kinds.ref("events.edition", edition.pk), relation=Relation.CARRIED_ON)
    decided = list(carried.select_related("made_by").order_by("-made_at", "-pk"))
    around = [link for link in links_of(link.source for link in decided) if link.relation != Relation.CARRIED_ON]
    told = kinds.results(
        [*(link.source for link in decided), *(link.source for link in around), *(link.target for link in around)]
    )
    return [
        Kept(
            result=told[link.source],
            origins=[told[each.source] for each in around if each.target == link.source and each.source in told],
            outcomes=[told[each.target] for each in around if each.source == link.source and each.target in told],
            decided_at=link.made_at,
            decided_by=link.made_by,
        )
        for link in decided
        if link.source in told
    ]
