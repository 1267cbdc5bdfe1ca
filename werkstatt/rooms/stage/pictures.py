"""A result in words and shares, in the language of the page: drawn small on a phone, large in the hall, still in the record."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.look import signs
from werkstatt.foundation.look.charts import Bar, Chart, Figures, Part, bars
from werkstatt.rooms.stage import tallies
from werkstatt.rooms.stage.poll_queries import NO, YES, Result

MOST_ON_SCREEN = 18


@dataclass(frozen=True)
class Row:
    """A line of the picture: votes, or points that may be halves. `width` is percent of the longest possible bar; `text`
    stands at its end.
    """

    label: str
    votes: float
    width: int
    text: str
    leads: bool = False

    @property
    def figure(self) -> str:
        return _figure(self.votes)


@dataclass(frozen=True)
class Picture:
    """`says` is the finding in one sentence. Rows for bars, or words with their size (1 to 6)."""

    title: str
    says: str
    heads: tuple[str, str]
    rows: Sequence[Row] = ()
    words: Sequence[tuple[tallies.Word, int]] = field(default_factory=tuple)
    short: str = ""  # the number that counts, for the big screen

    @property
    def main_words(self) -> list[tuple[tallies.Word, int]]:
        """As many as a big screen has room for, the frequent ones, in the same order."""
        main = sorted(self.words, key=lambda pair: (-pair[0].votes, pair[0].key))[:MOST_ON_SCREEN]
        return sorted(main, key=lambda pair: pair[0].key)

    @property
    def figures(self) -> Figures:
        """The table behind a cloud, the most frequent word first."""
        words = sorted((word for word, _size in self.words), key=lambda word: (-word.votes, word.key))
        return Figures(self.heads, [(word.text, signs.number(word.votes)) for word in words])

    @property
    def chart(self) -> Chart:
        drawn = [
            Bar(row.label, [Part("accent" if row.leads else "plain", row.votes)], text=row.text) for row in self.rows
        ]
        return bars(title=self.title, says=self.says, heads=self.heads, rows=drawn)


def picture_of(result: Result) -> Picture:
    """What the ballots say together."""
    match result.tally:
        case tallies.Chosen() as chosen:
            return _chosen(result, chosen)
        case tallies.Rating() as rated:
            return _rated(result, rated)
        case tallies.Ranking() as ranked:
            return _ranked(result, ranked)
        case tallies.Estimate() as estimate:
            return _estimated(result, estimate)
        case words:
            return _cloud(result, words)


def votes_in_words(number: int) -> str:
    return ngettext("%(number)s Stimme", "%(number)s Stimmen", number) % {"number": signs.number(number)}


def _chosen(result: Result, chosen: tallies.Chosen) -> Picture:
    names = {**result.names, YES: _("Ja"), NO: _("Nein")}
    leaders = {choice.key for choice in chosen.leaders}
    rows = [
        Row(
            names.get(choice.key, ""),
            choice.votes,
            choice.percent,
            _percent(choice.percent, choice.votes),
            choice.key in leaders,
        )
        for choice in chosen.choices
    ]
    return Picture(result.poll.question, _who_leads(chosen, names), (_("Antwort"), _("Stimmen")), rows)


def _who_leads(chosen: tallies.Chosen, names: dict[object, str]) -> str:
    leaders = chosen.leaders
    if not leaders:
        return _("Noch keine Stimmen.")
    facts = {"votes": votes_in_words(chosen.voters), "percent": leaders[0].percent}
    if len(leaders) == 1:
        return _("Vorn liegt „%(name)s“ mit %(percent)s %% (%(votes)s).") % {**facts, "name": names.get(leaders[0].key)}
    together = ", ".join(f"„{names.get(leader.key)}“" for leader in leaders)
    return _("Gleichauf mit je %(percent)s %%: %(names)s (%(votes)s).") % {**facts, "names": together}


def _rated(result: Result, rated: tallies.Rating) -> Picture:
    poll, shares = result.poll, tallies.percentages(rated.counts)
    most = max(rated.counts)
    ends = {1: poll.lowest_label, poll.scale: poll.highest_label}
    rows = [
        Row(_step(step, ends.get(step, "")), count, share, _percent(share, count), bool(most) and count == most)
        for step, (count, share) in enumerate(zip(rated.counts, shares, strict=True), 1)
    ]
    says, short = _("Noch keine Stimmen."), ""
    if rated.mean is not None:
        facts = {"mean": signs.number(rated.mean, 1), "scale": poll.scale, "votes": votes_in_words(rated.voters)}
        says = _("Im Mittel %(mean)s von %(scale)s (%(votes)s).") % facts
        short = _("Im Mittel %(mean)s von %(scale)s.") % facts
    return Picture(poll.question, says, (_("Stufe"), _("Stimmen")), rows, short=short)


def _ranked(result: Result, ranking: tallies.Ranking) -> Picture:
    most = max((option.doubled_points for option in ranking.options), default=0)
    possible = 2 * (len(ranking.options) - 1) * ranking.voters or 1
    rows = [
        Row(
            f"{option.place}. {result.names.get(option.key, '')}",
            int(option.points) if option.points.is_integer() else option.points,
            round(100 * option.doubled_points / possible),
            _points(option.points),
            bool(most) and option.place == 1,
        )
        for option in ranking.options
    ]
    says = _("Noch keine Stimmen.")
    if most:
        says = _("Auf Platz 1: „%(name)s“ (%(votes)s; je höher der Platz, desto mehr Punkte).") % {
            "name": result.names.get(ranking.options[0].key),
            "votes": votes_in_words(ranking.voters),
        }
    return Picture(result.poll.question, says, (_("Möglichkeit"), _("Punkte")), rows)


def _estimated(result: Result, estimate: tallies.Estimate) -> Picture:
    poll = result.poll
    if estimate.median is None or estimate.lower is None or estimate.upper is None:
        return Picture(poll.question, _("Noch keine Stimmen."), (_("Bereich"), _("Stimmen")))
    most = max(part.count for part in estimate.bins)
    shares = tallies.percentages([part.count for part in estimate.bins])
    rows = [
        Row(_between(part), part.count, share, _percent(share, part.count), part.count == most)
        for part, share in zip(estimate.bins, shares, strict=True)
    ]
    facts = {
        "median": _measure(estimate.median, poll.unit),
        "lower": _measure(estimate.lower),
        "upper": _measure(estimate.upper, poll.unit),
        "votes": votes_in_words(estimate.voters),
    }
    says = _("In der Mitte liegt %(median)s; die mittlere Hälfte schätzt %(lower)s bis %(upper)s (%(votes)s).") % facts
    short = [_("In der Mitte: %(median)s.") % facts]
    if poll.solution is not None:
        right = _("Richtig ist %(number)s.") % {"number": _measure(float(poll.solution), poll.unit)}
        says = f"{says} {right}"
        short.append(right)
    return Picture(poll.question, says, (_("Bereich"), _("Stimmen")), rows, short=" ".join(short))


def _cloud(result: Result, words: Sequence[tallies.Word]) -> Picture:
    says = _("Noch keine Wörter.")
    if words:
        says = _("Am häufigsten: %(words)s.") % {"words": ", ".join(f"{w.text} ({w.votes})" for w in words[:3])}
    sized = sorted(zip(words, tallies.sizes(words), strict=True), key=lambda pair: pair[0].key)
    return Picture(result.poll.question, says, (_("Wort"), _("Stimmen")), words=tuple(sized))


def _percent(percent: int, votes: int) -> str:
    return f"{percent} % · {signs.number(votes)}"


def _points(points: float) -> str:
    return ngettext("%(points)s Punkt", "%(points)s Punkte", 1 if points == 1 else 2) % {"points": _figure(points)}


def _figure(number: float) -> str:
    return signs.number(number, 0 if float(number).is_integer() else 1)


def _step(step: int, label: str) -> str:
    return f"{step} ({label})" if label else str(step)


def _between(part: tallies.Bin) -> str:
    if part.low == part.high:
        return _measure(part.low)
    return _("%(low)s bis unter %(high)s") % {"low": _measure(part.low), "high": _measure(part.high)}


def _measure(value: float, unit: str = "") -> str:
    """With as many places as it has, at most two."""
    places = next((places for places in (0, 1) if round(value, places) == round(value, 2)), 2)
    return f"{signs.number(value, places)} {unit}".strip()
