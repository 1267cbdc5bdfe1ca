"""Garbage into every form of the desk and of the moderation: found on the pages, so that a new form is thrown at from its first day."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection, transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from tests import crawl
from tests.forms import Field, Form, forms_of
from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Edition, HouseRule
from werkstatt.foundation.events.tests.factories import RoleFactory
from werkstatt.foundation.people.tests.factories import PersonFactory
from werkstatt.foundation.programme.tests.factories import make_speaker, make_theme
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.tests.factories import IN_MARCH
from werkstatt.rooms.registration.tests.switch.factories import wish_for, worked
from werkstatt.rooms.stage.actions import chat, hands, materials, polls, reports
from werkstatt.rooms.stage.choices import PollKind
from werkstatt.rooms.stage.models import Stage
from werkstatt.rooms.stage.tests.factories import LATER, ask, hybrid_session, make_stage, voice
from werkstatt.services.billing import actions as billing
from werkstatt.surfaces.desk.audit.report import audit
from werkstatt.surfaces.desk.tests.factories import a_desk, client_of, order_of

pytestmark = [pytest.mark.django_db, pytest.mark.journey]

EVERYWHERE: list[str | bytes] = [
    "",
    "a\x00b",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "\u202egnp.exe\u2066",
    "👩‍🔬" * 200,
    "x" * 10_000,
]
WORDS = [
    " ",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% now %}",
    "%s %(a)s %",
    "'; DROP TABLE x; --",
    "\r\nBcc: x@y.example",
    "a\u0301" * 600,
]
NUMBERS = ["-1", "0", "99999999999999999999", "1e309", "NaN", "Infinity", "²", "٣", "1.234,567", "-0,001", "2147483648"]
MOMENTS = [
    "0000-00-00",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2022-02-30",
    "99:99",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
]
CHOICES = ["nothing-of-it", "0", "-1", "2147483648", "99999999999999999999", "²", "NaN", "new"]
Sent = dict[str, list[Any]]
ALLOWED = {200, 302, 303, 400, 403, 404, 409, 413, 422, 429}
UNLOGGED = {"django_session", "kernel_ratecount"}
SPARED = re.compile("/accounts/|/demo/|/i18n/")
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)
AUDITED = re.compile("billing_|registration_|events_(participation|day)")  # the tables whose sums must agree


def hostile(field: Field) -> list[str | bytes]:
    if field.kind in {"number", "date", "time", "datetime-local"}:
        return [*EVERYWHERE, *NUMBERS, *MOMENTS]
    if field.kind in {"select", "radio", "checkbox", "hidden"}:
        return [*EVERYWHERE, *CHOICES]
    return [*EVERYWHERE, *WORDS, *NUMBERS, *MOMENTS]


@dataclass
class Desk:
    """An edition, somebody who may do everything there, and how all of it stands before anything is thrown."""

    edition: Edition
    client: Client

    def __post_init__(self) -> None:
        self.whole, self.known = fingerprint(), set(audit(self.edition).broken)


def a_full_desk(at: Any) -> Desk:
    """An edition with something of everything the desk has a form for."""
    edition = a_desk()
    make_theme(edition)
    make_speaker()
    edition.rooms.create(name="Werkstatt 1", slug="werkstatt-1", channel="on_site")
    edition.rooms.create(name="Raum A", slug="raum-a", channel="online")
    HouseRule.objects.create(edition=edition, title="Maske", text="Bitte tragen.", valid_from=edition.days.all()[0].on)
    RoleFactory.create(edition=edition, person=PersonFactory.create(), kind=RoleKind.FINANCE)
    account = edition.accounts.get(key=order_of(edition).account_key)
    paid = billing.book_payment(
        account=account, amount_cents=50_000, received_on=IN_MARCH.date(), by=None, now=IN_MARCH
    )
    assert paid.account.refunds.exists()
    worked(edition, wish_for(edition, SwitchKind.LIMIT, days=1, limit=1), now=IN_MARCH)
    at.move_to(LATER, tick=False)
    a_full_stage(edition)
    return Desk(edition, client_of(PersonFactory.create(is_superuser=True)))


def a_full_stage(edition: Edition) -> None:
    stage = make_stage(hybrid_session(edition))
    asker = voice(stage, "online")
    question = ask(asker)
    ask(asker, "Und wann?", anonymous=True)
    chat.write_message(voice=asker, text="Guten Tag", now=LATER)
    hands.raise_hand(voice=asker, now=LATER)
    reports.report(voice=asker, thing=question, reason="laut", now=LATER)
    for kind in PollKind:
        entry = polls.PollEntry(kind=kind, question="Was?", options=("a", "b") if kind in polls.WITH_OPTIONS else ())
        polls.prepare_poll(stage=stage, entry=entry, by=None, now=LATER)
    polls.start_poll(stage=stage, entry=entry, by=None, now=LATER)
    materials.add_link(stage=stage, title="Folien", url="https://a.example/", by=None, now=LATER)


@dataclass
class Reader:
    """Whoever walks from page to page at the desk, as `crawl.pages` wants it."""

    client: Client
    house: Any = field(default_factory=lambda: SimpleNamespace(url="http://testserver"))

    def get(self, address: str) -> tuple[int, str, str]:
        parts = urlsplit(address)
        if not re.search(r"^/desk/|/stage/moderation/|/stage/record/", parts.path):
            return 200, address, ""
        answer = self.client.get(address, follow=True)
        final = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        is_page = answer["Content-Type"].startswith("text/html")
        return answer.status_code, final, answer.text if is_page else ""


def forms_of_the_desk(desk: Desk) -> list[Form]:
    """Each kind of form once, found by following every link; the moderation's parts are asked for beside it."""
    found: dict[tuple[str, ...], Form] = {}
    slug = desk.edition.slug
    session = Stage.objects.get(session__edition=desk.edition).session
    starts = [f"/desk/{slug}/", reverse("stage:moderation", args=[slug, session.code])]
    for path, page in crawl.pages(Reader(desk.client), *starts, per_kind=3):
        for form in forms_of(page, path):
            if not SPARED.search(form.action):
                found.setdefault(form.kind, form)
    return list(found.values())


