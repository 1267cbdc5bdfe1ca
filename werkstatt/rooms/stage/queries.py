"""Named reads of stages for those who take part. What the moderation reads stands in `moderation_queries.py`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Lower

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SessionFormat, SessionState
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import open_to, sessions_visible_to
from werkstatt.rooms.stage import codes, fairness
from werkstatt.rooms.stage.choices import HandState, QuestionState, StageState
from werkstatt.rooms.stage.models import Hand, Message, Question, Stage, Support, Voice

MESSAGES_AT_ONCE = 50
OWN_AT_ONCE = 20
HEARD = (QuestionState.ON_STAGE, QuestionState.ANSWERED)
WITH_SESSION = ("session__edition__series", "session__hall_room", "session__online_room", "session__theme")


def stage_of(session: Session) -> Stage | None:
    """The stage of a session, if it was opened; read once for each session object, as a page asks more than once."""
    return getattr(session, "stage", None)


def stages_of(sessions: Iterable[Session]) -> dict[int, Stage]:
    """The opened stages of these sessions by the session's key, in one query."""
    return {stage.session_id: stage for stage in Stage.objects.filter(session__in=list(sessions))}


def stages_visible_to(visitor: Visitor) -> QuerySet[Stage]:
    """Stages of sessions the visitor may see. To see one is not yet to enter it."""
    visible = sessions_visible_to(visitor).order_by().values("pk")
    return Stage.objects.filter(session__in=visible).select_related(*WITH_SESSION).defer("session__search")


def stages_open_in(edition: Edition) -> list[Stage]:
    """Stages of the edition that have not ended, in order of time, each with `voice_count`."""
    stages = Stage.objects.filter(session__edition=edition).exclude(state=StageState.ENDED)
    stages = stages.annotate(voice_count=Count("voices", filter=Q(voices__blocked_at=None)))
    return list(stages.select_related(*WITH_SESSION).defer("session__search"))


def stage_behind(code: str) -> Stage | None:
    """The stage that has not ended and is called so; spaces, dashes and small letters do no harm."""
    stages = Stage.objects.exclude(state=StageState.ENDED).select_related(*WITH_SESSION).defer("session__search")
    return stages.filter(code=codes.tidy(code)).first()


def as_it_stands(stage: Stage) -> Stage:
    """Read once more: a page reads what it shows after its stream has noted where the topics stand, never before."""
    return Stage.objects.select_related(*WITH_SESSION).defer("session__search").get(pk=stage.pk)


def voices_with_stage() -> QuerySet[Voice]:
    return Voice.objects.select_related("person", *(f"stage__{path}" for path in WITH_SESSION)).defer(
        "stage__session__search"
    )


def voice_of(person: Person, stage: Stage) -> Voice | None:
    return voices_with_stage().filter(stage=stage, person=person).first()


def guest_voice(pk: object, stage: Stage) -> Voice | None:
    """The guest's voice of this key, as her session remembers it."""
    if not isinstance(pk, int):
        return None
    return voices_with_stage().filter(stage=stage, person=None, pk=pk).first()


def voices_speaking_as(listeners: Iterable[str]) -> dict[str, Voice]:
    """Voices by the name under which the live service knows them, in one query."""
    keys = {
        int(name.removeprefix("voice:"))
        for name in listeners
        if name.startswith("voice:") and name.removeprefix("voice:").isdecimal()
    }
    return {voice.listener: voice for voice in voices_with_stage().filter(pk__in=keys)}


def present_names(stage: Stage, *, limit: int = 60) -> list[Voice]:
    """Those who are on the stage and agreed to be named, the latest first."""
    listed = Voice.objects.filter(stage=stage, is_listed=True, blocked_at=None).select_related("person")
    return list(listed.order_by("-seen_at", "pk")[:limit])


def people_here(edition: Edition, *, since: datetime, limit: int = 200) -> list[Voice]:
    """Those who came to an open stage of the edition since then and agreed to be named; each person once."""
    listed = Voice.objects.filter(
        stage__session__edition=edition, is_listed=True, blocked_at=None, seen_at__gte=since
    ).exclude(stage__state=StageState.ENDED)
    found: dict[object, Voice] = {}
    for voice in listed.select_related("person").order_by("-seen_at", "pk")[:limit]:
        found.setdefault(voice.person_id or voice.name, voice)
    return list(found.values())


