"""Parts of pages that are kept as long as what they show has not changed.

A kept part is filed under a fingerprint of the rows it is made from, taken by the database in one query. Whoever changes
a row need not know of this: the next reader gets another fingerprint, and the part is made anew.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from werkstatt.foundation.events.models import Edition

KEPT_SECONDS = 3600

PROGRAMME = """
    (SELECT e::text FROM events_edition e WHERE e.id = %(edition)s),
    (SELECT string_agg(d::text, '' ORDER BY d.id) FROM events_day d WHERE d.edition_id = %(edition)s),
    (SELECT string_agg(r::text, '' ORDER BY r.id) FROM events_room r WHERE r.edition_id = %(edition)s),
    (SELECT string_agg(t::text, '' ORDER BY t.id) FROM events_theme t WHERE t.series_id = %(series)s),
    (SELECT string_agg(concat(s.id, s.updated_at, s.sequence), '' ORDER BY s.id)
        FROM programme_session s WHERE s.edition_id = %(edition)s),
    (SELECT string_agg(concat(l.session_id, l.role, l.position, p.name, p.slug), '' ORDER BY l.id)
        FROM programme_sessionspeaker l JOIN programme_speaker p ON p.id = l.speaker_id
        JOIN programme_session s ON s.id = l.session_id WHERE s.edition_id = %(edition)s)
"""
PLACES = """
    (SELECT string_agg(c::text, '' ORDER BY c.id) FROM events_daychannel c
        JOIN events_day d ON d.id = c.day_id WHERE d.edition_id = %(edition)s),
    (SELECT string_agg(x::text, '' ORDER BY x.id) FROM events_legaltext x
        WHERE x.edition_id = %(edition)s AND x.kind IN ('questions', 'partners', 'results')),
    (SELECT string_agg(k::text, '' ORDER BY k.id) FROM events_cancellationterm k WHERE k.edition_id = %(edition)s),
    (SELECT string_agg(h::text, '' ORDER BY h.theme_id) FROM events_edition_themes h WHERE h.edition_id = %(edition)s),
    (SELECT o::text FROM events_series o WHERE o.id = %(series)s),
    (SELECT v::text FROM events_venue v WHERE v.id = %(venue)s)
"""


def programme_fingerprint(edition: Edition) -> str:
    """Changes with the edition, its days, rooms, themes, sessions and speakers."""
    return _fingerprint(edition, PROGRAMME)


def home_fingerprint(edition: Edition) -> str:
    """Changes also with places, prices, terms, venue, host and the texts of the home."""
    return _fingerprint(edition, f"{PROGRAMME}, {PLACES}")


def kept(name: str, parts: tuple[object, ...], make: Callable[[], str]) -> SafeString:
    """The part of that name and state in the reader's language, made if it is not there yet."""
    key = f"{name}:{get_language()}:{':'.join(str(part) for part in parts)}"
    made: str | None = cache.get(key)
    if made is None:
        made = str(make())
        cache.set(key, made, KEPT_SECONDS)
    return SafeString(made)


def _fingerprint(edition: Edition, rows: str) -> str:
    keys = {"edition": edition.pk, "series": edition.series_id, "venue": edition.venue_id}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(concat_ws('|', {rows}))", keys)
        return str(cursor.fetchone()[0])
