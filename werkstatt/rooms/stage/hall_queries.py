"""What the big screen shows: one thing at a time, and only what is released. There is no other way to the screen."""

from dataclasses import dataclass

from werkstatt.rooms.stage.choices import HallView, StageState
from werkstatt.rooms.stage.models import Hand, Question, Stage
from werkstatt.rooms.stage.poll_queries import ShownPoll, poll_on_stage
from werkstatt.rooms.stage.queries import question_on_stage, speaking_list

MOST_WAITING = 4
SIZES = (("l", 70), ("m", 115), ("s", 180), ("xs", 320))  # most letters that fit in that size


@dataclass(frozen=True)
class Asked:
    """The question on stage. `name` is empty for an anonymous one."""

    text: str
    name: str
    channel: str


@dataclass(frozen=True)
class Turn:
    """Somebody on the speaking list. `is_called`: has the floor now."""

    name: str
    channel: str
    is_called: bool


@dataclass(frozen=True)
class Scene:
    """`view` is what is really there: without a question on stage the screen greets."""

    stage: Stage
    view: str
    question: Asked | None = None
    poll: ShownPoll | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def size(self) -> str:
        """How large the text may be set: l to xxs. Beside bars or options there is less room."""
        text = (
            self.question.text if self.question else self.poll.poll.question if self.poll else self.stage.session.title
        )
        length = len(text) * (2 if self.poll else 1)
        return next((size for size, most in SIZES if length <= most), "xxs")


def scene_of(stage: Stage) -> Scene:
    """Read fresh from the database; the moderation's choice counts as far as there is something to show."""
    if stage.state == StageState.ENDED:
        return Scene(stage, "ended")
    match stage.hall_view:
        case HallView.QUESTION if question := question_on_stage(stage):
            return Scene(stage, HallView.QUESTION, question=asked(question))
        case HallView.POLL if poll := poll_on_stage(stage):
            return Scene(stage, HallView.POLL, poll=poll)
        case HallView.SPEAKING if turns := _turns(stage):
            return Scene(stage, HallView.SPEAKING, turns=turns)
        case HallView.PAUSE:
            return Scene(stage, HallView.PAUSE)
    return Scene(stage, HallView.WELCOME)


def asked(question: Question) -> Asked:
    return Asked(question.text, "" if question.is_anonymous else question.voice.name, question.channel)


def _turns(stage: Stage) -> tuple[Turn, ...]:
    """Whoever has the floor, then the next ones, as many as are legible."""
    speaking = speaking_list(stage)
    called = [_turn(speaking.speaking, is_called=True)] if speaking.speaking else []
    return tuple(called + [_turn(hand, is_called=False) for hand in speaking.waiting[:MOST_WAITING]])


def _turn(hand: Hand, *, is_called: bool) -> Turn:
    return Turn(hand.voice.name, hand.channel, is_called)
