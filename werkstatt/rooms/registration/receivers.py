"""What registration hangs up in the services' halls: how mails get the PDFs of documents."""

from collections.abc import Collection

from werkstatt.services.billing import actions as billing
from werkstatt.services.mailing import sources


def document_pdfs(keys: Collection[int]) -> dict[int, sources.File]:
    """The PDFs of these documents, rendered now where nobody did before."""
    return {key: (pdf, "application/pdf") for key, pdf in billing.pdfs_of(keys).items()}


def connect() -> None:
    sources.register("document", document_pdfs)
