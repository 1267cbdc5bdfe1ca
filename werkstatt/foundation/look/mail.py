"""A mail's HTML from its text. The text is the master; it needs no markup, only these habits:

- blank lines part paragraphs; `- ` begins an item of a list;
- a short line without a full stop above other lines, or alone between two blocks, is a heading;
- two or more lines `Wort: Angabe` are facts and stand in two columns;
- `→ Angebot ansehen: https://…` on a line of its own is the button, so is a bare address; any other address is a link.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

BUTTON = re.compile(r"^(?:→ (?P<words>[^\n]{1,80}?):? )?(?P<url>https?://\S+)$")
FACT = re.compile(r"^(?!- )(?P<word>[^\s:][^:\n]{0,38}): (?!//)(?P<value>.+)$")
ADDRESS = re.compile(r"://|@|www\.")
CHANNEL = re.compile(r"(?:^|: )(?P<word>vor Ort|on site|online)$")
LONGEST_HEADING = 60
LONGEST_ADDRESS = 52


def html_mail(*, subject: str, text: str, sender: str, language: str, footer: str = "", accent: str = "") -> SafeString:
    """The whole HTML mail: the same words as `text`, in the frame of the house."""
    return render_to_string(
        "look/mail_base.html",
        {
            "subject": subject,
            "body": body(text),
            "first_words": text.strip().split("\n\n")[1][:140] if "\n\n" in text.strip() else "",
            "sender": sender,
            "footer": footer,
            "language": language,
            "accent": accent or "#f7e017",
        },
    )


def body(text: str) -> SafeString:
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())]
    inner = range(1, len(blocks) - 1)
    parts = [
        _heading(block) if at in inner and "\n" not in block and _is_heading(block) else _block(block.split("\n"))
        for at, block in enumerate(blocks)
        if block.strip()
    ]
    return mark_safe("\n".join(parts))  # noqa: S308  (parts are escaped)


def _heading(line: str) -> str:
    return format_html("<h2>{}</h2>", line)


def _block(lines: Sequence[str]) -> str:
    if len(lines) > 1 and _is_heading(lines[0]):
        return f"{_heading(lines[0])}\n{_block(lines[1:])}"
    if len(lines) > 1 and all(FACT.match(line) for line in lines):
        return _facts(lines)
    return "\n".join(_group(kind, list(group)) for kind, group in groupby(lines, key=_kind))


def _kind(line: str) -> str:
    return "button" if BUTTON.match(line) else "item" if line.startswith("- ") else "text"


def _group(kind: str, lines: Sequence[str]) -> str:
    if kind == "item":
        items = format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    if kind == "button":
        buttons = [match for match in map(BUTTON.match, lines) if match]
        link = '<p><a class="button" href="{}">{}</a></p>'
        return format_html_join(
            "\n", link, ((match["url"], match["words"] or gettext("Im Browser öffnen")) for match in buttons)
        )
    return format_html("<p>{}</p>", _lines(lines))


def _is_heading(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and not line.startswith(("- ", "→")) and line[-1:].isalnum() and not FACT.match(line) and "://" not in line  # fmt: skip


def _facts(lines: Sequence[str]) -> str:
    found = [match for match in map(FACT.match, lines) if match]
    rows = format_html_join(
        "", '<tr><th scope="row">{}</th><td>{}</td></tr>', ((m["word"], _linked(m["value"])) for m in found)
    )
    return format_html('<table class="facts">{}</table>', rows)


def _lines(lines: Sequence[str]) -> SafeString:
    return format_html_join(mark_safe("<br>\n"), "{}", ((_linked(line),) for line in lines))


def _linked(text: str) -> SafeString:
    """Addresses as links (shown short), and the sign of a channel where a line ends with its word."""
    ending = CHANNEL.search(text)
    if not ending:
        if not ADDRESS.search(text):  # most lines; looking for addresses word by word is slow
            return conditional_escape(text)
        return mark_safe(urlize(conditional_escape(text), trim_url_limit=LONGEST_ADDRESS))  # noqa: S308  (escaped before)
    name = "on-site" if ending["word"] in {"vor Ort", "on site"} else "online"
    sign = format_html('<span class="{}">{}</span>', name, ending["word"])
    return format_html("{}{}", _linked(text[: ending.start("word")]), sign)
