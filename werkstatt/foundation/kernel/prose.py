"""Texts that hosts write: simple markup in (CommonMark), safe HTML out. Raw HTML is text, never markup.

Paragraphs, `## headings`, lists, **bold**, *emphasis*, [links](https://…), bare addresses. Nothing else gets through.
"""

from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "hr"}
SCHEMES = {"https", "http", "mailto", "tel"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; text before the first heading has none."""

    title: str
    body: SafeString


@lru_cache(maxsize=512)
def html(text: str) -> SafeString:
    """Safe HTML. A heading of the first level becomes one of the second: the page has its own title."""
    raw = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(raw, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener")
    return mark_safe(clean)  # noqa: S308  (cleaned by nh3 just above)


def sections(text: str) -> list[Section]:
    """The text cut at its `## headings`: questions and their answers, partners and what they do."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        else:
            found[-1][1].append(line)
    joined = [(title, "\n".join(lines).strip()) for title, lines in found]
    return [Section(title, html(body)) for title, body in joined if title or body]
