"""From the content of a document to its PDF. Same content and renderer, same bytes."""

import json
from importlib.metadata import version
from pathlib import Path

import typst

from werkstatt.services.billing import content

FOLDER = Path(__file__).parent / "paper"
RENDERER = f"typst {version('typst')}"


def pdf(canonical: bytes) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of these facts."""
    facts = content.read(canonical)
    made: bytes = typst.compile(
        FOLDER / f"{facts['template']}.typ", sys_inputs={"facts": json.dumps(facts)}, pdf_standards=["a-3a", "ua-1"]
    )
    return made
