"""An issued document gets its PDF right after commit."""

from typing import Any

from django.dispatch import receiver
from procrastinate.exceptions import AlreadyEnqueued

from werkstatt.services.billing.signals import document_issued
from werkstatt.services.billing.tasks import render_documents


@receiver(document_issued)
def wake_the_renderer(**_: Any) -> None:
    try:
        render_documents.defer()
    except AlreadyEnqueued:
        return  # one is waiting already and will find this document
