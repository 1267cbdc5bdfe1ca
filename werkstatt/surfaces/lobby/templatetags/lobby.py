"""Addresses that carry a signature."""

from django import template

from werkstatt.rooms.registration.links import offer_url
from werkstatt.rooms.registration.models import Offer

register = template.Library()


@register.simple_tag
def offer_address(offer: Offer) -> str:
    return offer_url(offer)
