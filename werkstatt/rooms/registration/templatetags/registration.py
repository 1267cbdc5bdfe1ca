"""`{% load registration %}`"""

from django import template

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import DayChannel

register = template.Library()


@register.filter
def other_channel(day_channel: DayChannel) -> str:
    """`{% channel place.day_channel|other_channel %}`: what the channel would be changed to."""
    return str(Channel(day_channel.channel).other.value)
