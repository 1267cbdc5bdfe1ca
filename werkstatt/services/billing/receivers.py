"""An issued document gets its PDF right after commit."""

import random
from typing import Any

from django.dispatch import receiver
from procrastinate.exceptions import AlreadyEnqueued

from werkstatt.services.billing.signals import document_issued
from werkstatt.services.billing.tasks import render_documents

LANES = 2  # renderers at the same time, over all workers


@receiver(document_issued)
def wake_a_renderer(**_: Any) -> None:
    """Queue a run in one of the lanes; one that waits there already will find this document."""
    lane = f"billing.render.{(number := random.randrange(LANES))}"  # noqa: S311  (which lane is no secret)
    try:
        render_documents.configure(queueing_lock=lane, lock=lane).defer(lane=number)
    except AlreadyEnqueued:
        return
