"""A page and its stream fit together without a gap."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.rooms.stage.actions import leading
from werkstatt.rooms.stage.tests.factories import LATER, make_stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", ["stage:stage", "stage:moderation", "hall:screen"])
def test_a_page_shows_nothing_older_than_where_its_stream_begins(route):
    """What is changed right after the stream noted where its topics stand must be on the page: no event will bring it."""
    stage = make_stage()
    leader = PersonFactory.create()
    RoleFactory.create(edition=stage.session.edition, person=leader, kind=RoleKind.FACILITATOR)
    client = Client()
    client.force_login(leader)
    told: list[str] = []

    def meanwhile(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if 'FROM "live_topic"' in sql and not told:
            told.append(sql)
            leading.start_timer(stage=stage, length=timedelta(minutes=5), label="Gerade eben", by=None, now=LATER)
        return found

    with connection.execute_wrapper(meanwhile):
        page = client.get(reverse(route, args=[stage.session.edition.slug, stage.session.code]))
    assert told
    assert "Gerade eben" in page.content.decode()
