"""HTML over the wire: the partial that renders the first load renders the live update, too. Shared, hence neutral:
nothing personal belongs into a fragment; `data-press-mine` and `data-if-mine` name objects, and the page knows whose."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from werkstatt.services.live.actions import announce, announce_each
from werkstatt.services.live.words import ByLanguage, in_each_language


def put(  # noqa: PLR0913  (all named; each is one fact of the fragment)
    topic: str,
    *,
    id: str,
    into: str,
    order: str,
    template: str,
    context: Mapping[str, Any],
    key: str = "",
    now: datetime,
) -> int:
    """Show the template as element `id`: in its place, or new within `into`, sorted by `data-order` as text.

    The template's outermost element carries `id="{{ id }}" data-order="{{ order }}"`; both are in its context.
    """
    full = {**context, "id": id, "order": order}
    html = in_each_language(lambda: render_to_string(template, full).strip())
    return announce(topic, "put", {"id": id, "into": into, "order": order, "html": html}, key=key, now=now)


def drop(topic: str, *, id: str, now: datetime) -> int:
    """Take the element away. What was put under the key `id` is told to nobody any more."""
    return announce(topic, "drop", {"id": id}, key=id, now=now)


def arrange(topic: str, *, into: str, ids: Sequence[str], key: str, now: datetime) -> int:
    """Put the children of `into` in this order; children not named follow as they stand."""
    return announce(topic, "arrange", {"into": into, "ids": list(ids)}, key=key, now=now)


def owned(marks: Iterable[tuple[str, str, bool]], *, now: datetime) -> None:
    """Tell listeners, each alone in her own topic, that an object (`support-12`) is hers now, or no longer: all her pages
    show it, also those she did not press it on. Two statements however many."""
    said: dict[str, dict[str, bool]] = {}
    for topic, key, is_mine in marks:
        said.setdefault(topic, {})[key] = is_mine
    while said:
        each = {topic: keys.popitem() for topic, keys in said.items()}
        announce_each(
            "mine",
            {topic: (f"mine-{key}", {"mine": {key: is_mine}}) for topic, (key, is_mine) in each.items()},
            now=now,
        )
        said = {topic: keys for topic, keys in said.items() if keys}


def say(topic: str, *, text: Mapping[str, str] | Any, key: str = "", now: datetime) -> int:
    """One sentence for screen readers; the page says at most one every three seconds.

    With a key, whoever comes back after a while hears only the latest of its sentences.
    """
    words = ByLanguage(text) if isinstance(text, Mapping) else in_each_language(lambda: str(text))
    return announce(topic, "say", {"text": words}, key=key, now=now)


def refresh(topic: str, *, now: datetime) -> int:
    """Every listener fetches the live part of her page again, spread over some seconds."""
    return announce(topic, "refresh", {}, now=now)
