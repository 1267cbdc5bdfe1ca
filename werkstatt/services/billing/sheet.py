"""From the content of a document to its PDF. Same content, template and renderer: same bytes, also in ten years.

Words, days and money of a document are written in its frozen Typst template, not here, and the fonts are ours.
"""

import threading
from importlib.metadata import version
from pathlib import Path
from typing import Literal, cast

import segno
import typst

from werkstatt.foundation.look import paper
from werkstatt.services.billing import content
from werkstatt.services.billing.content import Facts

FOLDER = Path(__file__).parent / "paper"
FONTS = Path(paper.__file__).parent / "fonts"
RENDERER = f"typst {version('typst')}"
STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]

_here = threading.local()


def pdf(canonical: bytes) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of these facts, with the facts attached as data."""
    facts = content.read(canonical)
    inputs = {"facts": canonical.decode(), "qr": transfer_code(facts)}
    made = _compiler().compile(FOLDER / f"{facts['template']}.typ", sys_inputs=inputs, pdf_standards=STANDARDS)
    return cast("bytes", made)


def transfer_code(facts: Facts) -> str:
    """The EPC QR code of an invoice (European Payments Council, guideline 069-12) as SVG; empty if nothing is due."""
    seller, due = facts["seller"], facts["totals"]["due_cents"]
    if facts["kind"] != "invoice" or due == 0 or not seller["iban"]:
        return ""
    amount = f"EUR{due // 100}.{due % 100:02d}"
    fields = [
        "BCD",
        "002",
        "1",
        "SCT",
        seller["bic"],
        seller["name"][:70],
        seller["iban"],
        amount,
        "",
        "",
        facts["number"],
    ]
    code = segno.make("\n".join(fields), error="m", encoding="utf-8", micro=False, boost_error=False, mask=4)
    return cast("str", code.svg_inline(border=0, omitsize=True))


def _compiler() -> typst.Compiler:
    """One compiler per thread: it keeps fonts and parsed templates, and cannot be shared."""
    if not hasattr(_here, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        _here.compiler = typst.Compiler(root=FOLDER, font_paths=fonts)
    return cast("typst.Compiler", _here.compiler)
