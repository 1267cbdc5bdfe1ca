"""A vote by plain post: the same action as over the fast path, in a group of one."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.rooms.stage.actions.voting import Vote, cast_votes
from werkstatt.rooms.stage.models import Voice
from werkstatt.rooms.stage.views.contributing import contribution, refused


@contribution("poll")
def vote(request: HttpRequest, voice: Voice) -> None:
    key = whole_number(request.POST.get("poll", "")) or 0
    data = {name: request.POST.getlist(name) for name in request.POST}
    (refusal,) = cast_votes(votes=[Vote(voice, key, data)], now=clock.now())
    if not refused(request, refusal):
        messages.success(request, _("Ihre Stimme zählt."))
