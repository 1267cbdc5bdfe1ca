"""Who may do what on a stage. `why_not_…` gives the sentence for the person, empty if she may; `can_…` is its yes or no.

To listen needs a place on that day in a channel of the session, a role in the edition, a part in the session, or a
guest's code. Everything else needs a voice that is not blocked, on a stage that has not ended. Feedback and the record come
afterwards.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import ParticipationState, RoleKind
from werkstatt.foundation.events.models import Participation
from werkstatt.foundation.events.permissions import Visitor, has_role, kinds_known
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.choices import SpeakerRole
from werkstatt.foundation.programme.models import Session
from werkstatt.rooms.stage.choices import Asking, PollState, StageState
from werkstatt.rooms.stage.models import Poll, Stage, Voice

Words = str | Promise
LEADING = (RoleKind.ORGANISER, RoleKind.PROGRAMME, RoleKind.FACILITATOR)


def can_open_stage(visitor: Visitor, session: Session) -> bool:
    """The edition's organisers, programme team and facilitators, and whoever moderates the session."""
    return _leads(visitor, session)


def can_moderate(visitor: Visitor, stage: Stage) -> bool:
    """Whoever may open the stage, and those asked to help."""
    return _leads(visitor, stage.session, Q(Exists(stage.co_moderators.filter(pk=OuterRef("pk")))))


def can_read_record(visitor: Visitor, stage: Stage, *, voice: Voice | None, leads: bool) -> bool:
    """The moderation always; whoever took part once the stage has ended and the moderation has published it.

    To have taken part is to have a voice on the stage, or a place on its day in one of its channels: in the hall nobody
    needs a telephone.
    """
    if leads:
        return True
    if not stage.record_is_public or stage.state != StageState.ENDED:
        return False
    return voice is not None or can_enter_stage(visitor, stage)


def can_see_materials(stage: Stage, *, voice: Voice | None, leads: bool) -> bool:
    """Whoever is on the stage or leads it; from its beginning on everybody who may see the session."""
    return leads or voice is not None or stage.state != StageState.WAITING


def why_not_give_feedback(voice: Voice) -> Words:
    if voice.stage.state != StageState.ENDED:
        return _("Eine Rückmeldung geben Sie, wenn die Bühne beendet ist.")
    if voice.is_blocked:
        return _("Die Moderation hat Ihre Beiträge auf dieser Bühne gesperrt.")
    return ""


def can_give_feedback(voice: Voice) -> bool:
    return not why_not_give_feedback(voice)


def moderated_among(visitor: Visitor, stages: Sequence[Stage]) -> set[int]:
    """Keys of those stages of one edition that the visitor may moderate, in at most three queries."""
    if not stages or not isinstance(visitor, Person) or not visitor.is_active:
        return set()
    if has_role(visitor, stages[0].session.edition, *LEADING):
        return {stage.pk for stage in stages}
    keys = [stage.pk for stage in stages]
    asked = Stage.objects.filter(Q(co_moderators=visitor) | _part_of(visitor), pk__in=keys)
    return set(asked.values_list("pk", flat=True))


def can_enter_stage(visitor: Visitor, stage: Stage) -> bool:
    """Whether a person may take part without a guest's code."""
    return channel_for(visitor, stage.session) != ""


