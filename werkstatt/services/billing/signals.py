"""What billing announces, after commit."""

from django.dispatch import Signal

document_issued = Signal()  # document: Document
