"""The PDF of a document: made after commit, from its content alone, once."""

from django.db import transaction
from django.utils import timezone

from werkstatt.foundation.kernel import blobs
from werkstatt.services.billing import sheet
from werkstatt.services.billing.models import Document, Rendering
from werkstatt.services.billing.queries import documents_without_pdf

BATCH = 20


@transaction.atomic
def render(*, document: Document) -> Rendering:
    """The rendering of a document, made if it is missing. Doing it twice changes nothing."""
    if (found := Rendering.objects.filter(document=document).select_related("pdf").first()) is not None:
        return found
    blob = blobs.store(sheet.pdf(bytes(document.content)), "application/pdf")
    made = Rendering(document=document, pdf=blob, renderer=sheet.RENDERER, rendered_at=timezone.now())
    Rendering.objects.bulk_create([made], ignore_conflicts=True)
    return Rendering.objects.select_related("pdf").get(document=document)


def render_missing() -> int:
    """Render everything that has no PDF yet, a batch at a time; several workers share the work. Returns how many."""
    done = 0
    while count := _render_batch():
        done += count
    return done


@transaction.atomic
def _render_batch() -> int:
    free = documents_without_pdf().select_for_update(skip_locked=True, no_key=True, of=("self",))[:BATCH]
    documents = list(free)
    for document in documents:
        render(document=document)
    return len(documents)
