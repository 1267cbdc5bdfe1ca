"""QR codes as drawings: one path in the colours of the page."""

import segno

QUIET = 2  # modules around the code that stay empty


def qr_path(text: str) -> tuple[int, str]:
    """Side of the square in modules, and the path of the dark ones."""
    code = segno.make(text, error="m", micro=False)
    dark = [(x + QUIET, y + QUIET) for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark]
    return int(code.symbol_size(border=QUIET)[0]), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
