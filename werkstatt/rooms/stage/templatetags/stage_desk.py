"""`{% load stage_desk %}`: what the moderation reads in words."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts import Bar, Part, bars
from werkstatt.rooms.stage import equal_voice as equal
from werkstatt.rooms.stage.diary_words import told_of
from werkstatt.rooms.stage.models import LogEntry

register = template.Library()


@register.inclusion_tag("stage/desk/_equal_voice.html")
def equal_voice(found: equal.EqualVoice, parts: Sequence[tuple[str, equal.Part]]) -> dict[str, Any]:
    """Who listens where, and what share of the floor they get: a sentence and bars of 100 %."""
    rows = [_bar(_("Hören zu"), found.listeners), *(_bar(label, part.count) for label, part in parts)]
    return {
        "says": _says(found, parts),
        "behind": found.behind,
        "chart": bars(title="", says="", heads=(_("Anteil"), _("vor Ort und online")), rows=rows),
    }


@register.filter
def told(entry: LogEntry) -> str:
    return told_of(entry)


def _bar(label: str, count: equal.Count) -> Bar:
    shares = [Part(channel, count.share(channel)) for channel in equal.CHANNELS]
    return Bar(label, shares, text=f"{signs.number(count.on_site)} : {signs.number(count.online)}")


def _says(found: equal.EqualVoice, parts: Sequence[tuple[str, equal.Part]]) -> str:
    behind = [(label, part) for label, part in parts if part.behind and part.behind == found.behind]
    if not behind:
        if any(part.count.total >= equal.ENOUGH for _label, part in parts):
            return _("Beide Kanäle kommen so zu Wort, wie sie zuhören.")
        return _("Noch zu wenige Beiträge, um etwas zu sagen.")
    label, part = behind[0]
    return _("%(channel)s kommt zu kurz: %(share)s %% bei „%(part)s“, aber %(listeners)s %% hören dort zu.") % {
        "channel": capfirst(signs.channel_word(found.behind)),
        "share": part.count.share(found.behind),
        "part": label,
        "listeners": found.listeners.share(found.behind),
    }
