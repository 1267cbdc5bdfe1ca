"""What a stage holds about a person. Contributions stay part of the record; they lose the name with the person's."""

from datetime import datetime

from werkstatt.foundation.people.belongings import Belonging
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.models import Ballot, Feedback, Hand, Material, Message, Question, Voice

FEEDBACK = ("stage__session__title", "rating", "kept", "missed", "given_at")


def export(person: Person) -> object:
    voices = Voice.objects.filter(person=person)
    return {
        "stages": list(voices.values("stage__session__title", "channel", "joined_at", "is_listed", "blocked_at")),
        "questions": list(Question.objects.filter(voice__in=voices).values("text", "state", "asked_at", "answer")),
        "messages": list(Message.objects.filter(voice__in=voices).values("text", "sent_at", "deleted_at")),
        "hands": list(Hand.objects.filter(voice__in=voices).values("about", "state", "raised_at")),
        "feedback": list(Feedback.objects.filter(voice__in=voices).values(*FEEDBACK)),
        "materials": list(Material.objects.filter(added_by=person).values("title", "url", "file_name", "added_at")),
        "ballots": list(Ballot.objects.filter(voice__in=voices).values("poll__question", "value", "cast_at")),
    }


def erase(person: Person, now: datetime) -> None:
    """Her name leaves the lists at once; what she said stays without it. Words of feedback go, the rating is a number."""
    Voice.objects.filter(person=person).update(is_listed=False)
    Feedback.objects.filter(voice__person=person).update(kept="", missed="")


BELONGING = Belonging("stage", export=export, erase=erase)