def channel_for(visitor: Visitor, session: Session) -> str:
    """The channel through which the person takes part in the session; empty if she may not."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return ""
    booked = _booked_channel(visitor, session)
    if booked in session.channels:
        return booked
    if has_role(visitor, session.edition, *RoleKind) or _has_part(visitor, session):
        return session.channels[0]
    return ""


def booked_channels(people: Iterable[Person], session: Session) -> dict[int, str]:
    """Through which channel of the session each of these persons takes part by her booking; in one query."""
    places = _places(session).filter(person__in=list(people), channel__in=session.channels)
    return dict(places.values_list("person", "channel"))


def why_not_contribute(voice: Voice) -> Words:
    if voice.is_blocked:
        return _("Die Moderation hat Ihre Beiträge auf dieser Bühne gesperrt. Zuhören können Sie weiter.")
    if voice.stage.state == StageState.ENDED:
        return _("Die Bühne ist beendet. Beiträge sind nicht mehr möglich.")
    return ""


def why_not_ask(voice: Voice) -> Words:
    if reason := why_not_contribute(voice):
        return reason
    if voice.stage.asking == Asking.OFF:
        return _("Zurzeit werden hier keine Fragen gesammelt.")
    if voice.is_guest and not voice.stage.guests_may_ask:
        return _("Gäste ohne Anmeldung können hier keine Fragen stellen.")
    return ""


def why_not_support(voice: Voice) -> Words:
    if reason := why_not_contribute(voice):
        return reason
    if voice.is_guest and not voice.stage.guests_may_vote:
        return _("Gäste ohne Anmeldung können hier nicht abstimmen.")
    return ""


def why_not_vote(voice: Voice, poll: Poll) -> Words:
    if reason := why_not_support(voice):
        return reason
    if poll.state != PollState.OPEN or poll.stage_id != voice.stage_id:
        return _("Diese Umfrage ist geschlossen.")
    return ""


def why_not_chat(voice: Voice) -> Words:
    if reason := why_not_contribute(voice):
        return reason
    if not voice.stage.chat_is_open:
        return _("Der Chat ist zurzeit geschlossen.")
    if voice.is_guest and not voice.stage.guests_may_chat:
        return _("Gäste ohne Anmeldung können hier mitlesen, aber nicht schreiben.")
    return ""


def why_not_react(voice: Voice) -> Words:
    if reason := why_not_contribute(voice):
        return reason
    if voice.is_guest and not voice.stage.guests_may_react:
        return _("Gäste ohne Anmeldung können hier nicht reagieren.")
    return ""


def why_not_raise_hand(voice: Voice) -> Words:
    if reason := why_not_contribute(voice):
        return reason
    if not voice.stage.hands_are_open:
        return _("Zurzeit werden keine Wortmeldungen gesammelt.")
    if voice.is_guest and not voice.stage.guests_may_ask:
        return _("Gäste ohne Anmeldung können sich hier nicht zu Wort melden.")
    return ""


def can_ask(voice: Voice) -> bool:
    return not why_not_ask(voice)


def can_support(voice: Voice) -> bool:
    return not why_not_support(voice)


def can_vote(voice: Voice, poll: Poll) -> bool:
    return not why_not_vote(voice, poll)


def can_chat(voice: Voice) -> bool:
    return not why_not_chat(voice)


def can_react(voice: Voice) -> bool:
    return not why_not_react(voice)


def can_raise_hand(voice: Voice) -> bool:
    return not why_not_raise_hand(voice)


def _leads(visitor: Visitor, session: Session, *also: Q) -> bool:
    """By role, by part, or in one of the other ways; asked in one query, or none where the roles are known."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return False
    if visitor.is_superuser or not kinds_known(visitor, session.edition).isdisjoint(LEADING):
        return True
    by_role = Q(Exists(visitor.roles.filter(edition=session.edition_id, kind__in=LEADING)))
    by_part = Q(Exists(session.speaker_links.filter(speaker__person=visitor, role=SpeakerRole.FACILITATOR)))
    return Person.objects.filter(reduce(or_, also, by_role | by_part), pk=visitor.pk).exists()


def _part_of(person: Person) -> Q:
    links = "session__speaker_links"
    return Q(**{f"{links}__speaker__person": person, f"{links}__role": SpeakerRole.FACILITATOR})


def _has_part(person: Person, session: Session) -> bool:
    return session.speaker_links.filter(speaker__person=person).exists()


def _booked_channel(person: Person, session: Session) -> str:
    return _places(session).filter(person=person).values_list("channel", flat=True).first() or ""


def _places(session: Session) -> QuerySet[Participation]:
    """Who takes part on the session's day, each through one channel."""
    on = session.starts_at.astimezone(session.edition.zone).date()
    return Participation.objects.filter(day__edition=session.edition_id, day__on=on, state=ParticipationState.ACTIVE)
