"""`{% load live %}`: the stream of a page."""

from typing import Any

from django import template

from werkstatt.services.live.tickets import Stream

register = template.Library()


@register.inclusion_tag("live/stream.html")
def live_stream(stream: Stream) -> dict[str, Any]:
    """`{% live_stream stream %}`: opens the page's stream and says how it stands. Once per page, anywhere in it."""
    return {"stream": stream, "topics": " ".join(stream.ticket.topics), "mine": " ".join(sorted(stream.mine))}


@register.simple_tag
def mine(stream: Stream, key: str) -> bool:
    """`{% mine stream "support-12" as is_mine %}`: for what the first load shows without JavaScript."""
    return key in stream.mine
