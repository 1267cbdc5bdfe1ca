"""The log in words: every verb the house writes down has its sentence, and no fact makes the log fail."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from werkstatt.foundation.people.models import LogEntry, Person
from werkstatt.surfaces.desk.words import WORDS, sentence

SOURCE = Path(__file__).parents[3]
VERB = re.compile(r'(?:verb=|\bnote\(\w+, |_note\((?:\w+, )?|_log\()"([a-z_ ]+)"')


OWN_LOG = ".actions.diary import"  # a room that keeps a log of its own has words of its own


def verbs() -> set[str]:
    sources = [path.read_text() for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    return {verb for source in sources if OWN_LOG not in source for verb in VERB.findall(source)}


def test_every_verb_has_its_sentence():
    assert len(verbs()) > 30
    assert verbs() - set(WORDS) == set()


def entry(verb: str, **facts: object) -> LogEntry:
    person = Person(first_name="Nora", last_name="Noll", email="nora@example.org")
    at = datetime(2022, 3, 1, tzinfo=UTC)
    return LogEntry(at=at, actor=person, verb=verb, subject="order:NEO22-7K3Q", facts=facts)


def test_facts_are_said_as_people_say_them():
    facts = {"channel": "on_site", "days": ["2022-05-02"], "capacity": 40, "price_cents": 4500}
    said = "Nora Noll hat vor Ort für 02.05.2022 auf 40 Plätze zu 45,00 € gesetzt."
    assert sentence(entry("day_channel_set", **facts)).replace("\xa0", " ") == said
    said = "Nora Noll hat bestätigt: Fotos und Aufzeichnungen, Einladung zur nächsten Ausgabe."
    assert sentence(entry("consent_given", purposes=["photos", "newsletter"])) == said
    places = [["Ada Beispiel", "2022-05-02", "online"]]
    said = "Nora Noll hat Plätze der Bestellung NEO22-7K3Q abgesagt: Ada Beispiel (02.05.2022, online)."
    assert sentence(entry("places_cancelled", places=places)) == said


@pytest.mark.parametrize("value", [3, None, "", [], [["zu", "viel", "hier", "drin"]], {"x": 1}, ["kein Tag"]])
@pytest.mark.parametrize("name", ["places", "days", "on", "cents", "channel", "price_cents", "purpose"])
def test_no_fact_makes_the_log_fail(name, value):
    for verb in WORDS:
        assert sentence(entry(verb, **{name: value}))


def test_an_unknown_verb_is_shown_as_it_is():
    assert sentence(entry("moon_landed")) == "Nora Noll: moon landed (order:NEO22-7K3Q)"
