"""The PDF of a document: made after commit, from its content alone, once."""

from django.db import transaction
from django.utils import timezone

from werkstatt.foundation.kernel import blobs
from werkstatt.services.billing import sheet
from werkstatt.services.billing.models import Document, Rendering
from werkstatt.services.billing.queries import documents_without_pdf


@transaction.atomic
def render(*, document: Document) -> Rendering:
    """The rendering of a document, made if it is missing. Whoever comes second waits and finds it."""
    if (found := _rendering_of(document)) is not None:
        return found
    Document.objects.select_for_update(no_key=True).values_list("pk").get(pk=document.pk)
    return _rendering_of(document) or _render(document)


def render_missing() -> int:
    """Render everything that has no PDF yet; several workers share the work. Returns how many this one made."""
    made, last = 0, 0
    while (step := _render_next(after=last)) is not None:
        last, is_new = step
        made += is_new
    return made


@transaction.atomic
def _render_next(*, after: int) -> tuple[int, bool] | None:
    """Lock the next document without a PDF that nobody else is at and render it: (its key, whether that was still needed)."""
    missing = documents_without_pdf().filter(pk__gt=after)
    document = missing.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if document is None:
        return None
    is_needed = _rendering_of(document) is None  # another may have rendered it between our look and our lock
    if is_needed:
        _render(document)
    return document.pk, is_needed


def _render(document: Document) -> Rendering:
    blob = blobs.store(sheet.pdf(bytes(document.content)), "application/pdf")
    return Rendering.objects.create(document=document, pdf=blob, renderer=sheet.renderer(), rendered_at=timezone.now())


def _rendering_of(document: Document) -> Rendering | None:
    return Rendering.objects.filter(document=document).select_related("pdf").first()
