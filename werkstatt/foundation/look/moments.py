"""Days and times as a person says them, in German or English; no Django.

German: `Mo., 2. Mai 2022, 9:30 Uhr`. English: `Mon 2 May 2022, 9:30 am`.
"""

from datetime import date, datetime, time

NBSP = "\u00a0"
EN_DASH = "\u2013"
DAYS = {
    "de": ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
LONG_DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def day(on: date, language: str = "de") -> str:
    lang = _known(language)
    if lang == "de":
        return f"{DAYS[lang][on.weekday()]}, {on.day}.{NBSP}{MONTHS[lang][on.month - 1]} {on.year}"
    return f"{DAYS[lang][on.weekday()]} {on.day}{NBSP}{MONTHS[lang][on.month - 1]} {on.year}"


def long_day(on: date, language: str = "de") -> str:
    """`Montag, 2. Mai` / `Monday, 2 May`: for headings where the year is clear."""
    lang = _known(language)
    dot = "." if lang == "de" else ""
    return f"{LONG_DAYS[lang][on.weekday()]}, {on.day}{dot}{NBSP}{MONTHS[lang][on.month - 1]}"


def short_day(on: date, language: str = "de") -> str:
    """`02.05.2022` / `2 May 2022`: for dense tables."""
    if _known(language) == "de":
        return f"{on.day:02d}.{on.month:02d}.{on.year}"
    return f"{on.day}{NBSP}{MONTHS['en'][on.month - 1][:3]}{NBSP}{on.year}"


def clock(at: time | datetime, language: str = "de") -> str:
    """`9:30 Uhr` / `9:30 am`."""
    if _known(language) == "de":
        return f"{at.hour}:{at.minute:02d}{NBSP}Uhr"
    return f"{_twelve(at)}{NBSP}{_half(at)}"


def moment(at: datetime, language: str = "de") -> str:
    return f"{day(at.date(), language)}, {clock(at, language)}"


def hours(start: datetime | time, end: datetime | time, language: str = "de") -> str:
    """`9:30-10:15 Uhr` / `9:30-10:15 am`, with an en dash."""
    if _known(language) == "de":
        return f"{start.hour}:{start.minute:02d}{EN_DASH}{clock(end, 'de')}"
    same_half = _half(start) == _half(end)
    first = _twelve(start) if same_half else clock(start, "en")
    return f"{first}{EN_DASH}{clock(end, 'en')}"


def timespan(start: datetime, end: datetime, language: str = "de") -> str:
    """From one moment to another; the day is said once when it is one day."""
    if start.date() == end.date():
        return f"{day(start.date(), language)}, {hours(start, end, language)}"
    return f"{moment(start, language)} {EN_DASH} {moment(end, language)}"


def days(first: date, last: date, language: str = "de") -> str:
    """`2. und 3. Mai 2022`, `2.-5. Mai 2022`, `30. April-2. Mai 2022`; English alike."""
    lang = _known(language)
    dot = "." if lang == "de" else ""
    month = MONTHS[lang][last.month - 1]
    end = f"{last.day}{dot}{NBSP}{month} {last.year}"
    if first == last:
        return day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        joint = {"de": " und ", "en": " and "}[lang] if (last - first).days == 1 else EN_DASH
        return f"{first.day}{dot}{joint}{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{dot}{NBSP}{MONTHS[lang][first.month - 1]}{year}{EN_DASH}{end}"


def duration(minutes: int, language: str = "de") -> str:
    """`45 Minuten`, `1 Std. 30 Min.` / `45 minutes`, `1 h 30 min`."""
    full, rest = divmod(minutes, 60)
    de = _known(language) == "de"
    if not full:
        word = ("Minute" if rest == 1 else "Minuten") if de else ("minute" if rest == 1 else "minutes")
        return f"{rest}{NBSP}{word}"
    hour, minute = ("Std.", "Min.") if de else ("h", "min")
    return f"{full}{NBSP}{hour}" + (f" {rest}{NBSP}{minute}" if rest else "")


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "de"


def _twelve(at: time | datetime) -> str:
    return f"{(at.hour + 11) % 12 + 1}:{at.minute:02d}"


def _half(at: time | datetime) -> str:
    return "am" if at.hour < 12 else "pm"
