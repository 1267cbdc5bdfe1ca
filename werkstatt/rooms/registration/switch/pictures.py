"""The pictures of the switch, each with its sentence and its table."""

from collections.abc import Collection, Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkstatt.foundation.events.models import DayChannel
from werkstatt.foundation.look import moments, signs
from werkstatt.foundation.look.charts import Bar, Meter, Part, bars, meters
from werkstatt.foundation.look.charts.chart import Chart
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.switch import words
from werkstatt.rooms.registration.switch.figures import DayFigures
from werkstatt.rooms.registration.switch.plan import Plan
from werkstatt.rooms.registration.switch.queries import Answers


def as_it_stands(rows: Collection[DayChannel]) -> Chart:
    """Every day and channel now."""
    shut = [row for row in rows if not row.is_open]
    if shut:
        says = _("Nicht buchbar: %(days)s.") % {"days": ", ".join(_named(row) for row in shut)}
    else:
        says = _("Alle Tage sind auf beiden Kanälen buchbar.")
    return meters(title=_("Wie es jetzt steht"), says=says, rows=[_meter(row) for row in rows])


def before(rows: Iterable[DayChannel], plan: Plan) -> Chart:
    mine = [row for row in rows if row.day_id in plan.wish.days]
    in_hall = sum(row.taken for row in mine if row.channel == "on_site")
    says = ngettext("%(n)s Platz vor Ort ist belegt.", "%(n)s Plätze vor Ort sind belegt.", in_hall)
    return meters(title=_("Vorher"), says=says % {"n": signs.number(in_hall)}, rows=[_meter(row) for row in mine])


def after(rows: Iterable[DayChannel], plan: Plan) -> Chart:
    """With the offers drawn as held: nobody has answered yet. A hall that is shut needs no bar."""
    days = {day.day: day for day in plan.figures.days}
    shut = plan.wish.kind is SwitchKind.CLOSE
    mine = [row for row in rows if row.day_id in days and not (shut and row.channel == "on_site")]
    says = {
        SwitchKind.CLOSE: _("Vor Ort nimmt niemand mehr teil. %(n)s Online-Plätze sind frei gehalten."),
        SwitchKind.LIMIT: _("Die zuerst Angemeldeten bleiben vor Ort. %(n)s Online-Plätze sind frei gehalten."),
        SwitchKind.OPEN: _("%(n)s Plätze vor Ort sind im Angebot."),
    }[plan.wish.kind] % {"n": signs.number(plan.figures.offered_days)}
    drawn = [_after(row, days[row.day_id], plan) for row in mine]
    return meters(title=_("Nachher, vor den Antworten"), says=says, rows=drawn)


def _after(row: DayChannel, day: DayFigures, plan: Plan) -> Meter:
    is_hall = row.channel == "on_site"
    if plan.wish.kind is SwitchKind.OPEN:
        capacity = row.taken + day.seats_left if is_hall else row.capacity
        return Meter(_label(row), row.taken, capacity, str(row.channel), held=day.offered if is_hall else 0)
    if is_hall:
        return Meter(_label(row), day.kept, max(plan.wish.limit or 0, day.kept), "on_site")
    return Meter(_label(row), row.taken, row.capacity, "online", held=day.offered)


def answered(answers: Answers) -> Chart:
    """Persons by what became of their offer."""
    accepted, total = answers.persons["accepted"], answers.total
    says = _("%(accepted)s von %(total)s Personen haben angenommen, %(open)s haben noch nicht geantwortet.") % {
        "accepted": signs.number(accepted),
        "total": signs.number(total),
        "open": signs.number(answers.persons["open"]),
    }
    rows = [
        Bar(
            capfirst(str(words.ANSWERS[state])),
            [Part("accent" if state == "accepted" else "plain", count)],
            url=f"?answer={state}#people",
            text=_days(count, answers.days[state]),
        )
        for state, count in answers.persons.items()
    ]
    return bars(title=_("Antworten"), says=says, heads=(_("Antwort"), _("Personen und Tage")), rows=rows)


def shortages(figures: Iterable[DayFigures], rows: Iterable[DayChannel]) -> list[str]:
    """`Mo., 2. Mai: 120 Plätze nötig, 80 frei.`"""
    named = {row.day_id: _label(row) for row in rows}
    return [
        _("%(day)s: %(needed)s Online-Plätze nötig, %(left)s frei.")
        % {"day": named[day.day], "needed": signs.number(day.offered), "left": signs.number(day.seats_left)}
        for day in figures
    ]


def _days(persons: int, days: int) -> str:
    return _("%(persons)s (%(days)s Tage)") % {"persons": signs.number(persons), "days": signs.number(days)}


def _meter(row: DayChannel) -> Meter:
    return Meter(_label(row), row.taken, row.capacity, str(row.channel))


def _label(row: DayChannel) -> str:
    return moments.day(row.day.on, signs.language())


def _named(row: DayChannel) -> str:
    return f"{_label(row)} {signs.channel_word(str(row.channel))}"
