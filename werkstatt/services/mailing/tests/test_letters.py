import pytest
from django.core.mail import send_mail
from django.db import transaction

from werkstatt.foundation.kernel import blobs
from werkstatt.services.mailing import actions, queries
from werkstatt.services.mailing.choices import MailState
from werkstatt.services.mailing.letter import FileBytes, FileSource
from werkstatt.services.mailing.models import Mail
from werkstatt.services.mailing.tests.factories import NOW, letter, make_edition

pytestmark = pytest.mark.django_db


def test_the_text_is_the_master_and_the_html_says_the_same():
    mail = actions.write_mail(letter(make_edition()), now=NOW)
    assert mail.subject == "Guten Tag, Jörg"
    assert "<b>ohne</b> & mit Umlaut" in mail.text
    assert "?a=1&b=2" in mail.text, "plain text escapes nothing"
    assert "&lt;b&gt;ohne&lt;/b&gt; &amp; mit Umlaut" in mail.html
    assert "<h2>Ihre Tage</h2>" in mail.html
    assert "<li>Di., 3. Mai 2022: " in mail.html
    assert 'class="button" href="https://werkstatt.example/orders/abc/?a=1&amp;b=2"' in mail.html
    assert mail.reply_to == "werkstatt@institut.example"


def test_a_room_may_bring_its_own_html():
    mail = actions.write_mail(letter(template="mailing/tests/own"), now=NOW)
    assert mail.html == "<p>Eigenes HTML für Jörg</p>"


def test_without_a_mail_server_mails_are_kept():
    mail = actions.write_mail(letter(), now=NOW)
    assert mail.state == MailState.KEPT
    assert list(queries.kept_mails()) == [mail]


def test_a_letter_is_written_once():
    first = actions.write_mail(letter(once_key="confirmation:1"), now=NOW)
    again = actions.write_mail(letter(once_key="confirmation:1", context={"name": "anders"}), now=NOW)
    assert first == again
    assert Mail.objects.count() == 1


def test_a_rolled_back_action_writes_no_mail():
    with transaction.atomic():
        actions.write_mail(letter(), now=NOW)
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_headers_cannot_be_smuggled_in():
    mail = actions.write_mail(letter(context={"name": "X\r\nBcc: all@example.org", "link": ""}), now=NOW)
    assert mail.subject == "Guten Tag, X Bcc: all@example.org"


def test_a_mail_is_sent_again_as_a_mail_of_its_own(settings):
    files = [FileBytes("termine.ics", blobs.store(b"BEGIN", "text/calendar")), FileSource("r.pdf", "document:1")]
    mail = actions.write_mail(letter(attachments=files), now=NOW)
    again = actions.resend_mail(mail=mail, now=NOW, once_key="again:1", to_email="neu@stadt.example")
    assert (again.text, again.to_email) == (mail.text, "neu@stadt.example")
    assert [file.filename for file in again.attachments.all()] == ["termine.ics", "r.pdf"]
    assert actions.resend_mail(mail=mail, now=NOW, once_key="again:1") == again
    settings.MAIL_IS_LOCAL = False
    with pytest.raises(actions.MailIsStillWaiting):
        actions.resend_mail(mail=actions.write_mail(letter(), now=NOW), now=NOW, once_key="again:2")


def test_old_mails_go_and_sign_in_mails_after_a_day():
    edition = make_edition()
    old = actions.write_mail(letter(edition), now=NOW.replace(year=2019))
    kept = actions.write_mail(letter(edition), now=NOW.replace(day=1))
    sign_in = actions.write_mail(letter(None), now=NOW.replace(day=1))
    actions.delete_old_mails(now=NOW)
    assert list(Mail.objects.all()) == [kept]
    assert old.pk != sign_in.pk


def test_lists_take_the_same_number_of_queries(django_assert_num_queries):
    edition = make_edition()
    for _ in range(3):
        actions.write_mail(letter(edition), now=NOW)
    with django_assert_num_queries(1):
        assert [mail.files for mail in queries.mails_of(edition)] == [0, 0, 0]
    assert queries.mails_by_state(edition) == {"waiting": 0, "sent": 0, "kept": 3, "failed": 0}


def test_sign_in_mails_of_the_framework_take_the_same_way(settings):
    settings.EMAIL_BACKEND = "werkstatt.services.mailing.backend.HousePost"
    send_mail("Ihr Code", "Ihr Code:\n\n123456", None, ["a@stadt.example", "b@stadt.example"])
    assert [(mail.to_email, mail.edition, mail.state) for mail in queries.kept_mails().order_by("pk")] == [
        ("a@stadt.example", None, MailState.KEPT),
        ("b@stadt.example", None, MailState.KEPT),
    ]
