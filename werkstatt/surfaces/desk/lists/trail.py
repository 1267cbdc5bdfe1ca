"""What was carried on from the stages into the edition, so that nothing gets lost."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.look.tables import Choice, Column, Empty, Table, View
from werkstatt.foundation.trail.kinds import Result
from werkstatt.foundation.trail.queries import Kept, kept_for
from werkstatt.surfaces.desk.permissions import Desk


def _named(results: list[Result]) -> str:
    return ", ".join(f"{result.noun}: {result.told.title}" for result in results)


def _state(rows: list[Kept], value: str) -> list[Kept]:
    return [row for row in rows if row.is_open == (value == "open")]


class TrailTable(Table):
    name = "trail"
    caption = _("Aus den Bühnen mitgenommen")
    default_sort = "-decided"
    search = ("title",)
    search_hint = _("Frage, Programmpunkt")
    filters = (Choice("state", _("Stand"), (("open", _("offen")), ("became", _("weitergeführt"))), _state),)
    views = (View(_("Alle"), ""), View(_("Noch offen"), "state=open"))
    columns = (
        Column(
            "title",
            _("Was"),
            get="result.told.title",
            sort="result.told.title",
            link=lambda row: row.result.told.url or None,
            note=lambda row: row.result.told.note,
            is_key=True,
        ),
        Column("kind", _("Art"), get=lambda row: str(row.result.noun)),
        Column("origin", _("Woher"), get=lambda row: ", ".join(each.told.title for each in row.origins)),
        Column("asked", _("Gestellt"), "moment", get="result.told.at", only_export=True),
        Column("facts", _("Angaben"), get="result.told.note", only_export=True),
        Column("decided", _("Mitgenommen am"), "moment", get="decided_at", sort="decided_at"),
        Column("by", _("Von"), get=lambda row: row.decided_by.full_name if row.decided_by else ""),
        Column("became", _("Daraus wurde"), get=lambda row: _named(row.outcomes) or str(_("noch offen"))),
    )


def trail_table(request: HttpRequest, desk: Desk) -> Table:
    empty = Empty(
        _("Noch nichts mitgenommen"),
        _(
            "Wer eine Bühne moderiert, kann in der Nachlese Fragen weiterführen. Sie stehen dann hier, bis etwas daraus wird."
        ),
        icon="next",
    )
    return TrailTable(request, kept_for(desk.edition), empty=empty)
