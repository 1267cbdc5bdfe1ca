"""Finding sessions, speakers and themes: German and English stems, and the beginnings of words.

Whole words are matched by their stems (Kommunen finds kommunal ...), the last word also by its beginning, and titles
by any part of a word, because German builds words from words (raum finds Datenraum).
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from werkstatt.foundation.events.models import Edition, Theme
from werkstatt.foundation.kernel.normalise import clean_line, sort_key
from werkstatt.foundation.programme.choices import SessionFormat
from werkstatt.foundation.programme.models import Session, SessionSpeaker, Speaker
from werkstatt.foundation.programme.queries import CAST

LONGEST_TERM = 100
MOST_RESULTS = 50
OPEN, CLOSE = "\ue000", "\ue001"  # private characters: no text that was cleaned on entry holds them
WORDS = re.compile(r"\w+")
MARKUP = re.compile(r"[*_#`]+")  # what hosts write for bold and headings


@dataclass(frozen=True)
class FoundSession:
    """A session and what it says about the term: safe HTML with <mark>."""

    session: Session
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    term: str
    sessions: list[FoundSession]
    speakers: list[Speaker]
    themes: list[Theme]

    @property
    def number(self) -> int:
        return len(self.sessions) + len(self.speakers) + len(self.themes)


def search_programme(*, edition: Edition, term: str, language: str = "de") -> Found:
    """What the edition's programme says about `term`."""
    term = clean_line(term)[:LONGEST_TERM]
    words = WORDS.findall(term)
    if not words:
        return Found(term, [], [], [])
    return Found(term, _sessions(edition, words, language), _speakers(edition, term), _themes(edition, words))


def _sessions(edition: Edition, words: list[str], language: str) -> list[FoundSession]:
    config = "english" if language == "en" else "german"
    stems = _query(words, "german") | _query(words, "english")
    in_title = Q()
    for word in words:
        in_title &= Q(title__icontains=word) | Q(title_en__icontains=word)
    text = F("abstract_en") if language == "en" else F("abstract")
    excerpt = SearchHeadline(
        text, _query(words, config), config=config, start_sel=OPEN, stop_sel=CLOSE, max_words=32, min_words=14
    )
    found = Session.objects.filter(Q(search=stems) | in_title, edition=edition).exclude(format=SessionFormat.BREAK)
    found = found.select_related("theme", "hall_room", "online_room").prefetch_related(CAST).defer("search")
    ranked = found.annotate(rank=SearchRank(F("search"), stems), raw_excerpt=excerpt, whole=text)
    best = ranked.order_by("-rank", "starts_at")[:MOST_RESULTS]
    return [FoundSession(session, marked(_with_dots(session.raw_excerpt, session.whole))) for session in best]


def _with_dots(excerpt: str, whole: str) -> str:
    """Dots where the text goes on."""
    words, text = excerpt.replace(OPEN, "").replace(CLOSE, "").strip(), whole.strip()
    before, after = "" if text.startswith(words) else "… ", "" if text.endswith(words) else " …"
    return f"{before}{excerpt.strip()}{after}"


def marked(text: str) -> SafeString:
    """Escape everything, then turn the two private characters into <mark> and </mark>."""
    html = escape(MARKUP.sub("", text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return mark_safe(html)  # noqa: S308  (escaped above; only our own two marks are put in)


def _query(words: list[str], config: str) -> SearchQuery:
    """All words; the last may be unfinished. Words hold letters and digits only, so nothing can break out."""
    parts = [f"'{word}'" for word in words]
    return SearchQuery(" & ".join([*parts[:-1], f"{parts[-1]}:*"]), search_type="raw", config=config)


def _speakers(edition: Edition, term: str) -> list[Speaker]:
    here = SessionSpeaker.objects.filter(session__edition=edition).values("speaker")
    speakers = Speaker.objects.filter(pk__in=here)
    for word in sort_key(term).split():
        speakers = speakers.filter(
            Q(sort_name__startswith=word) | Q(sort_name__contains=f" {word}") | Q(organisation_name__icontains=word)
        )
    return list(speakers.defer("about", "about_en")[:MOST_RESULTS])


def _themes(edition: Edition, words: list[str]) -> list[Theme]:
    themes = edition.themes.all()
    for word in words:
        themes = themes.filter(Q(title__icontains=word) | Q(title_en__icontains=word) | Q(about__icontains=word))
    return list(themes[:MOST_RESULTS])
