"""What mailing announces, after commit."""

from django.dispatch import Signal

mail_written = Signal()  # mail: Mail
