"""With a real SMTP server that says yes, no, or nothing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from werkstatt.foundation.kernel import blobs, claims
from werkstatt.services.mailing import actions, queries, sources
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.letter import FileBytes, FileSource
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.tests.factories import NOW, letter, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def write(**fields):
    return actions.write_mail(letter(**fields), now=NOW)


def pdfs(keys):
    return {key: (f"%PDF- {key}".encode(), "application/pdf") for key in keys}


def test_a_mail_goes_out_with_text_html_and_files(post, monkeypatch):
    monkeypatch.setitem(sources._sources, "document", pdfs)
    ics = blobs.store(b"BEGIN:VCALENDAR\r\n\xc3\x9c\r\n", "text/calendar; method=PUBLISH")
    edition = make_edition()
    mail = write(
        edition=edition,
        attachments=[FileBytes("termine.ics", ics), FileSource("NEO-R-2022-00001.pdf", "document:17")],
    )
    assert actions.send_waiting() == 1
    (message,) = post.to(mail.to_email)
    assert message["Subject"] == "Guten Tag, Jörg"
    assert message["To"].addresses[0].display_name == "Jörg Öztürk-Weiß"
    assert message["Reply-To"] == "werkstatt@institut.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == f"<{edition.slug}.localhost>"
    text = message.get_body(["plain"]).get_content()
    assert text.replace("\r\n", "\n").strip() == mail.text
    assert "Umlaut" in message.get_body(["html"]).get_content()
    calendar, pdf = message.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\n\xc3\x9c\r\n"
    assert (pdf.get_filename(), pdf.get_payload(decode=True)) == ("NEO-R-2022-00001.pdf", b"%PDF- 17")
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert mail.sent_at is not None
    assert actions.send_waiting() == 0


def test_the_message_id_is_made_from_the_once_key(post):
    write(once_key="confirmation:17")
    actions.send_waiting()
    first = post.messages[0]["Message-ID"]
    Mail.objects.update(state=MailState.WAITING)
    actions.send_waiting()
    assert post.messages[1]["Message-ID"] == first
    assert "confirmation" not in first, "it tells nothing about the person"


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 no such person", MailState.FAILED), ("451 later please", MailState.WAITING)]
)
def test_a_no_is_final_or_for_now(post, answer, state):
    post.refuse_with = answer
    mail, other = write(), write()
    actions.send_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (state, 1, answer)
    if state == MailState.WAITING:
        assert timedelta(seconds=50) < mail.send_after - timezone.now() <= timedelta(minutes=1)
    post.refuse_with = None
    Mail.objects.update(send_after=timezone.now())
    actions.send_waiting()
    assert len(post.to(other.to_email)) == (state == MailState.WAITING)


def test_tries_grow_rarer_and_end(post):
    post.refuse_with = "451 later please"
    mail = write()
    for _ in range(7):
        Mail.objects.update(send_after=timezone.now())
        actions.send_waiting()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, 7)


def test_a_domain_with_umlauts_is_reached(post):
    write(to_email="buergermeisterin@müllheim.example")
    actions.send_waiting()
    assert post.recipients == [["buergermeisterin@xn--mllheim-n2a.example"]]


def test_a_missing_server_loses_nothing_and_costs_one_try(post, settings):
    mails = [write() for _ in range(3)]
    settings.EMAIL_PORT = 1
    assert actions.send_waiting() == 0
    assert sum(Mail.objects.values_list("attempts", flat=True)) == 1
    settings.EMAIL_PORT = post.port
    Mail.objects.update(send_after=timezone.now())
    assert actions.send_waiting() == len(mails)


def test_a_mail_that_cannot_be_written_fails_alone(post):
    wrong = write(attachments=[FileSource("x.pdf", "nothing:1")])
    right = write()
    actions.send_waiting()
    wrong.refresh_from_db()
    assert wrong.state == MailState.FAILED
    assert "x.pdf" in wrong.error
    assert len(post.to(right.to_email)) == 1


def test_a_source_that_breaks_does_not_stop_the_mails_behind_it(post, monkeypatch):
    def brittle(keys):
        if 1 in keys:
            Mail.objects.extra(where=["1/0 = 1"]).get()
        return pdfs(keys)

    monkeypatch.setitem(sources._sources, "brittle", brittle)
    stuck, right = (write(attachments=[FileSource("x.pdf", f"brittle:{key}")]) for key in (1, 2))
    actions.send_waiting()
    stuck.refresh_from_db()
    assert (stuck.state, stuck.attempts) == (MailState.WAITING, 1)
    assert len(post.to(right.to_email)) == 1


def test_many_mails_ask_as_little_as_one_but_for_their_own_note(post, monkeypatch, django_assert_num_queries):
    monkeypatch.setitem(sources._sources, "document", pdfs)
    for count in (1, 3):
        for n in range(count):
            write(attachments=[FileSource("x.pdf", f"document:{n}")])
        with django_assert_num_queries(8 + count):
            actions.send_waiting()
    assert len(post.messages) == 4


def test_several_workers_send_every_mail_once(post):
    for _ in range(40):
        write()

    def work(_):
        try:
            return actions.send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 40
    assert len({message["Message-ID"] for message in post.messages}) == len(post.messages) == 40


def test_a_killed_sender_leaves_its_mail_to_the_next(post):
    mail = write()
    holds, may_go = threading.Event(), threading.Event()

    def die_while_sending():
        with suppress(OperationalError), claims.claimed(queries.mails_to_send(at=timezone.now()), most=1) as keys:
            assert keys == [mail.pk]
            holds.set()
            may_go.wait(5)
            connection.connection.close()  # as the server sees a killed process
        connection.close()

    dying = threading.Thread(target=die_while_sending)
    dying.start()
    holds.wait(5)
    assert actions.send_waiting() == 0
    may_go.set()
    dying.join()
    until = time.monotonic() + 10  # the server notices in its own time that the line is gone
    while not (sent := actions.send_waiting()) and time.monotonic() < until:
        time.sleep(0.02)
    assert sent == 1
    assert len(post.to(mail.to_email)) == 1


def test_a_written_mail_wakes_the_sender(post):
    from werkstatt.foundation.kernel.jobs import run_waiting_jobs

    mail = write()
    assert run_waiting_jobs() >= 1
    assert len(post.to(mail.to_email)) == 1
