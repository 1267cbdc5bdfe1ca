"""What the edition carries on."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from werkstatt.surfaces.desk.choices import Area
from werkstatt.surfaces.desk.lists.trail import trail_table
from werkstatt.surfaces.desk.permissions import Desk
from werkstatt.surfaces.desk.views.door import at_desk


@at_desk(Area.TRAIL)
def trail(request: HttpRequest, desk: Desk) -> HttpResponse:
    hint = _(
        "Fragen, die mit dem Programmpunkt nicht enden sollen: woher sie kommen, wer das entschied, was daraus wurde."
    )
    return trail_table(request, desk).respond(
        "desk/list.html", {"title": _("Aus den Bühnen mitgenommen"), "hint": hint}
    )
