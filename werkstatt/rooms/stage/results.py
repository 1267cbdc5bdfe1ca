"""What of a stage can be named in the trail: its questions and its polls. Never who asked or voted."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.trail.kinds import Kind, Told
from werkstatt.rooms.stage.choices import PollState, QuestionState
from werkstatt.rooms.stage.models import Poll, Question, Stage

TOLD = (QuestionState.WAITING, QuestionState.ON_STAGE, QuestionState.ANSWERED)


def tell_questions(keys: Iterable[int]) -> dict[int, Told]:
    found = Question.objects.filter(pk__in=list(keys), state__in=TOLD).annotate(support_count=Count("supports"))
    return {
        each.pk: Told(
            each.text, record_address(each.stage, f"q-{each.pk}"), f"{_supports(each)}, {_became(each)}", each.asked_at
        )
        for each in found.select_related("stage__session__edition")
    }


def tell_polls(keys: Iterable[int]) -> dict[int, Told]:
    found = Poll.objects.filter(pk__in=list(keys), state=PollState.CLOSED, is_result_shown=True)
    return {
        each.pk: Told(each.question, record_address(each.stage, f"p-{each.pk}"), each.get_kind_display(), _at(each))
        for each in found.select_related("stage__session__edition")
    }


def record_address(stage: Stage, part: str = "") -> str:
    """The record's page, or a place on it."""
    address = reverse("stage:record", args=[stage.session.edition.slug, stage.session.code])
    return f"{address}#{part}" if part else address


def _supports(question: Question) -> str:
    number: int = question.support_count  # type: ignore[attr-defined]  # annotated
    words = ngettext("%(number)s Unterstützung", "%(number)s Unterstützungen", number)
    return words % {"number": signs.number(number)}


def _became(question: Question) -> str:
    return _("offen") if question.state == QuestionState.WAITING else _("beantwortet")


def _at(poll: Poll) -> datetime | None:
    return poll.closed_at


QUESTION = Kind("stage.question", gettext_lazy("Frage"), tell=tell_questions)
POLL = Kind("stage.poll", gettext_lazy("Umfrage"), tell=tell_polls)
