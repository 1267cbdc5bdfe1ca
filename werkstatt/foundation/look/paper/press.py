"""The press: one Typst compiler per thread (a shared one is not safe), our fonts only, no clock."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkstatt.foundation.look.paper.glyphs import printable

if TYPE_CHECKING:
    import typst

ROOT = Path(__file__).resolve().parents[3]  # the package `werkstatt`: templates name each other from here
FONTS = Path(__file__).parent / "fonts"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
RENDERER = f"typst {version('typst')}"


class PaperJam(RuntimeError):
    """A template did not compile; the text says where."""


@dataclass(frozen=True)
class Attachment:
    """A text file inside the PDF (PDF/A-3), for instance the XML of an electronic invoice.

    `relationship` is `alternative` (the same facts, for machines), `source`, `data` or `supplement`.
    """

    name: str
    text: str
    media_type: str = "text/xml"
    relationship: str = "alternative"
    description: str = ""


class _Press(threading.local):
    compiler: "typst.Compiler | None" = None


_press = _Press()


def render(
    template: Path | str, data: Mapping[str, Any], *, dated: date | None = None, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The PDF of `data` set by `template` (a path below the package, or absolute).

    Texts are fitted to our fonts first (see `glyphs`). `dated` is the date in the file's metadata (the document's own date); without it 1 January 2000, never today.
    Raises `PaperJam` when the template cannot be set with these data.
    """
    moment = datetime.combine(dated or date(2000, 1, 1), time(0, 0), tzinfo=UTC)
    inputs = {"data": _json(printable(data)), "attachments": _json([asdict(each) for each in attachments])}
    try:
        made = _compiler().compile(
            str(ROOT / template),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=int(moment.timestamp()),
        )
    except RuntimeError as error:  # TypstError is one, a missing file too
        where = getattr(error, "diagnostic", "") or str(error)
        raise PaperJam(f"{template}: {where}") from error
    if not isinstance(made, bytes):
        raise PaperJam(f"{template}: nothing was set")
    return made


def _compiler() -> "typst.Compiler":
    if _press.compiler is None:
        import typst  # noqa: PLC0415  (9 MB that a web process without documents never needs)

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        _press.compiler = typst.Compiler(root=str(ROOT), font_paths=fonts)
    return _press.compiler


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
