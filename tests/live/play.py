"""A whole session, scene by scene: every act of participants and moderation, and every kind of secret.

Within one scene no act covers up another, so that whoever looks at its end sees what each of them did to a page.
"""

from collections.abc import Iterator
from datetime import timedelta

from tests.live.cast import Cast
from tests.live.polling import polls
from werkstatt.foundation.kernel.uploads import Upload
from werkstatt.rooms.stage.actions import (
    chat,
    guarding,
    hands,
    leading,
    listening,
    materials,
    moderation,
    questions,
    reactions,
    record,
    reports,
)
from werkstatt.rooms.stage.choices import Asking, HallView
from werkstatt.rooms.stage.models import Message, Voice
from werkstatt.rooms.stage.tests.factories import ask

RITA, GUEST = frozenset({"rita"}), frozenset({"guest"})
RULES = {"slow_seconds": 0, "chat_is_open": True, "hands_are_open": True, "guests_may_ask": True}
RULES |= {"guests_may_vote": True, "guests_may_chat": True, "guests_may_react": True}


def play(cast: Cast) -> Iterator[str]:
    """The names of the scenes, each when it is over."""
    for scene in (begin, asking, sorting, on_stage, answering, talking, cleaning, speaking, showing):
        scene(cast)
        yield scene.__name__
    yield from polls(cast)
    for scene in (blocking, ruling, handing_out, ending, keeping):
        scene(cast)
        yield scene.__name__


def begin(cast: Cast) -> None:
    leading.begin_stage(stage=cast.stage, **cast.moment)


def asking(cast: Cast) -> None:
    """Everything waits for approval."""
    for name, who, text, knowing in (
        ("first", cast.rita, "Wer zahlt die Sporthalle?", RITA),
        ("guests", cast.guest, "Fährt der Bus auch sonntags?", GUEST),
        ("nameless", cast.anna, "Warum erfahren wir das erst jetzt?", frozenset[str]()),
        ("rude", cast.troll, "Sind Sie eigentlich käuflich?", frozenset[str]()),
        ("twin", cast.olaf, "Was kostet uns die Halle?", frozenset[str]()),
        ("private", cast.olaf, "Frau Beispiel aus Zimmer 12 ist krank, oder?", frozenset[str]()),
        ("own", cast.rita, "Ritas zweite Frage?", RITA),
        ("returned", cast.olaf, "Kommt das Protokoll ins Netz?", frozenset[str]()),
    ):
        cast.things[name] = ask(who, text, now=cast.later, anonymous=name == "nameless")
        cast.hide(text, but=knowing)


def sorting(cast: Cast) -> None:
    """Released, starred, annotated, supported, hidden, withdrawn, merged."""
    for name in ("first", "guests", "nameless", "twin", "private", "returned"):
        released = moderation.release_question(question=cast.question(name), **cast.moment)
        cast.show(released.text)
    moderation.star_question(question=cast.question("first"), is_starred=True, **cast.moment)
    moderation.annotate_question(question=cast.question("first"), text="Vorsicht: Kämmerer fragen", **cast.moment)
    moderation.hide_question(question=cast.question("rude"), reason="Bitte ohne Unterstellung", **cast.moment)
    moderation.hide_question(question=cast.question("own"), reason="Gehört nicht hierher", **cast.moment)
    cast.hide("Vorsicht: Kämmerer fragen", "Bitte ohne Unterstellung")
    cast.hide("Gehört nicht hierher", but=RITA)
    presses = [questions.Press(who, cast.question("guests")) for who in (cast.olaf, cast.anna, cast.rita)]
    questions.press_support(presses, now=cast.later)
    moderation.merge_questions(question=cast.question("twin"), into=cast.question("first"), **cast.moment)


def on_stage(cast: Cast) -> None:
    """One on stage; one that everybody has seen is taken away again."""
    moderation.put_on_stage(question=cast.question("nameless"), seen=None, **cast.moment)
    moderation.hide_question(question=cast.question("private"), reason="Persönliches", **cast.moment)
    cast.hide(cast.question("private").text, "Persönliches")
    moderation.part_question(question=cast.question("twin"), **cast.moment)


def answering(cast: Cast) -> None:
    moderation.put_on_stage(question=cast.question("first"), seen=cast.things["nameless"].pk, **cast.moment)
    moderation.write_answer(question=cast.question("first"), text="Der Kreis.\nZur Hälfte.", **cast.moment)
    moderation.finish_question(question=cast.question("first"), **cast.moment)
    moderation.finish_question(question=cast.question("returned"), **cast.moment)
    moderation.return_question(question=cast.question("returned"), **cast.moment)
    questions.withdraw_question(question=cast.question("twin"), now=cast.later)
    questions.press_support([questions.Press(cast.guest, cast.question("nameless"))], now=cast.later)
    cast.hide(cast.question("twin").text)
    cast.show("Zur Hälfte.")


def talking(cast: Cast) -> None:
    """Written, answered, mentioned, edited, pinned, applauded."""
    write = chat.write_message
    cast.things["hello"] = write(voice=cast.olaf, text="Guten Morgen aus Aalen", now=cast.later)
    write(voice=cast.rita, text="Guten Morgen zurück", reply_to=cast.things["hello"], now=cast.later)
    write(voice=cast.guest, text="@Rita Rathaus wo sitzen Sie?", now=cast.later)
    cast.things["slip"] = write(voice=cast.olaf, text="Meine Nummer ist 0731-4711", now=cast.later)
    write(voice=cast.rita, text="Danke, notiert", reply_to=cast.things["slip"], now=cast.later)
    cast.things["insult"] = write(voice=cast.troll, text="Alles Pfeifen hier", now=cast.later)
    chat.edit_message(message=_message(cast, "hello"), text="Guten Morgen aus Heidenheim", now=cast.later)
    leading.pin_note(stage=cast.stage, text="Folien: https://beispiel.example/folien", **cast.moment)
    reactions.react([(cast.olaf, "applause"), (cast.rita, "applause")], now=cast.later)
    cast.show("Guten Morgen aus Heidenheim", "0731-4711", "Alles Pfeifen hier")


