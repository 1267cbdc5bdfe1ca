"""What rooms announce: numbered without gaps, on commit, in each language."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from werkstatt.services.live.actions import announce, revoke, tally
from werkstatt.services.live.cursor import START
from werkstatt.services.live.fragments import arrange, drop, put, refresh, say
from werkstatt.services.live.models import Revocation
from werkstatt.services.live.queries import cursors_of, events_heard, newest_revocation
from werkstatt.services.live.words import ByLanguage

NOW = timezone.now()


def test_events_of_a_topic_are_numbered_without_gaps(db):
    numbers = [announce("stage:1", "asked", {"n": n}, now=NOW) for n in range(3)]
    assert numbers == [1, 2, 3]
    assert announce("stage:2", "asked", {}, now=NOW) == 1
    cursors = cursors_of(["stage:1", "stage:2", "stage:3"])
    assert [cursors[name].seq for name in ("stage:1", "stage:2", "stage:3")] == [3, 1, 0]
    assert cursors["stage:3"] == START


def test_what_fails_is_never_told(db):
    announce("stage:1", "asked", {}, now=NOW)
    try:
        with transaction.atomic():
            announce("stage:1", "asked", {}, now=NOW)
            raise LookupError
    except LookupError:
        pass
    assert announce("stage:1", "asked", {}, now=NOW) == 2


def test_each_listener_hears_her_language(db):
    announce("stage:1", "word", {"n": 1, "text": ByLanguage(de="Hallo", en="Hello")}, now=NOW)
    announce("stage:1", "word", {"text": gettext_lazy("Sunday")}, now=NOW)
    assert events_heard("stage:1", language="en") == [
        {"t": "stage:1", "s": 1, "k": "word", "n": 1, "text": "Hello"},
        {"t": "stage:1", "s": 2, "k": "word", "text": "Sunday"},
    ]
    assert [event["text"] for event in events_heard("stage:1")] == ["Hallo", "Sonntag"]


def test_a_fragment_is_rendered_in_each_language(db):
    put("t", id="a1", into="list", order="002", template="live/tests/piece.html", context={"name": "<b>"}, now=NOW)
    drop("t", id="a1", now=NOW)
    arrange("t", into="list", ids=["b", "a"], key="order", now=NOW)
    say("t", text={"de": "Neu", "en": "New"}, now=NOW)
    refresh("t", now=NOW)
    first, *others = events_heard("t", language="en")
    assert first == {
        "t": "t",
        "s": 1,
        "k": "put",
        "id": "a1",
        "into": "list",
        "order": "002",
        "html": '<li id="a1" data-order="002">&lt;b&gt; Sunday</li>',
    }
    assert [{k: v for k, v in event.items() if k not in "ts"} for event in others] == [
        {"k": "drop", "id": "a1"},
        {"k": "arrange", "into": "list", "ids": ["b", "a"]},
        {"k": "say", "text": "New"},
        {"k": "refresh"},
    ]


def test_a_revocation_is_newer_than_the_tickets_before_it(db):
    before = newest_revocation()
    revoke("voice:3", "stage:1", now=NOW)
    assert newest_revocation() > before
    assert Revocation.objects.get().listener == "voice:3"


def test_an_announcement_within_an_action_costs_two_statements(db, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(2):
        announce("stage:1", "asked", {}, now=NOW)


def test_a_tally_leaves_no_trace(db):
    tally("stage:1", "clap", {"on_site": 3})
    assert events_heard("stage:1") == []
