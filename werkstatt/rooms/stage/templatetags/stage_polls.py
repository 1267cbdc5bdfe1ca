"""`{% load stage_polls %}`: results of polls, in the language of the page."""

from django import template

from werkstatt.rooms.stage.pictures import Picture, picture_of, votes_in_words
from werkstatt.rooms.stage.poll_queries import Result

register = template.Library()


@register.inclusion_tag("stage/polls/_picture.html")
def poll_result(result: Result, *, in_record: bool = False) -> dict[str, object]:
    """`{% poll_result shown.result %}`: sentence and picture; in a record also the title and a table behind a cloud."""
    return {"picture": picture_of(result), "in_record": in_record}


@register.filter
def picture(result: Result) -> Picture:
    return picture_of(result)


@register.filter
def votes(number: int) -> str:
    """`{{ shown.votes|votes }}` -> `127 Stimmen`"""
    return votes_in_words(number)
