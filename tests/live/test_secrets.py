"""Every byte of a session on the wire: what is hidden from somebody is never in it, now or later."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace

from tests.live.cast import Cast
from tests.live.play import play
from tests.live.visitors import Visitor, address, cookie_of
from tests.live.vocabulary import Heard
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions import drawing
from werkstatt.services.live.tests.serving import Listener, Served
from werkstatt.services.live.tickets import read_ticket


def test_what_is_hidden_from_somebody_never_reaches_her(web: Served, cast: Cast):
    rita = Visitor("rita", web.port, address(cast, "stage"), cookie_of(cast.rita))
    guest = Visitor("guest", web.port, address(cast, "stage", "en"), cookie_of(cast.guest))
    hall = Visitor("hall", web.port, address(cast, "hall"), cookie_of(cast.leader))
    desk = Visitor("desk", web.port, address(cast, "moderation"), cookie_of(cast.leader))
    everybody = (rita, guest, hall)
    heard_of = Heard()
    for number, scene in enumerate(noted(play(cast), heard_of)):
        for visitor in everybody:
            for what, received in (
                ("stream", visitor.news()),
                ("catch-up", visitor.whole_story(by_last_id=number % 2 == 0)),
                ("page", visitor.page()),
            ):
                assert cast.leaks(visitor.name, received) == [], (scene, visitor.name, what)
        assert kinds_in(desk.news()) <= {"nudge", "presence"}, scene
        assert "Ungenannt" not in desk.page(), scene
        for answer in pokes(rita, cast, scene):
            assert cast.leaks("rita", answer) == [], (scene, answer)
    assert heard_of.missing() == [], "the play in tests/live/play.py needs a scene with these"
    heard = rita.listener.raw.decode()
    assert [text for text in cast.shown if text not in heard] == []
    assert topics_in(heard) == {cast.stage.topic, cast.rita.listener}
    assert topics_in(hall.listener.raw.decode()) == {cast.stage.hall_topic}
    assert "Warum erfahren wir das erst jetzt?" in hall.listener.raw.decode()
    assert "Guten Morgen" not in hall.listener.raw.decode()
    for visitor in (*everybody, desk):
        visitor.close()


def noted(scenes: Iterator[str], heard_of: Heard) -> Iterator[str]:
    while True:
        with heard_of.listening():
            scene = next(scenes, None)
        if scene is None:
            return
        yield scene


def pokes(rita: Visitor, cast: Cast, scene: str) -> list[str]:
    """What hot commands answer to somebody who tries what is not hers."""
    things = cast.things
    if scene == "asking":
        others = [things[name].pk for name in ("guests", "nameless", "rude", "private")]
        tries = [("stage.support", "question", pk) for pk in others] + [("stage.withdraw", "question", others[1])]
        return [rita.post(name, **{field: str(pk)}) for name, field, pk in tries]
    if scene == "cleaning":
        delete = rita.post("stage.delete", message=str(things["hello"].pk))
        return [delete, rita.post("stage.chat", text="Darauf antworte ich", reply=str(things["slip"].pk))]
    if scene == "voting: words":
        answer = rita.post("stage.vote", poll=str(things["words"].pk), word="Zuhören")
        assert json.loads(answer)["mine"] == {f"voted-{things['words'].pk}": True}
        drawing.settle()
        return [answer, rita.post("stage.vote", poll=str(things["single"].pk), choice="1")]
    return []


def test_nobody_widens_her_own_ticket(web: Served, cast: Cast):
    rita = Visitor("rita", web.port, address(cast, "stage"), cookie_of(cast.rita))
    own = read_ticket(rita.ticket, cookie=rita.cookie, at=time.time())
    assert own.topics == (cast.stage.topic, cast.rita.listener)
    _body, _colon, signature = rita.ticket.rpartition(":")
    wider = replace(own, topics=(cast.stage.moderation_topic,))
    forged = f"{wider.written().rpartition(':')[0]}:{signature}"
    for ticket, cookie in ((forged, rita.cookie), (rita.ticket, cookie_of(PersonFactory.create())), (rita.ticket, "")):
        stranger = Listener(web.port, ticket, cookie=cookie)
        assert stranger.status == 403
        stranger.close()
    rita.close()


def kinds_in(received: str) -> set[str]:
    return {event["k"] for event in _events(received)}


def topics_in(received: str) -> set[str]:
    return {event["t"] for event in _events(received) if "s" in event}


def _events(received: str) -> list[dict[str, str]]:
    return [event for data in re.findall(r"^data: (.*)$", received, re.MULTILINE) for event in json.loads(data)]
