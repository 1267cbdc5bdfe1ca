"""Documents as downloads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from werkstatt.services.billing.actions import render
from werkstatt.services.billing.models import Document
from werkstatt.services.billing.queries import documents_visible_to


@require_safe
def document_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF, for those who may see the edition's money; for everybody else there is no such document."""
    document = documents_visible_to(request.user).filter(number=number).first()
    if document is None:
        raise Http404
    return pdf_response(document)


def pdf_response(document: Document) -> HttpResponse:
    """The PDF of a document whose permission the caller has checked (a room's own link, for instance)."""
    pdf = render(document=document).pdf
    response = HttpResponse(pdf.data, content_type=pdf.media_type)
    response["Content-Disposition"] = f'inline; filename="{document.number}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{pdf.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
