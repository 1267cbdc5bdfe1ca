"""How the first panel ended: the last answers, three polls, the end, and the record that the moderation made of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import override

from werkstatt.foundation.kernel.uploads import read_upload
from werkstatt.foundation.look import paper
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions import feedback, leading, listening, materials, moderation, polls, questions, record
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.choices import PollKind, QuestionState
from werkstatt.rooms.stage.models import Question, Stage, Voice
from werkstatt.surfaces.demo.loading.facts import facts
from werkstatt.surfaces.demo.personas import BY_KEY

Row = dict[str, Any]
At = Callable[[str], datetime]
PAPER = "surfaces/demo/paper/questions.typ"
CHECKS = (
    "Wer betreibt die Lösung in fünf Jahren, und wer bezahlt das?",
    "Welche zweite Gemeinde macht von Anfang an mit?",
    "Wie kommen wir wieder heraus, und wann haben wir das geübt?",
)


def play_the_end(stage: Stage, *, at: At) -> None:
    """From 10:41 to the end and the days after; the stage must be live. Played once."""
    data = facts("record")
    voices = {channel: list(stage.voices.filter(channel=channel).order_by("pk")) for channel in ("on_site", "online")}
    for voice in (*voices["on_site"], *voices["online"]):
        voice.stage = stage
    moderator = Person.objects.filter(email=BY_KEY["organiser"].email).first()
    _merge(stage, data["merged"], voices, at)
    _answer(stage, data["answers"], at, by=moderator)
    for row in data["polls"]:
        _poll(stage, row, voices, at, by=moderator)
    _listen(stage, at)
    ends = at(data["ends"])
    stage = leading.end_stage(stage=stage, by=moderator, now=ends)
    _hand_out(stage, data["links"], now=ends, by=moderator)
    for number, row in enumerate(data["feedback"]):
        here = voices["online" if number % 5 < 2 else "on_site"]
        if number < len(here):  # a hall that was closed before the day is empty
            feedback.give_feedback(voice=here[number], now=ends + timedelta(minutes=3 * number), **row)
    for beginning in data["carried_on"]:
        if question := _question(stage, beginning):
            record.carry_on(question=question, by=moderator, now=ends + timedelta(hours=1))
    record.publish_record(stage=stage, by=moderator, now=ends + timedelta(hours=2))


def _question(stage: Stage, beginning: str) -> Question | None:
    """None where a visitor who moderates has hidden it or put it together with another: then the story leaves it so."""
    found = stage.questions.select_related("voice__person").filter(state__in=record.SEEN, merged_into=None)
    question = found.filter(text__startswith=beginning).order_by("asked_at").first()
    if question is not None:
        question.stage = stage
    return question


def _merge(stage: Stage, rows: list[Row], voices: dict[str, list[Voice]], at: At) -> None:
    for row in rows:
        voice = (voices[row["channel"]] or [*voices["on_site"], *voices["online"]])[-1]
        into = _question(stage, row["into"])
        if into is None:
            continue
        asked = questions.ask_question(voice=voice, text=row["text"], is_anonymous=False, now=at(row["at"]))
        Question.objects.filter(pk=asked.pk).update(merged_into=into, released_at=at(row["at"]))


def _answer(stage: Stage, rows: list[Row], at: At, *, by: Person | None) -> None:
    for row in rows:
        now, question = at(row["at"]), _question(stage, row["question"])
        if question is None:
            continue
        if question.state == QuestionState.WAITING:
            there = stage.questions.filter(state=QuestionState.ON_STAGE).values_list("pk", flat=True).first()
            question = moderation.put_on_stage(question=question, seen=there, by=by, now=now - timedelta(minutes=3))
        if row["answer"]:
            question = moderation.write_answer(question=question, text=row["answer"], by=by, now=now)
        if question.state == QuestionState.ON_STAGE:
            moderation.finish_question(question=question, by=by, now=now)


def _poll(stage: Stage, row: Row, voices: dict[str, list[Voice]], at: At, *, by: Person | None) -> None:
    now = at(row["at"])
    entry = polls.PollEntry(
        kind=PollKind(row["kind"]),
        question=row["question"],
        options=tuple(row.get("options", ())),
        lowest_label=row.get("lowest_label", ""),
        highest_label=row.get("highest_label", ""),
    )
    poll = polls.start_poll(stage=stage, entry=entry, by=by, now=now)
    cast_votes(votes=list(_votes(poll.pk, list(poll.options.values_list("pk", flat=True)), row, voices)), now=now)
    polls.close_poll(poll=poll, by=by, now=now + timedelta(minutes=2), shows_result=True)


def _votes(poll: int, options: list[int], row: Row, voices: dict[str, list[Voice]]) -> list[Vote]:
    if "words" in row:
        everybody = [*voices["on_site"], *voices["online"]]
        return [Vote(voice, poll, {"word": [word]}) for voice, word in zip(everybody, row["words"], strict=False)]
    votes: list[Vote] = []
    for channel in ("on_site", "online"):
        chosen = [place for place, count in enumerate(row[channel]) for _vote in range(count)]
        for voice, place in zip(voices[channel], chosen, strict=False):
            votes.append(Vote(voice, poll, {"choice": [options[place] if options else place + 1]}))
    return votes


def _listen(stage: Stage, at: At) -> None:
    """A curve as such hours have it: it fills, sags a little while people talk, and swells when there is a vote."""
    for minute in range(-8, 60):
        rising = min(1.0, max(0.15, (minute + 9) / 14))
        sag = 0.86 if 14 <= minute < 40 else 1.0
        vote = 1.12 if 49 <= minute < 57 else 1.0
        counts = {
            "on_site": round(37 * rising * sag * vote) - minute % 3,
            "online": round(23 * rising * (1 + sag) / 2 * vote) - minute % 2,
        }
        listening.note_listeners(stage=stage, counts=counts, now=at("10:00") + timedelta(minutes=minute))


def _hand_out(stage: Stage, rows: list[Row], *, now: datetime, by: Person | None) -> None:
    edition = stage.session.edition
    title = "Drei Prüffragen vor jedem Antrag"
    sheet = {
        "title": title,
        "host": edition.series.host_name,
        "questions": list(CHECKS),
        "note": edition.title,
    }
    with override("de"):
        content = paper.render(PAPER, sheet, dated=now.date())
    upload = read_upload(BytesIO(content))
    materials.add_file(stage=stage, title=title, name="drei-prueffragen.pdf", upload=upload, by=by, now=now)
    for row in rows:
        materials.add_link(stage=stage, title=row["title"], url=row["url"], by=by, now=now)
