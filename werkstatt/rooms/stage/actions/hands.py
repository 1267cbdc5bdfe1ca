"""Speaking: raise a hand, get the floor, give it back. Hall and online take turns."""

from datetime import datetime

from django.db import IntegrityError, transaction

from werkstatt.rooms.stage import queries, wording
from werkstatt.rooms.stage.choices import HandState
from werkstatt.rooms.stage.models import Hand, Stage, Voice
from werkstatt.rooms.stage.news import hands as news

OPEN = (HandState.RAISED, HandState.CALLED)


class HandIsDown(Exception):
    """The hand was lowered, or has had its turn."""


@transaction.atomic
def raise_hand(*, voice: Voice, now: datetime, about: str = "") -> Hand:
    """A place on the speaking list. Whoever has one keeps it, however often and from how many devices she asks."""
    try:
        about = wording.line(about, most=wording.ABOUT_LENGTH)
    except wording.TextIsEmpty:
        about = ""
    try:
        with transaction.atomic():
            hand = Hand.objects.create(
                stage=voice.stage, voice=voice, channel=voice.channel, about=about, raised_at=now
            )
    except IntegrityError:
        return Hand.objects.get(voice=voice, state__in=OPEN)
    news.hands_changed(voice.stage, now=now)
    news.own_hand_changed(hand, now=now)
    return hand


@transaction.atomic
def lower_hand(*, hand: Hand, now: datetime) -> None:
    """The place on the list is given up; no harm if it was already."""
    raised = Hand.objects.filter(pk=hand.pk, state=HandState.RAISED)
    if raised.update(state=HandState.LOWERED, finished_at=now):
        _tell(hand, now=now)


@transaction.atomic
def call_hand(*, hand: Hand, now: datetime) -> Hand:
    """This hand has the floor; whoever had it before is done. Raises HandIsDown."""
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=hand.stage_id)
    speaking = queries.speaking_list(stage).speaking
    if speaking is not None and speaking.pk == hand.pk:
        return speaking
    raised = Hand.objects.filter(pk=hand.pk, state=HandState.RAISED)
    if not raised.exists():
        raise HandIsDown
    if speaking is not None:
        Hand.objects.filter(pk=speaking.pk).update(state=HandState.SPOKEN, finished_at=now)
    raised.update(state=HandState.CALLED, called_at=now)
    hand.refresh_from_db()
    news.hands_changed(stage, now=now)
    for each in sorted([hand, *([speaking] if speaking else [])], key=lambda one: one.voice.listener):
        each.refresh_from_db()
        news.own_hand_changed(each, now=now)
    return hand


@transaction.atomic
def call_next_hand(*, stage: Stage, now: datetime) -> Hand | None:
    """Whoever is next in turn has the floor; None if nobody waits (then whoever speaks goes on)."""
    waiting = queries.speaking_list(stage).waiting
    return call_hand(hand=waiting[0], now=now) if waiting else None


@transaction.atomic
def finish_turn(*, hand: Hand, now: datetime) -> None:
    """Done speaking; no harm if it was already."""
    speaking = Hand.objects.filter(pk=hand.pk, state=HandState.CALLED)
    if speaking.update(state=HandState.SPOKEN, finished_at=now):
        _tell(hand, now=now)


def _tell(hand: Hand, *, now: datetime) -> None:
    hand.refresh_from_db()
    news.hands_changed(hand.stage, now=now)
    news.own_hand_changed(hand, now=now)
