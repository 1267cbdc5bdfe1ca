"""Acts of the moderation: each post names what to do (`do`) with one thing of the stage."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage import desk_forms
from werkstatt.rooms.stage.actions import guarding, hands, leading, moderation, polls
from werkstatt.rooms.stage.actions.diary import StageIsEnded
from werkstatt.rooms.stage.choices import HallView
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.moderation_queries import found_on
from werkstatt.rooms.stage.views.desk import done, moderated

Act = Callable[[Any, QueryDict, dict[str, Any]], object]


class InputIsWrong(Exception):
    """The form was not filled in as it must be."""


def _one(stage: Stage, things: QuerySet[Any], pk: int | None) -> Any:
    found = found_on(stage, things, pk or 0)
    if found is None:
        raise Http404
    return found


def _key(data: QueryDict, name: str) -> int | None:
    return whole_number(data.get(name, ""))


def _view(data: QueryDict) -> HallView:
    view = next((view for view in HallView if view == data.get("view")), None)
    if view is None:
        raise InputIsWrong
    return view


def _timer(stage: Stage, data: QueryDict, how: dict[str, Any]) -> None:
    form = desk_forms.TimerForm(data)
    if not form.is_valid():
        raise leading.TimerIsTooLong
    leading.start_timer(stage=stage, length=form.length, label=form.cleaned_data["label"], **how)


def _pin(stage: Stage, data: QueryDict, how: dict[str, Any]) -> None:
    form = desk_forms.NoteForm(data)
    if not form.is_valid():
        raise InputIsWrong
    leading.pin_note(stage=stage, text=form.cleaned_data["text"], **how)


def _share(stage: Stage, data: QueryDict, how: dict[str, Any]) -> None:
    form = desk_forms.LinkForm(data)
    if not form.is_valid():
        raise InputIsWrong
    leading.share_link(stage=stage, url=form.cleaned_data["url"], title=form.cleaned_data["title"], **how)


PROBLEMS: tuple[type[Exception], ...] = (
    StageIsEnded,
    moderation.QuestionHasMovedOn,
    moderation.QuestionsDoNotFit,
    moderation.StageIsTaken,
    polls.PollIsBegun,
    polls.PollIsNotOpen,
    polls.PollIsNotReleasable,
    leading.TimerIsTooLong,
    guarding.ReportIsSettled,
    guarding.AuthorStaysUnknown,
    hands.HandIsDown,
    InputIsWrong,
)
QUESTION_ACTS: dict[str, Act] = {
    "release": lambda question, _data, how: moderation.release_question(question=question, **how),
    "hide": lambda question, data, how: moderation.hide_question(
        question=question, reason=data.get("reason", ""), **how
    ),
    "hide_and_block": lambda question, data, how: guarding.hide_and_block(
        question=question, reason=data.get("reason", ""), **how
    ),
    "star": lambda question, _data, how: moderation.star_question(question=question, is_starred=True, **how),
    "unstar": lambda question, _data, how: moderation.star_question(question=question, is_starred=False, **how),
    "stage": lambda question, data, how: moderation.put_on_stage(question=question, seen=_key(data, "seen"), **how),
    "finish": lambda question, _data, how: moderation.finish_question(question=question, **how),
    "return": lambda question, _data, how: moderation.return_question(question=question, **how),
    "answer": lambda question, data, how: moderation.write_answer(question=question, text=data.get("text", ""), **how),
    "note": lambda question, data, how: moderation.annotate_question(
        question=question, text=data.get("text", ""), **how
    ),
    "merge": lambda question, data, how: moderation.merge_questions(
        question=question, into=_one(question.stage, question.stage.questions.all(), _key(data, "into")), **how
    ),
    "part": lambda question, _data, how: moderation.part_question(question=question, **how),
}
POLL_ACTS: dict[str, Act] = {
    "open": lambda poll, _data, how: polls.open_poll(poll=poll, **how),
    "open_live": lambda poll, _data, how: polls.open_poll(poll=poll, shows_result=True, **how),
    "close": lambda poll, _data, how: polls.close_poll(poll=poll, **how),
    "close_and_show": lambda poll, _data, how: polls.close_poll(poll=poll, shows_result=True, **how),
    "show": lambda poll, _data, how: polls.show_result(poll=poll, **how),
    "hide": lambda poll, _data, how: polls.hide_result(poll=poll, **how),
    "up": lambda poll, _data, how: polls.put_poll_up(poll=poll, **how),
    "down": lambda poll, _data, how: polls.take_poll_down(poll=poll, **how),
    "reset": lambda poll, _data, how: polls.reset_poll(poll=poll, **how),
    "remove": lambda poll, _data, how: polls.remove_poll(poll=poll, **how),
    "hide_word": lambda poll, data, how: polls.hide_word(poll=poll, word=data.get("word", ""), **how),
    "show_word": lambda poll, data, how: polls.show_word(poll=poll, word=data.get("word", ""), **how),
    "merge_word": lambda poll, data, how: polls.merge_words(
        poll=poll, word=data.get("word", ""), into=data.get("into", ""), **how
    ),
}
LEAD_ACTS: dict[str, Act] = {
    "begin": lambda stage, _data, how: leading.begin_stage(stage=stage, **how),
    "end": lambda stage, _data, how: leading.end_stage(stage=stage, **how),
    "stop_timer": lambda stage, _data, how: leading.stop_timer(stage=stage, **how),
    "hall": lambda stage, data, how: leading.lead_hall(stage=stage, view=_view(data), **how),
    "timer": _timer,
    "note": _pin,
    "link": _share,
}
REPORT_ACTS: dict[str, Act] = {
    "uphold": lambda report, _data, how: guarding.uphold_report(report=report, **how),
    "uphold_and_block": lambda report, _data, how: guarding.uphold_report(report=report, blocks=True, **how),
    "dismiss": lambda report, _data, how: guarding.dismiss_report(report=report, **how),
}


@require_POST
@moderated
def question(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    return _act(request, stage, "questions", QUESTION_ACTS, _one(stage, stage.questions.all(), pk))


@require_POST
@moderated
def poll(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    return _act(request, stage, "polls", POLL_ACTS, _one(stage, stage.polls.all(), pk))


@require_POST
@moderated
def instant_poll(request: HttpRequest, stage: Stage) -> HttpResponse:
    form = desk_forms.InstantForm(request.POST)
    if not form.is_valid():
        return done(request, stage, "polls", problem=InputIsWrong())
    try:
        polls.start_poll(stage=stage, entry=form.entry(), **_how(request))
    except StageIsEnded as problem:
        return done(request, stage, "polls", problem=problem)
    return done(request, stage, "polls")


@require_POST
@moderated
def lead(request: HttpRequest, stage: Stage) -> HttpResponse:
    return _act(request, stage, "lead", LEAD_ACTS, stage)


@require_POST
@moderated
def hand(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Give the floor, or note that the turn is over."""
    found = _one(stage, stage.hands.all(), pk)
    try:
        if request.POST.get("do") == "call":
            hands.call_hand(hand=found, now=clock.now())
        elif request.POST.get("do") == "lower":
            hands.lower_hand(hand=found, now=clock.now())
        else:
            hands.finish_turn(hand=found, now=clock.now())
    except hands.HandIsDown as problem:
        return done(request, stage, "hands", problem=problem)
    return done(request, stage, "hands")


