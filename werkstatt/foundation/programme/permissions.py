"""Who may change the programme, and who keeps a plan."""

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.permissions import Visitor, can_edit_programme
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.models import Session, Speaker


def can_create_session(visitor: Visitor, edition: Edition) -> bool:
    return can_edit_programme(visitor, edition)


def can_edit_session(visitor: Visitor, session: Session) -> bool:
    return can_edit_programme(visitor, session.edition)


def can_edit_speaker(visitor: Visitor, speaker: Speaker | None, edition: Edition) -> bool:
    """The programme team of the edition at hand, and the speaker in person."""
    if speaker is not None and isinstance(visitor, Person) and visitor.pk == speaker.person_id:
        return True
    return can_edit_programme(visitor, edition)


def can_keep_plan(visitor: Visitor) -> bool:
    """Anyone who is signed in keeps a plan of their own."""
    return isinstance(visitor, Person) and visitor.is_active
