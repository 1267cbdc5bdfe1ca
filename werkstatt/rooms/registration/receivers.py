"""What registration hangs up in the services' halls: how a mail gets the PDF of a document."""

from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import queries as books
from werkstatt.services.billing.models import Document
from werkstatt.services.mailing import sources


def document_pdf(pk: int) -> tuple[bytes, str]:
    """The PDF of a document, rendered now if nobody did before."""
    document = Document.objects.get(pk=pk)
    pdf = books.pdf_of(document)
    if pdf is None:
        billing.render(document=document)
        pdf = books.pdf_of(document) or b""
    return pdf, "application/pdf"


def connect() -> None:
    sources.register("document", document_pdf)