@require_POST
@moderated
def next_hand(request: HttpRequest, stage: Stage) -> HttpResponse:
    hands.call_next_hand(stage=stage, now=clock.now())
    return done(request, stage, "hands")


@require_POST
@moderated
def message(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Remove a message; `block` also ends what its author may contribute."""
    found = _one(stage, stage.messages.all(), pk)
    reason = request.POST.get("reason", "")
    guarding.remove_message(message=found, reason=reason, **_how(request))
    if request.POST.get("do") == "block":
        guarding.block_voice(voice=found.voice, reason=reason, **_how(request))
    return done(request, stage, "chat")


@require_POST
@moderated
def voice(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    """Block somebody, or let her in again."""
    found = _one(stage, stage.voices.all(), pk)
    if request.POST.get("do") == "let_in":
        guarding.let_in(voice=found, **_how(request))
    else:
        guarding.block_voice(voice=found, reason=request.POST.get("reason", ""), **_how(request))
    return done(request, stage, "reports")


@require_POST
@moderated
def report(request: HttpRequest, stage: Stage, pk: int) -> HttpResponse:
    return _act(request, stage, "reports", REPORT_ACTS, _one(stage, stage.reports.all(), pk))


def _act(request: HttpRequest, stage: Stage, part: str, acts: dict[str, Act], thing: Any) -> HttpResponse:
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(thing, request.POST, _how(request))
    except PROBLEMS as problem:
        return done(request, stage, part, problem=problem)
    return done(request, stage, part)


def _how(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user if isinstance(request.user, Person) else None, "now": clock.now()}
