"""What everybody learns of the speaking list, and those with a hand up alone."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.rooms.stage import queries
from werkstatt.rooms.stage.choices import HandState
from werkstatt.rooms.stage.models import Hand, Stage, Voice
from werkstatt.rooms.stage.news import desk
from werkstatt.services.live import fragments

FLOOR = {
    Channel.ON_SITE: _("Sie haben das Wort. Bitte gehen Sie zum Saalmikrofon."),
    Channel.ONLINE: _("Sie haben das Wort. Bitte schalten Sie Ihr Mikrofon ein."),
}


def hands_changed(stage: Stage, *, now: datetime) -> None:
    """Show who speaks and who is next."""
    fragments.put(
        stage.topic,
        id="speaking",
        into="hands",
        order="1",
        template="stage/hands/_speaking.html",
        context={"speaking": queries.speaking_list(stage), "stage": stage},
        key="speaking",
        now=now,
    )
    desk.hands_changed(stage, now=now)


def own_hand_changed(hand: Hand, *, now: datetime) -> None:
    """What the voice can do with her hand now, in the topic that only she hears; aloud when she has the floor."""
    voice = hand.voice
    show_own_hand(voice, now=now)
    if hand.state == HandState.CALLED:
        fragments.say(voice.listener, text=FLOOR[Channel(hand.channel)], now=now)


def show_own_hand(voice: Voice, *, now: datetime) -> None:
    fragments.put(
        voice.listener,
        id="own-hand",
        into="own-hands",
        order="1",
        template="stage/hands/_own.html",
        context={"hand": queries.open_hand(voice), "stage": voice.stage, "voice": voice},
        key="own-hand",
        now=now,
    )
