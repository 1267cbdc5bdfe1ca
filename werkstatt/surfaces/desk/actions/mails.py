"""What the desk itself writes: mails to a group."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.services.mailing.actions import write_mail
from werkstatt.services.mailing.letter import Letter
from werkstatt.surfaces.desk.groups import Recipient, recipients_of


@dataclass(frozen=True)
class GroupMail:
    """What somebody wrote to a group. English words go to those who read English; without them German does."""

    group: str
    subject: str
    text: str
    subject_en: str = ""
    text_en: str = ""

    def words(self, language: str) -> tuple[str, str]:
        if language == "en" and self.subject_en and self.text_en:
            return self.subject_en, self.text_en
        return self.subject, self.text


@transaction.atomic
def write_to_group(*, edition: Edition, mail: GroupMail, by: Person, now: datetime, once_key: str) -> int:
    """One mail to each address of the group; the same `once_key` writes none twice. Returns how many there are."""
    recipients = recipients_of(edition, mail.group)
    for recipient in recipients:
        write_mail(_letter(edition, mail, recipient, f"group:{once_key}:{recipient.email.lower()}"), now=now)
    scope = f"edition:{edition.slug}"
    facts = {"title": mail.subject, "count": len(recipients)}
    log.record(verb="group_mail_written", subject=f"mail:{once_key}", at=now, actor=by, scope=scope, **facts)
    return len(recipients)


@transaction.atomic
def write_test_mail(*, edition: Edition, mail: GroupMail, to: Person, now: datetime, once_key: str) -> None:
    """The same words to oneself, marked as a test."""
    recipient = Recipient(to.full_name, to.email, to.language)
    subject, text = mail.words(to.language)
    test = GroupMail(mail.group, f"[Test] {subject}", text)
    write_mail(_letter(edition, test, recipient, f"group-test:{once_key}:{to.pk}:{now.isoformat()}"), now=now)


def _letter(edition: Edition, mail: GroupMail, recipient: Recipient, once_key: str) -> Letter:
    subject, text = mail.words(recipient.language)
    return Letter(
        kind="group",
        edition=edition,
        to_name=recipient.name,
        to_email=recipient.email,
        language=recipient.language,
        template="desk/mails/group",
        context={"subject_text": subject, "body_text": text, "name": recipient.name},
        once_key=once_key[:120],
    )
