"""The audit: true figures of a sound edition, and a sentence for each thing that somebody broke behind its back."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from werkstatt.foundation.events.models import DayChannel, Participation
from werkstatt.foundation.events.tests.factories import IN_MARCH
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.tests.factories import make_session
from werkstatt.rooms.registration.models import Attendee, Place
from werkstatt.services.billing.models import DocumentLine
from werkstatt.services.mailing.models import Attachment
from werkstatt.surfaces.desk.audit.report import audit, broken
from werkstatt.surfaces.desk.tests.factories import a_desk, order_of

pytestmark = pytest.mark.django_db

KEYS = [
    "persons",
    "sessions",
    "person_days",
    "fees_cents",
    "documents",
    "payments_cents",
    "refunds_due_cents",
    "balance_cents",
    "broken",
]


def test_it_counts_what_an_edition_holds():
    edition = a_desk()
    edition.rooms.create(name="Werkstatt 1", slug="werkstatt-1", channel="on_site")
    make_session(edition)
    make_session(edition, "Pause", format="break", starts="12:00", ends="13:00")
    report = audit(edition)
    numbers = [document.number for document in edition.documents.order_by("running")]
    assert report.as_dict() == {
        "persons": 3,
        "sessions": {"on_site": 1, "online": 0, "both": 0, "total": 1},
        "person_days": {"on_site": 3, "online": 1},
        "fees_cents": {"on_site": 13_500, "online": 2_500, "total": 16_000},
        "documents": {
            "invoice": {"count": 2, "first": numbers[0], "last": numbers[1], "gaps": 0, "cents": 16_000},
            "cancellation": {"count": 0, "first": None, "last": None, "gaps": 0, "cents": 0},
        },
        "payments_cents": 0,
        "refunds_due_cents": 0,
        "balance_cents": 16_000,
        "broken": [],
    }
    assert list(report.as_dict()) == KEYS


def test_the_command_prints_json_and_words():
    edition = a_desk()
    out = StringIO()
    call_command("audit", edition.slug, "--json", stdout=out)
    assert list(json.loads(out.getvalue())) == KEYS
    words = StringIO()
    call_command("audit", edition.slug, stdout=words)
    assert "Personen: 3" in words.getvalue()
    assert "Alles stimmt." in words.getvalue()


def test_an_unknown_edition_is_said():
    with pytest.raises(CommandError, match="nirgends"):
        call_command("audit", "nirgends")


def test_something_broken_ends_with_exit_code_one():
    edition = a_desk()
    DayChannel.objects.filter(day__edition=edition).update(taken=F("taken") + 1)
    with pytest.raises(SystemExit) as ending:
        call_command("audit", edition.slug, "--json", stdout=StringIO())
    assert ending.value.code == 1


def miscount_seats(edition):
    DayChannel.objects.filter(day__edition=edition, channel="on_site").update(taken=F("taken") + 1)


def end_a_participation(edition):
    Participation.objects.filter(day__edition=edition, channel="online").update(state="ended", ended_at=F("began_at"))


def lose_a_participation(edition):
    Place.objects.filter(order__edition=edition, day_channel__channel="online").update(participation=None)


def change_a_price(edition):
    Place.objects.filter(order__edition=edition, day_channel__channel="online").update(price_cents=2_600)


def end_a_place_alone(edition):
    places = Place.objects.filter(order__edition=edition, day_channel__channel="online")
    places.update(state="ended", end_reason="cancelled", ended_at=F("created_at"))


def let_somebody_leave(edition):
    Attendee.objects.filter(order__edition=edition, position=0).update(left_at=IN_MARCH)


def reopen_the_order(edition):
    edition.orders.update(state="draft")


def change_an_issued_line(edition):
    line = DocumentLine.objects.filter(document__edition=edition)[0]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what a superuser can do: triggers sleep
        cursor.execute("UPDATE billing_documentline SET amount_cents = 1 WHERE id = %s", [line.pk])
        cursor.execute("SET session_replication_role = DEFAULT")


def attach_a_document_that_is_not_there(edition):
    Attachment.objects.filter(mail__edition=edition, source_key__startswith="document:").update(source_key="document:0")


def session_on_another_day(edition):
    edition.rooms.create(name="Werkstatt 1", slug="werkstatt-1", channel="on_site")
    session = make_session(edition)
    Session.objects.filter(pk=session.pk).update(starts_at="2022-06-01T08:00Z", ends_at="2022-06-01T09:00Z")


@pytest.mark.parametrize(
    "deed",
    [
        miscount_seats,
        end_a_participation,
        lose_a_participation,
        change_a_price,
        end_a_place_alone,
        let_somebody_leave,
        reopen_the_order,
        change_an_issued_line,
        attach_a_document_that_is_not_there,
        session_on_another_day,
    ],
)
def test_what_was_broken_is_found_and_said(deed):
    edition = a_desk()
    order_of(edition)
    assert broken(edition) == []
    deed(edition)
    found = broken(edition)
    assert found
    assert all(sentence.endswith(".") for sentence in found)
