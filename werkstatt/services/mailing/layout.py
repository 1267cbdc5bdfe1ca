"""HTML from the text of a mail: paragraphs, links and lists, inside the house's frame."""

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import mark_safe

from werkstatt.services.mailing.letter import Letter


def html_of(*, subject: str, text: str, letter: Letter) -> str:
    """The same words as HTML."""
    blocks = [urlize(conditional_escape(block)).replace("\n", "<br>") for block in text.split("\n\n")]
    body = mark_safe("\n".join(f"<p>{block}</p>" for block in blocks))  # noqa: S308  (escaped above)
    return render_to_string(
        "mailing/plain.html", {"subject": subject, "body": body, "edition": letter.edition, "language": letter.language}
    )
