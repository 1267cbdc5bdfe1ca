"""The least that a document and its mail can cost: what our figures are multiples of."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from itertools import count

import typst

from werkstatt.foundation.look.paper import press

PDF_SIZE = 31_000  # of a cancellation on one page
SHEET = """#set document(title: "Bench", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: "Fira Sans", lang: "de")
Number """
_numbers = count(1)


def empty_page() -> Callable[[], object]:
    """A function that sets a page with a number on it, in our type and to the standards of a document."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(press.FONTS)])
    compiler = typst.Compiler(font_paths=fonts)

    def render() -> None:
        sheet = f"{SHEET}{next(_numbers)}".encode()
        compiler.compile(sheet, format="pdf", pdf_standards=press.STANDARDS, timestamp=0)

    return render


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
