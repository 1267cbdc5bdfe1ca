"""Who takes part in the session that tests play, and what must stay hidden from whom at this moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions import drawing
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.models import Poll, Question, Stage, Voice
from werkstatt.rooms.stage.tests.factories import LATER, guest, make_stage, voice

RESULTS = ("chart__head", "cloud__word", "scene__bars", "scene__cloud")  # marks of every result, whatever its kind
NOBODY: frozenset[str] = frozenset()


@dataclass
class Cast:
    """`secrets`: texts with the audiences that may know them (`rita`, `guest`). `shown`: texts everybody has seen."""

    stage: Stage
    leader: Person
    rita: Voice
    guest: Voice
    olaf: Voice
    anna: Voice
    troll: Voice
    now: datetime = LATER
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> dict[str, Any]:
        """`by` and `now` for an act of the moderation; every act a minute later than the one before."""
        self.now += timedelta(minutes=1)
        return {"by": self.leader, "now": self.now}

    @property
    def later(self) -> datetime:
        return self.moment["now"]  # type: ignore[no-any-return]

    def hide(self, *texts: str, but: frozenset[str] = NOBODY) -> None:
        """From now on only these audiences may receive the texts."""
        for text in texts:
            self.secrets[text] = but
            self.shown.discard(text)

    def show(self, *texts: str) -> None:
        """From now on everybody may, and should, receive them."""
        for text in texts:
            self.secrets.pop(text, None)
        self.shown.update(texts)

    def leaks(self, audience: str, received: str) -> list[str]:
        return sorted(text for text, knowing in self.secrets.items() if audience not in knowing and text in received)

    def fresh(self) -> Stage:
        return Stage.objects.select_related("session__edition__series", "hall_poll").get(pk=self.stage.pk)

    def question(self, name: str) -> Question:
        """As it stands now, with what actions need of it."""
        found = Question.objects.select_related("voice__person", "voice__stage", "stage").get(pk=self.things[name].pk)
        found.stage = found.voice.stage = self.fresh()
        return found

    def poll(self, name: str) -> Poll:
        found = Poll.objects.get(pk=self.things[name].pk)
        found.stage = self.fresh()
        return found

    def votes(self, poll: Poll, *ballots: dict[str, Any]) -> None:
        """Each ballot from another voice; then wait until the poll is drawn again."""
        voters = [self.olaf, self.anna, self.troll]
        answers = cast_votes(
            votes=[Vote(who, poll.pk, data) for who, data in zip(voters, ballots, strict=False)], now=self.later
        )
        assert not any(answers), [str(answer) for answer in answers]
        drawing.settle()


def make_cast() -> Cast:
    """A stage that has not begun, where the moderation reads every question first."""
    stage = make_stage(live=False, approves_first=True, guests_may_chat=True)
    leader = PersonFactory.create(first_name="Mona", last_name="Leitung")
    RoleFactory.create(edition=stage.session.edition, person=leader, kind=RoleKind.FACILITATOR)
    cast = Cast(
        stage=stage,
        leader=leader,
        rita=voice(stage, first_name="Rita", last_name="Rathaus"),
        guest=guest(stage, "Ulmer Spatz"),
        olaf=voice(stage, "online", first_name="Olaf", last_name="Ohnesaal"),
        anna=voice(stage, "online", first_name="Anonyma", last_name="Ungenannt"),
        troll=voice(stage, "online", first_name="Knut", last_name="Krawall"),
    )
    cast.hide("Ungenannt", *RESULTS)
    return cast
