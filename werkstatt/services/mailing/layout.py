"""HTML from the text of a mail, in the frame of the house (see `look.mail` for what plain text becomes)."""

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.look.mail import html_mail


def html_of(*, subject: str, text: str, language: str, edition: Edition | None) -> str:
    """The same words as HTML."""
    return html_mail(
        subject=subject,
        text=text,
        sender=edition.title if edition else "Werkstatt NEO",
        language=language,
        footer=_footer(edition),
        accent=edition.accent_color if edition else "",
    )


def _footer(edition: Edition | None) -> str:
    """Who writes, and where to ask."""
    if edition is None:
        return ""
    series = edition.series
    place = f"{series.host_postcode} {series.host_city}".strip()
    host = ", ".join(filter(None, [series.host_name, series.host_street, place]))
    ask = ", ".join(
        filter(None, [edition.contact_name, edition.contact_email or series.host_email, edition.contact_phone])
    )
    return "\n".join(filter(None, [host, ask]))
