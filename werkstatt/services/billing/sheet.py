"""From the content of a document to its PDF. Same content, template and renderer: same bytes, also in ten years.

Words, days and money of a document are written in its frozen Typst template, not here, and the fonts are ours.
"""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import segno

from werkstatt.foundation.look import paper
from werkstatt.services.billing import content
from werkstatt.services.billing.content import Facts

FOLDER = "services/billing/paper"
ATTACHED = {"de": "Die Angaben dieses Belegs als Daten", "en": "The facts of this document as data"}


def pdf(canonical: bytes) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of these facts, with the facts attached as data."""
    facts = content.read(canonical)
    attached = paper.Attachment(
        name=f"{facts['number']}.json",
        text=canonical.decode(),
        media_type="application/json",
        relationship="data",
        description=ATTACHED[facts["language"]],
    )
    return paper.render(
        f"{FOLDER}/{facts['template']}.typ",
        {"facts": facts, "qr": transfer_code(facts)},
        dated=date.fromisoformat(facts["issued_on"]),
        attachments=[attached],
    )


@cache
def renderer() -> str:
    """Typst's version and a fingerprint of all templates and fonts: PDFs of one renderer are equal to the byte."""
    look, ours = Path(paper.__file__).parent, Path(__file__).parent / "paper"
    sources = [*sorted(ours.glob("*.typ")), look / "letter.typ", *sorted((look / "fonts").iterdir())]
    print_ = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    return f"{paper.RENDERER} {print_[:12]}"


def transfer_code(facts: Facts) -> str:
    """The QR code of an invoice for banking apps, as SVG; empty if nothing is due."""
    if not (text := transfer_text(facts)):
        return ""
    code = segno.make(text, error="m", encoding="utf-8", micro=False, boost_error=False, mask=4)
    return str(code.svg_inline(border=0, omitsize=True))


def transfer_text(facts: Facts) -> str:
    """The lines of an EPC QR code (European Payments Council, guideline 069-12 version 002)."""
    seller, due = facts["seller"], facts["totals"]["due_cents"]
    if facts["kind"] != "invoice" or due == 0 or not seller["iban"]:
        return ""
    amount = f"EUR{due // 100}.{due % 100:02d}"
    head = ["BCD", "002", "1", "SCT", seller["bic"], seller["name"][:70], seller["iban"], amount]
    return "\n".join([*head, "", "", facts["number"]])
