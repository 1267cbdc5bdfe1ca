"""The record's own charts: who listened when, whose voice counted how much, what people thought of it afterwards."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts import Bar, Chart, Part, Series, bars, by_minute
from werkstatt.rooms.stage import equal_voice as equal
from werkstatt.rooms.stage.equal_voice import CHANNELS
from werkstatt.rooms.stage.record_queries import Ratings, Record


def equal_voice_chart(record: Record) -> Chart:
    """Bars of 100 %: the share of both channels in listening, asking, being heard, voting and speaking."""
    found = record.equal
    names = part_names()
    rows = [_share_bar(_("Haben zugehört"), found.listeners)]
    rows += [_share_bar(names[part.name], part.count) for part in found.parts if part.count.total]
    heads = (_("Anteil"), _("vor Ort und online"))
    return bars(title=_("Gleiche Stimme"), says=equal_voice_says(found), heads=heads, rows=rows)


def part_names() -> dict[str, str]:
    return {
        "asked": _("Fragen gestellt"),
        "heard": _("Fragen auf der Bühne"),
        "votes": _("Stimmen"),
        "turns": _("Wortbeiträge"),
    }


def equal_voice_says(found: equal.EqualVoice) -> str:
    behind = [part for part in found.parts if part.behind and part.behind == found.behind]
    if behind:
        part = behind[0]
        return _("%(channel)s kam zu kurz: %(share)s %% bei „%(part)s“, aber %(listeners)s %% hörten dort zu.") % {
            "channel": capfirst(signs.channel_word(found.behind)),
            "share": part.count.share(found.behind),
            "part": part_names()[part.name],
            "listeners": found.listeners.share(found.behind),
        }
    if any(part.count.total >= equal.ENOUGH for part in found.parts):
        return _("Beide Kanäle kamen so zu Wort, wie sie zugehört haben.")
    return _("Es gab zu wenige Beiträge, um etwas zu sagen.")


def listeners_chart(record: Record) -> Chart:
    """Lines of both channels, minute by minute."""
    series = [
        Series(
            channel,
            signs.channel_word(channel),
            [(row.minute, row.count) for row in record.listeners if row.channel == channel],
        )
        for channel in CHANNELS
    ]
    shown = [each for each in series if any(count for _at, count in each.points)]
    return by_minute(title=_("Wer zugehört hat"), says=_listeners_say(record), series=shown)


def _listeners_say(record: Record) -> str:
    by_moment: dict[object, dict[str, int]] = {}
    for row in record.listeners:
        by_moment.setdefault(row.minute, {})[row.channel] = row.count
    if not any(sum(counts.values()) for counts in by_moment.values()):
        return _("Für diese Bühne wurde nicht gezählt, wer zuhört.")
    counts = equal.Count.of(max(by_moment.values(), key=lambda each: sum(each.values())))
    at = max(record.listeners, key=lambda row: sum(by_moment[row.minute].values())).minute
    return _(
        "Am meisten hörten um %(time)s zu: %(total)s, davon %(on_site)s vor Ort am Telefon und %(online)s online."
    ) % {
        "time": signs.clock(at),
        "total": signs.number(counts.total),
        "on_site": signs.number(counts.on_site),
        "online": signs.number(counts.online),
    }


def ratings_chart(ratings: Ratings) -> Chart:
    """How many gave which step; the best first."""
    rows = [
        Bar(step_label(step), [Part("accent" if step >= 4 else "plain", ratings.steps[step - 1])])
        for step in range(5, 0, -1)
    ]
    heads = (_("Stufe"), _("Rückmeldungen"))
    return bars(title=_("Rückmeldungen"), says=ratings_say(ratings), heads=heads, rows=rows)


def ratings_say(ratings: Ratings) -> str:
    if not ratings.number:
        return _("Noch keine Rückmeldungen.")
    given = ngettext("%(number)s Rückmeldung", "%(number)s Rückmeldungen", ratings.number)
    return _("Im Mittel %(mean)s von 5 (%(given)s).") % {
        "mean": signs.number(ratings.mean, 1),
        "given": given % {"number": signs.number(ratings.number)},
    }


def step_label(step: int) -> str:
    words = {1: _("gar nicht hilfreich"), 5: _("sehr hilfreich")}
    return f"{step} ({words[step]})" if step in words else str(step)


def _share_bar(label: str, count: equal.Count) -> Bar:
    shares = [Part(channel, count.share(channel)) for channel in CHANNELS]
    return Bar(label, shares, text=f"{signs.number(count.on_site)} : {signs.number(count.online)}")
