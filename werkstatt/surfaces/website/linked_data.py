"""schema.org for search engines: the edition and its sessions as events that take place in two ways."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Day, Edition
from werkstatt.foundation.programme.choices import SessionChannel
from werkstatt.foundation.programme.models import Session
from werkstatt.surfaces.website.doors import Door

MODES = {
    SessionChannel.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    SessionChannel.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    SessionChannel.BOTH: "https://schema.org/MixedEventAttendanceMode",
}
NAMES = {Channel.ON_SITE: "vor Ort", Channel.ONLINE: "online"}


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def edition_data(edition: Edition, days: list[Day], doors: list[Door]) -> dict[str, Any]:
    """The edition as an event: mixed attendance, one offer per channel."""
    url = absolute(reverse("website:edition", args=[edition.slug]))
    channels = {door.channel for door in doors}
    mode = SessionChannel.BOTH if len(channels) != 1 else SessionChannel(next(iter(channels)).value)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BusinessEvent",
        "name": edition.title,
        "description": edition.summary or edition.motto,
        "url": url,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": MODES[mode],
        "location": _places(edition, mode, url),
        "organizer": {"@type": "Organization", "name": edition.series.host_name},
        "offers": [_offer(door, url) for door in doors],
    }
    if days:
        data |= {"startDate": days[0].starts_at.isoformat(), "endDate": days[-1].ends_at.isoformat()}
    return data


def session_data(session: Session) -> dict[str, Any]:
    edition = session.edition
    edition_url = absolute(reverse("website:edition", args=[edition.slug]))
    mode = session.reach
    status = "EventCancelled" if session.is_cancelled else "EventRescheduled" if session.is_moved else "EventScheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": session.abstract,
        "url": absolute(reverse("website:session", args=[edition.slug, session.code])),
        "startDate": session.starts_at.astimezone(edition.zone).isoformat(),
        "endDate": session.ends_at.astimezone(edition.zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": MODES[mode],
        "location": _places(edition, mode, edition_url),
        "superEvent": {"@type": "BusinessEvent", "name": edition.title, "url": edition_url},
        "performer": [{"@type": "Person", "name": link.speaker.name} for link in session.cast],
        "inLanguage": session.language,
    }
    return {key: value for key, value in data.items() if value}


def _places(edition: Edition, mode: SessionChannel, url: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if mode != SessionChannel.ONLINE and edition.venue:
        venue = edition.venue
        address = {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "postalCode": venue.postcode,
            "addressLocality": venue.city,
            "addressCountry": "DE",
        }
        places.append({"@type": "Place", "name": venue.name, "address": address})
    if mode != SessionChannel.ON_SITE:
        places.append({"@type": "VirtualLocation", "url": url})
    return places


def _offer(door: Door, url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "name": NAMES[door.channel],
        "price": f"{door.from_cents / 100:.2f}",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{'SoldOut' if door.is_shut else 'InStock'}",
        "url": url,
    }