def cleaning(cast: Cast) -> None:
    """Deleted by its author, removed by the moderation, reported with and without reason."""
    chat.delete_message(message=_message(cast, "slip"), now=cast.later)
    for name, reason, answer in (
        ("insult", "Das ist eine Beleidigung", guarding.uphold_report),
        ("hello", "Heidenheim gefällt mir nicht", guarding.dismiss_report),
    ):
        thing = _message(cast, name)
        made = reports.report(voice=cast.rita, thing=thing, reason=reason, now=cast.later)
        answer(report=made, **cast.moment)
        cast.hide(reason)
    cast.hide("Guten Morgen aus Aalen", "0731-4711", "Alles Pfeifen hier")


def speaking(cast: Cast) -> None:
    up = {
        name: hands.raise_hand(voice=getattr(cast, name), about=f"Thema {name}", now=cast.later)
        for name in ("olaf", "rita", "guest", "troll")
    }
    hands.lower_hand(hand=up["troll"], now=cast.later)
    hands.call_hand(hand=up["rita"], now=cast.later)
    hands.call_next_hand(stage=cast.fresh(), now=cast.later)
    hands.finish_turn(hand=up["olaf"], now=cast.later)
    hands.raise_hand(voice=cast.rita, about="Noch etwas", now=cast.later)
    hands.call_hand(hand=up["guest"], now=cast.later)
    leading.lead_hall(stage=cast.stage, view=HallView.SPEAKING, **cast.moment)


def showing(cast: Cast) -> None:
    leading.start_timer(stage=cast.stage, length=timedelta(minutes=5), label="Pause bis", **cast.moment)
    leading.share_link(stage=cast.stage, url="https://beispiel.example/a", title="Folien von heute", **cast.moment)
    leading.lead_hall(stage=cast.stage, view=HallView.PAUSE, **cast.moment)


def blocking(cast: Cast) -> None:
    """Rita is let in again; Knut stays blocked, his question with him; whoever asked without a name cannot be."""
    reason = "Hat dreimal gestört"
    cast.troll.stage = cast.fresh()
    cast.things["again"] = ask(cast.troll, "Und wer bezahlt Sie?", now=cast.later)
    guarding.hide_and_block(question=cast.question("again"), reason=reason, **cast.moment)
    guarding.block_voice(voice=cast.troll, reason=reason, **cast.moment)
    cast.hide(reason, "Und wer bezahlt Sie?")
    guarding.block_voice(voice=cast.rita, reason="Versehen", **cast.moment)
    guarding.let_in(voice=Voice.objects.get(pk=cast.rita.pk), **cast.moment)
    guarding.block_voice(voice=cast.guest, reason="Zu viele Gäste", **cast.moment)
    cast.hide("Zu viele Gäste", but=GUEST)
    leading.stop_timer(stage=cast.stage, **cast.moment)


def ruling(cast: Cast) -> None:
    rules = leading.StageRules(asking=Asking.NAMED, approves_first=False, **RULES)  # type: ignore[arg-type]
    leading.change_rules(stage=cast.stage, rules=rules, **cast.moment)
    leading.appoint_moderator(stage=cast.stage, person=cast.olaf.person, **cast.moment)  # type: ignore[arg-type]
    leading.dismiss_moderator(stage=cast.stage, person=cast.olaf.person, **cast.moment)  # type: ignore[arg-type]
    cast.olaf.stage = cast.fresh()
    cast.things["direct"] = ask(cast.olaf, "Erscheint das sofort?", now=cast.later)
    cast.show("Erscheint das sofort?")


def ending(cast: Cast) -> None:
    leading.end_stage(stage=cast.stage, **cast.moment)


def handing_out(cast: Cast) -> None:
    """Materials come, change places and go; who listens is counted."""
    where = {"stage": cast.stage, **cast.moment}
    slides = materials.add_link(title="Folien", url="https://beispiel.example/folien", **where)
    upload = Upload(b"%PDF-1.7 Blatt", "application/pdf", "pdf")
    sheet = materials.add_file(title="Blatt zum Mitnehmen", name="blatt.pdf", upload=upload, **where)
    draft = materials.add_link(title="Entwurf", url="https://beispiel.example/entwurf", **where)
    materials.move_material(material=sheet, up=True, now=cast.later)
    materials.remove_material(material=draft, **cast.moment)
    listening.count_listeners(now=cast.later)
    listening.note_listeners(stage=slides.stage, counts={"on_site": 1}, now=cast.later)


def keeping(cast: Cast) -> None:
    """The record is published, withdrawn and published again; a question is carried on, let go and carried on."""
    record.choose_chat(stage=cast.stage, has_chat=True, **cast.moment)
    for act in (record.publish_record, record.withdraw_record, record.publish_record):
        act(stage=cast.stage, **cast.moment)
    question = cast.question("direct")
    for deed in (record.carry_on, record.let_go, record.carry_on):
        deed(question=question, **cast.moment)


def _message(cast: Cast, name: str) -> Message:
    return Message.objects.select_related("voice__person", "stage", "reply_to").get(pk=cast.things[name].pk)
