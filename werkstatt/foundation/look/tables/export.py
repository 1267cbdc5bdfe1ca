"""A whole list as a file: CSV as German spreadsheets read it, or XLSX. Safe against formulas in what people typed."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# OWASP "CSV injection": a cell that starts like this would be run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER_FORMATS = {"money": '#,##0.00 "€"', "day": "DD.MM.YYYY", "moment": "DD.MM.YYYY HH:MM"}
WIDTHS = {"money": 14, "number": 10, "day": 12, "moment": 17, "channel": 12, "long": 50}
Lines = Iterable[Sequence[Any]]


def response(wanted: str, name: str, labels: Sequence[str], lines: Lines, kinds: Sequence[str]) -> HttpResponse:
    content = as_csv(labels, lines) if wanted == "csv" else as_xlsx(name, labels, lines, kinds)
    answer = HttpResponse(content, content_type=FORMATS[wanted])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "list"}.{wanted}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_csv(labels: Sequence[str], lines: Lines) -> bytes:
    """Semicolons, decimal comma, UTF-8 with byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(label) for label in labels])
    writer.writerows([[_plain(value) for value in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(name: str, labels: Sequence[str], lines: Lines, kinds: Sequence[str]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(slugify(name)[:31] or "list")
    sheet.freeze_panes = "B2"
    for index, kind in enumerate(kinds, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = WIDTHS.get(kind, 24)
    bold = Font(bold=True)
    heads = [_cell(sheet, label, "text") for label in labels]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for line in lines:
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(line, kinds, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal() | float():
            return f"{value:.2f}".replace(".", ",")
        case datetime():
            return value.strftime("%d.%m.%Y %H:%M")
        case date():
            return value.strftime("%d.%m.%Y")
        case int():
            return str(value)
    return harmless(str(value))


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    """Text is always a text cell, so `=1+1` stays what a person typed."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value=value)
    if kind in NUMBER_FORMATS and value is not None:
        cell.number_format = NUMBER_FORMATS[kind]
    return cell
