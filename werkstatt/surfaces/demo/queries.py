from django.db.models import Count, Q, QuerySet

from werkstatt.foundation.people.models import Person
from werkstatt.services.mailing.models import Mail


def mails_matching(term: str) -> QuerySet[Mail]:
    """All mails of the house, newest first; `term` is a part of the address, the name or the subject."""
    mails = Mail.objects.annotate(attachment_count=Count("attachments")).order_by("-created_at", "-pk")
    if term:
        mails = mails.filter(Q(to_email__icontains=term) | Q(to_name__icontains=term) | Q(subject__icontains=term))
    return mails


def person_with(email: str) -> Person | None:
    return Person.objects.filter(email=email).first()
