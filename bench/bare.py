"""The least that a document and its mail can cost: what our figures are multiples of."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from werkstatt.foundation.look.paper import press

PDF_SIZE = 31_000  # of a cancellation on one page
SHEET = Path(__file__).with_name("empty.typ")
_numbers = count(1)


def empty_page() -> bytes:
    """A page with one number on it, by the same press and to the same standards as a document."""
    return press.render(SHEET, {"number": next(_numbers)})


def mails_with_pdf(port: int) -> Callable[[], object]:
    """A function that builds a mail with a PDF and hands it over, without asking or noting anything."""
    connection = smtplib.SMTP("127.0.0.1", port)
    pdf = bytes(PDF_SIZE)

    def send() -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = "Bench", "werkstatt@localhost", "erika@stadt.example"
        message.set_content("Guten Tag\n" * 40)
        message.add_alternative("<p>Guten Tag</p>" * 200, subtype="html")
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename="S-1.pdf")
        connection.send_message(message)

    return send
