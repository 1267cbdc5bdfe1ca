"""Parts of addresses as Python values: channels and days."""

from datetime import date

from django.urls import register_converter

from werkstatt.foundation.events.choices import Channel


class ChannelInAddress:
    """on-site and online."""

    regex = "on-site|online"

    def to_python(self, value: str) -> Channel:
        return Channel(value.replace("-", "_"))

    def to_url(self, value: str) -> str:
        return value.replace("_", "-")


class DayInAddress:
    """2022-05-02"""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(ChannelInAddress, "channel")
register_converter(DayInAddress, "day")
