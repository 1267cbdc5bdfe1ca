"""Who leads a stage, and who prepares it. The session's own facilitators need no role at the desk."""

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.permissions import Visitor, has_role
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SpeakerRole
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.models import Stage

LEADING = (RoleKind.ORGANISER, RoleKind.FACILITATOR)
PREPARING = (RoleKind.ORGANISER, RoleKind.FACILITATOR, RoleKind.PROGRAMME)


def can_moderate_stage(visitor: Visitor, stage: Stage) -> bool:
    """Organisers and facilitators of the edition, the session's own facilitators, and whom they asked to help."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return False
    if has_role(visitor, stage.session.edition, *LEADING):
        return True
    return _facilitates(visitor, stage.session) or stage.co_moderators.filter(pk=visitor.pk).exists()


def can_prepare_stage(visitor: Visitor, session: Session) -> bool:
    """Open the stage of a session, set it up and prepare its polls: also whoever makes the programme."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return False
    return has_role(visitor, session.edition, *PREPARING) or _facilitates(visitor, session)


def can_appoint_moderator(visitor: Visitor, stage: Stage) -> bool:
    """Ask further people to help with moderating: not those who were asked themselves."""
    return can_prepare_stage(visitor, stage.session)


def _facilitates(visitor: Person, session: Session) -> bool:
    return session.speaker_links.filter(speaker__person=visitor, role=SpeakerRole.FACILITATOR).exists()
