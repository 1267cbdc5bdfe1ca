"""Mails: none speaks of a document that does not exist, and what they say about money is what the books say."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing.models import Attachment

SOURCE = "document:"


def broken(edition: Edition) -> Iterator[str]:
    attached = Attachment.objects.filter(mail__edition=edition, source_key__startswith=SOURCE).select_related("mail")
    named = list(attached)
    numbers = {
        int(one.source_key.removeprefix(SOURCE)) for one in named if one.source_key.removeprefix(SOURCE).isdigit()
    }
    known = {
        f"{SOURCE}{pk}" for pk in Document.objects.filter(pk__in=numbers, edition=edition).values_list("pk", flat=True)
    }
    for one in named:
        if one.source_key not in known:
            yield _("Die Mail „%(subject)s“ an %(to)s trägt einen Beleg, den es nicht gibt.") % {
                "subject": one.mail.subject,
                "to": one.mail.to_email,
            }
