"""The 49 items, the breaks between them, and who speaks."""

from typing import Any

from werkstatt.foundation.events.models import Edition, Room
from werkstatt.foundation.kernel.normalise import sort_key
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.models import Session, SessionSpeaker, Speaker
from werkstatt.surfaces.demo.cast import slug
from werkstatt.surfaces.demo.loading.facts import facts, span


def load_programme(edition: Edition, breaks: list[dict[str, Any]]) -> None:
    speakers = {row["name"]: _speaker(row) for row in facts("speakers")["speaker"]}
    for row in facts("sessions")["session"]:
        session = _session(edition, row)
        for position, entry in enumerate(row["speakers"]):
            name, role = entry.split(":")
            SessionSpeaker.objects.create(session=session, speaker=speakers[name], role=role, position=position)
    for row in breaks:
        _session(edition, {"format": SessionFormat.BREAK, **row})


def _speaker(row: dict[str, Any]) -> Speaker:
    last_first = " ".join(reversed(row["name"].split(" ", 1)))
    return Speaker.objects.create(
        slug=slug(row["name"]),
        name=row["name"],
        sort_name=sort_key(last_first),
        organisation_name=row["organisation"],
        position=row["position"],
        about=row["about"],
        about_en=row["about_en"],
    )


def _session(edition: Edition, row: dict[str, Any]) -> Session:
    day = list(edition.days.all())[row["day"] - 1]
    starts_at, ends_at = span(day.on, row["at"], row["minutes"])
    room = edition.rooms.get(slug=row["room"])
    is_online = row["channel"] == SessionChannel.ONLINE
    texts = {name: row.get(name, "") for name in ("title_en", "abstract", "abstract_en", "takeaway")}
    return Session.objects.create(
        edition=edition,
        code=row["code"],
        title=row["title"],
        format=row["format"],
        channel=row["channel"],
        theme=edition.themes.get(slug=row["theme"]) if "theme" in row else None,
        starts_at=starts_at,
        ends_at=ends_at,
        hall_room=None if is_online else room,
        online_room=room if is_online else _online_room(edition, row),
        seats=None if row["format"] == SessionFormat.BREAK else room.capacity,
        **texts,
    )


def _online_room(edition: Edition, row: dict[str, Any]) -> Room | None:
    """Where what takes place in the hall is streamed to."""
    return edition.rooms.get(slug=row["online_room"]) if "online_room" in row else None
