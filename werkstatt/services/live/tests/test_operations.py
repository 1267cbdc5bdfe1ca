"""Behind the streams: what owners see, and what goes after two days."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from werkstatt.foundation.people.tests.factories import OwnerFactory, PersonFactory
from werkstatt.services.live.actions import announce
from werkstatt.services.live.clearing import clear_away
from werkstatt.services.live.models import Event, Process

pytestmark = pytest.mark.django_db
FIGURES = {
    "streams": 312,
    "blocked": 2,
    "cut": 1,
    "bus": True,
    "lag_p50_ms": 12.3,
    "lag_p99_ms": 63.4,
    "rates": {"events": 4.0, "deliveries": 1248.0, "commands": 0.5},
    "busiest": [{"topic": "stage:1", "listeners": 300}],
    "loudest": [{"topic": "stage:1", "events": 40}],
}


def process(name: str, **figures: object) -> Process:
    return Process.objects.create(
        name=name, host="bote", pid=len(name), figures=FIGURES | figures, started_at=timezone.now()
    )


def page(path: str = "/live/operations/") -> str:
    client = Client()
    client.force_login(OwnerFactory.create())
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_owners_alone_see_it():
    client = Client()
    assert client.get("/live/operations/").status_code == 302
    client.force_login(PersonFactory.create())
    assert client.get("/live/operations/").status_code == 404


def test_it_sums_up_all_processes_that_live():
    process("a")
    process("ab")
    Process.objects.filter(pk=process("abc").pk).update(seen_at=Now() - timedelta(seconds=30))
    text = page()
    assert "Alles läuft" in text
    assert ">624<" in text
    assert "stage:1" in text
    assert "bote:3" not in text


def test_a_process_that_is_deaf_or_slow_is_named_in_words():
    assert "Noch hört niemand zu" in page()
    process("a", lag_p99_ms=1800)
    assert "Neues kommt spät an" in page()
    process("ab", bus=False)
    assert "Nicht alle Prozesse hören voneinander" in page()
    assert "Not all processes hear from each other" in page("/en/live/operations/")


def test_events_go_after_two_days_and_numbers_stay():
    announce("stage:1", "said", {}, now=timezone.now())
    Event.objects.update(written_at=Now() - timedelta(days=3))
    announce("stage:1", "said", {}, now=timezone.now())
    assert clear_away() == 1
    assert announce("stage:1", "said", {}, now=timezone.now()) == 3