def with_supports(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions with `support_count` and the voice's person."""
    return questions.annotate(support_count=Count("supports")).select_related("voice__person", "stage", "merged_into")


@dataclass(frozen=True)
class Questions:
    """All questions one voice may see: the queue in fair order, the one on stage, the answered, and all of her own."""

    queue: list[Question]
    on_stage: Question | None
    answered: list[Question]
    own: list[Question]


def questions_for(voice: Voice) -> Questions:
    """In one query, however many there are."""
    seen = Q(state__in=[QuestionState.WAITING, *HEARD], merged_into=None)
    every = list(with_supports(Question.objects.filter(seen | Q(voice=voice), stage=voice.stage_id)))
    shown = [each for each in every if each.merged_into_id is None]
    heard = [each for each in shown if each.state in HEARD]
    answered = [each for each in heard if each.state == QuestionState.ANSWERED]
    return Questions(
        queue=in_order([each for each in shown if each.state == QuestionState.WAITING], heard),
        on_stage=next((each for each in heard if each.state == QuestionState.ON_STAGE), None),
        answered=sorted(answered, key=lambda each: (each.answered_at or each.asked_at, each.pk), reverse=True),
        own=_newest_own(each for each in every if each.voice_id == voice.pk),
    )


def open_questions(stage: Stage) -> list[Question]:
    """The queue in fair order: what is released, waits and stands for itself."""
    shown = Question.objects.filter(stage=stage, state__in=[QuestionState.WAITING, *HEARD], merged_into=None)
    every = list(with_supports(shown))
    return in_order(
        [each for each in every if each.state == QuestionState.WAITING], [each for each in every if each.state in HEARD]
    )


def in_order(waiting: Sequence[Question], heard: Sequence[Question]) -> list[Question]:
    """Waiting questions (with supports) in fair order; `heard` are those that had their turn."""
    questions = {each.pk: each for each in waiting}
    queue = (
        fairness.Waiting(each.pk, each.channel, each.support_count, each.asked_at)  # type: ignore[attr-defined]
        for each in waiting
    )
    turns = Counter(each.channel for each in heard)
    order = fairness.order_of_questions(queue, heard_on_site=turns["on_site"], heard_online=turns["online"])
    return [questions[key] for key in order]


def question_on_stage(stage: Stage) -> Question | None:
    return with_supports(Question.objects.filter(stage=stage, state=QuestionState.ON_STAGE)).first()


def own_questions(voice: Voice) -> list[Question]:
    """What this voice asked, the latest first, with what became of each."""
    return _newest_own(Question.objects.filter(voice=voice).select_related("merged_into"))


def _newest_own(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda each: (each.asked_at, each.pk), reverse=True)[:OWN_AT_ONCE]


def supported_by(voice: Voice) -> set[int]:
    """Keys of the questions this voice supports."""
    return set(Support.objects.filter(voice=voice).values_list("question_id", flat=True))


def question_to_touch(voice: Voice, pk: object) -> Question | None:
    """A question of the voice's own stage that others can see."""
    seen = Question.objects.filter(stage=voice.stage_id, state__in=[QuestionState.WAITING, *HEARD])
    return seen.filter(pk=_key(pk)).select_related("voice", "stage").first()


def questions_to_touch(wanted: Iterable[tuple[Voice, object]]) -> dict[tuple[str, str], Question]:
    """What `question_to_touch` finds for many, by the voice's listener and the key as given; in one query."""
    asked = [(voice, str(given), _key(given)) for voice, given in wanted]
    seen = Question.objects.filter(pk__in={key for _voice, _given, key in asked}).exclude(merged_into__isnull=False)
    found = {each.pk: each for each in seen.filter(state__in=[QuestionState.WAITING, *HEARD]).select_related("stage")}
    return {
        (voice.listener, given): found[key]
        for voice, given, key in asked
        if key in found and found[key].stage_id == voice.stage_id
    }


def own_question(voice: Voice, pk: object) -> Question | None:
    return Question.objects.filter(voice=voice, pk=_key(pk)).select_related("stage", "voice").first()


def mine(voice: Voice, questions: Questions, messages: Sequence[Message]) -> set[str]:
    """Keys of what on the page is this voice's own. They name objects, never people."""
    keys = {f"support-{pk}" for pk in supported_by(voice)}
    keys |= {f"own-q{each.pk}" for each in questions.own}
    return keys | {f"own-m{each.pk}" for each in messages if each.voice_id == voice.pk}


def messages_of(stage: Stage, *, before: int | None = None) -> list[Message]:
    """The newest messages (or those before a key), oldest first, with what they answer."""
    messages = Message.objects.filter(stage=stage).select_related("voice__person", "reply_to__voice__person", "stage")
    if before is not None:
        messages = messages.filter(pk__lt=before)
    return list(messages.prefetch_related("mentions__person").order_by("-pk")[:MESSAGES_AT_ONCE])[::-1]


def message_on(stage: Stage, pk: object) -> Message | None:
    """A message of the stage that still says something."""
    messages = Message.objects.filter(stage=stage, deleted_at=None, pk=_key(pk))
    return messages.select_related("voice__person", "stage").first()


def own_message(voice: Voice, pk: object) -> Message | None:
    message = message_on(voice.stage, pk)
    return message if message is not None and message.voice_id == voice.pk else None


@dataclass(frozen=True)
class SpeakingList:
    """Who has the floor, and who comes next, hall and online in turns."""

    speaking: Hand | None
    waiting: list[Hand]


def speaking_list(stage: Stage) -> SpeakingList:
    hands = Hand.objects.filter(stage=stage, state__in=[HandState.RAISED, HandState.CALLED])
    every = list(hands.select_related("voice__person", "stage"))
    waiting = {hand.pk: hand for hand in every if hand.state == HandState.RAISED}
    speaking = next((hand for hand in every if hand.state == HandState.CALLED), None)
    order = fairness.order_of_hands(_raised(waiting.values()), last_channel=_last_channel(stage, speaking))
    return SpeakingList(speaking, [waiting[key] for key in order])


def _raised(hands: Iterable[Hand]) -> list[fairness.Raised]:
    hands = list(hands)
    spoken = Hand.objects.filter(voice__in=[hand.voice_id for hand in hands], state=HandState.SPOKEN)
    turns = dict(spoken.order_by().values_list("voice").annotate(Count("pk")))
    return [fairness.Raised(hand.pk, hand.channel, turns.get(hand.voice_id, 0), hand.raised_at) for hand in hands]


def _last_channel(stage: Stage, speaking: Hand | None) -> str:
    if speaking is not None:
        return speaking.channel
    spoken = Hand.objects.filter(stage=stage, state=HandState.SPOKEN).order_by("-called_at", "-pk")
    return spoken.values_list("channel", flat=True).first() or ""


def open_hand(voice: Voice) -> Hand | None:
    """The hand this voice holds up, or with which it speaks now."""
    hands = Hand.objects.filter(voice=voice, state__in=[HandState.RAISED, HandState.CALLED])
    return hands.select_related("voice__person", "stage").first()


def voices_named(stage: Stage, names: Iterable[str]) -> list[Voice]:
    """Voices of the stage with one of these names (in lower case)."""
    wanted = list(names)
    if not wanted:
        return []
    person = Lower(Concat("person__first_name", Value(" "), "person__last_name"))
    voices = Voice.objects.filter(stage=stage, blocked_at=None).select_related("person")
    named = voices.annotate(called=Case(When(person=None, then=Lower("pseudonym")), default=person))
    return list(named.filter(called__in=wanted))


def voice_numbers(stage: Stage) -> dict[str, int]:
    """How many voices joined per channel."""
    counted = Voice.objects.filter(stage=stage, blocked_at=None).order_by().values_list("channel").annotate(Count("pk"))
    return dict(counted)


def next_session(session: Session, channel: str) -> Session | None:
    """What comes after it in the programme of this channel, on the same day."""
    after = Session.objects.filter(
        open_to(channel),
        edition=session.edition_id,
        starts_at__gte=session.ends_at,
        starts_at__lt=session.ends_at + timedelta(hours=12),
        state=SessionState.PLANNED,
    ).exclude(format=SessionFormat.BREAK)
    return after.select_related("hall_room", "online_room").defer("search").order_by("starts_at", "title").first()


def _key(given: object) -> int:
    """A key from outside as a number; 0, which nothing has, if it is none."""
    return whole_number(given) or 0
