"""The PDF of a document: made after commit, from its content alone, once."""

import logging
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from werkstatt.foundation.kernel import blobs
from werkstatt.foundation.look.paper import PaperJam
from werkstatt.services.billing import sheet
from werkstatt.services.billing.models import Document, Rendering
from werkstatt.services.billing.queries import documents_without_pdf, stored_pdfs

logger = logging.getLogger(__name__)

AT_ONCE = 10  # documents in one transaction: a tenth of a second that a kill costs, a tenth of the round trips


@transaction.atomic
def render(*, document: Document) -> Rendering:
    """The rendering of a document, made if it is missing. Whoever comes second waits and finds it. Raises PaperJam."""
    if (found := _rendering_of(document)) is not None:
        return found
    Document.objects.select_for_update(no_key=True).values_list("pk").get(pk=document.pk)
    if (found := _rendering_of(document)) is not None:
        return found
    [made] = _write({document.pk: sheet.pdf(bytes(document.content))})
    return made


def pdfs_of(keys: Collection[int]) -> dict[int, bytes]:
    """The PDFs of these documents by primary key; those that are missing are made now. Raises PaperJam."""
    found = stored_pdfs(keys)
    for document in Document.objects.filter(pk__in=set(keys) - set(found)):
        found[document.pk] = render(document=document).pdf.data
    return found


def render_missing() -> int:
    """Render everything that has no PDF yet; several workers share the work. Returns how many this one made."""
    made, last = 0, 0
    while (step := _render_some(after=last)) is not None:
        last, count = step
        made += count
    return made


@transaction.atomic
def _render_some(*, after: int) -> tuple[int, int] | None:
    """Lock the next documents without a PDF that nobody else is at: (the last key, how many were still needed)."""
    missing = documents_without_pdf().filter(pk__gt=after)
    documents = list(missing.select_for_update(skip_locked=True, no_key=True, of=("self",))[:AT_ONCE])
    if not documents:
        return None
    # Another may have rendered one between our look and our lock.
    done = set(Rendering.objects.filter(document__in=documents).values_list("document_id", flat=True))
    pdfs = {document.pk: pdf for document in documents if document.pk not in done and (pdf := _pdf(document))}
    _write(pdfs)
    return documents[-1].pk, len(pdfs)


def _pdf(document: Document) -> bytes | None:
    """None if the press jams: the others go on, and the next sweep tries this one again."""
    try:
        return sheet.pdf(bytes(document.content))
    except PaperJam:
        logger.exception("%s cannot be set", document.number)
        return None


def _write(pdfs: dict[int, bytes]) -> Sequence[Rendering]:
    stored = blobs.store_all(pdfs.values(), "application/pdf")
    return Rendering.objects.bulk_create(
        Rendering(document_id=key, pdf=blob, renderer=sheet.renderer(), rendered_at=timezone.now())
        for key, blob in zip(pdfs, stored, strict=True)
    )


def _rendering_of(document: Document) -> Rendering | None:
    return Rendering.objects.filter(document=document).select_related("pdf").first()