def attacks(form: Form, turn: Iterator[int]) -> Iterator[Sent]:
    """Fields in turn hostile, missing or there three times, everything else as it should be; and every other button.

    A field meets one of the values; the fields of the desk are so many that all values are met.
    """
    sound = form.sound(form.buttons[0] if form.buttons else None)
    yield {}
    yield {name: ["x", "y"] for name in sound}
    yield sound | {"is_superuser": ["1"], "pk": ["1"], "edition": ["1"], "state": ["placed"]}
    for each in form.controls:
        values = hostile(each)
        yield sound | {each.name: [values[next(turn) % len(values)]]}
        yield {name: values for name, values in sound.items() if name != each.name}
        yield sound | {each.name: [*sound.get(each.name, []), "x", "0"]}
    for button in form.buttons[1:]:
        yield form.sound(button)


def fingerprint() -> dict[str, tuple[int, int]]:
    """What is written in every table, but for sessions and the counters of requests."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted({model._meta.db_table for model in apps.get_models()} - UNLOGGED):
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is looked at and taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_no_form_of_the_desk_breaks_writes_half_or_refuses_without_a_word(time_machine: Any):
    desk = a_full_desk(time_machine)
    forms, turn, faults = forms_of_the_desk(desk), count(), []
    assert len(forms) > 60
    for form in forms:
        for sent in attacks(form, turn):
            with undone():
                faults += [f"{form.action} {shortened(sent)}: {fault}" for fault in faults_of(desk, form, sent)]
    assert not faults, "\n".join(faults)


def faults_of(desk: Desk, form: Form, sent: Sent) -> Iterator[str]:
    wrote: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if WRITING.match(sql) and not any(table in sql for table in UNLOGGED):
            wrote.append(sql)
        return execute(sql, *rest)

    try:
        with transaction.atomic(), connection.execute_wrapper(watch):
            answer = desk.client.post(
                form.action, urlencode(sent, doseq=True), content_type="application/x-www-form-urlencoded"
            )
    except Exception as error:
        yield f"{type(error).__name__}: {str(error)[:300]}"
        return
    if answer.status_code not in ALLOWED:
        yield str(answer.status_code)
    is_refused = answer.status_code >= 400 or "data-error-summary" in answer.text
    if wrote and is_refused and fingerprint() != desk.whole:
        yield f"refused, and yet written: {wrote[0][:80]}"
    counts = any(map(AUDITED.search, wrote))
    if counts and not is_refused and (broken := set(audit(desk.edition).broken) - desk.known):
        yield f"broken: {broken}"
    yield from unsaid(answer)


def unsaid(answer: Any) -> Iterator[str]:
    """Errors that do not stand beside their field."""
    shown = {
        bound for context in answer.context or [] for bound in context.flatten().values() if isinstance(bound, BaseForm)
    }
    for bound in shown:
        for name in bound.errors:
            if (
                name != NON_FIELD_ERRORS
                and not bound[name].is_hidden
                and f'id="{bound[name].auto_id}_error"' not in answer.text
            ):
                yield f"no word beside {name}: {bound.errors[name]}"


def shortened(sent: Sent) -> dict[str, str]:
    return {name: repr(values)[:60] for name, values in sent.items()}
