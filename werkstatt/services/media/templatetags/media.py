"""`{% load media %}`: the video of a room, whoever provides it."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import RequestContext

from werkstatt.foundation.events.models import Room
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.models import Person
from werkstatt.services.media.choices import Kind, Role
from werkstatt.services.media.providers import provider_of
from werkstatt.services.media.queries import place_of, source_of
from werkstatt.services.media.scene import scene_of
from werkstatt.services.media.tickets import guest_of

register = template.Library()
AT_ONCE = (Kind.HLS, Kind.LINK)  # what needs no server of ours to enter: the way in stands in the page


@register.inclusion_tag("media/video.html", takes_context=True)
def video_of(
    context: RequestContext, room: Room | None, person: Person | str, role: str = "participant"
) -> dict[str, Any]:
    """`{% video_of session.online_room person "participant" %}`: player, join button, or what is missing.

    `person`: a Person or a guest's pseudonym; `role`: participant, speaker or moderator. One query. It opens the
    page's content policy for the hosts it needs; put it outside of anything that is swapped while one watches.
    """
    request: HttpRequest = context["request"]
    found: dict[str, Any] = {"room": room, "csrf_token": context.get("csrf_token"), "scene": None}
    source = source_of(room) if room is not None else None
    if source is None:
        return found
    guest = guest_of(person, Role(role), source, request)
    scene = scene_of(source, guest, request)
    if source.kind in AT_ONCE or (source.kind == Kind.EMBED and scene.has_agreed):
        scene = scene.with_entry(provider_of(source.kind).join(place_of(source), guest, now=clock.now()))
    return {**found, "scene": scene}
