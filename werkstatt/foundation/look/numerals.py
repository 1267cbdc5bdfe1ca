"""Numbers and money in words of the page's language; no Django."""

NBSP = "\u00a0"
MINUS = "\u2212"


def number(value: int | float, language: str = "de", places: int = 0) -> str:
    """`12240` -> `12.240` (de), `12,240` (en). Minus is the true minus sign."""
    text = f"{abs(value):,.{places}f}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def money(cents: int, language: str = "de") -> str:
    """Integer cents -> `1.234,50 €` (de, no line break before the sign), `€1,234.50` (en)."""
    whole, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    if language == "de":
        return f"{sign}{number(whole)},{rest:02d}{NBSP}€"
    return f"{sign}€{number(whole, 'en')}.{rest:02d}"


def percent(part: int, whole: int, language: str = "de") -> str:
    """`percent(1, 3)` -> `33 %`; of nothing, nothing."""
    value = round(100 * part / whole) if whole else 0
    return f"{value}{NBSP}%" if language == "de" else f"{value}%"
