"""Setting and checking where a room's video comes from, and letting people in."""

import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.changes import apply
from werkstatt.foundation.events.models import Room
from werkstatt.foundation.kernel.seal import seal
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers import provider_of
from werkstatt.services.media.providers.hls import check_captions
from werkstatt.services.media.providers.provider import Finding, Guest, JoinInfo, VideoIsAway
from werkstatt.services.media.queries import lost_secrets, place_of

FURTHER = ("captions_url", "captions_language", "second_url", "second_kind", "audio_url", "notice")


@dataclass(frozen=True)
class Entry:
    """What was entered at the desk. A secret left empty keeps the one we have."""

    kind: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    further: Mapping[str, object]


@transaction.atomic
def save_source(*, room: Room, entry: Entry, by: Person | None, now: datetime) -> VideoSource:
    """Set or change a room's video. Raises SettingIsWrong. The log names fields, never their content."""
    source = VideoSource.objects.select_for_update().filter(room=room).first() or VideoSource(room=room, key=_key(room))
    kept = place_of(source).secrets if source.kind == entry.kind else {}
    secrets = {**kept, **{name: text for name, text in entry.secrets.items() if text}}
    known = {setting.name: setting for setting in provider_of(entry.kind).settings}
    source.settings = provider_of(entry.kind).validated(
        {name: text for name, text in entry.settings.items() if name in known and not known[name].is_secret}, secrets
    )
    source.sealed = {name: seal(text) for name, text in secrets.items() if name in known and known[name].is_secret}
    source.kind, source.updated_at = entry.kind, now
    source.checked_at = source.is_working = None
    apply(source, entry.further, FURTHER)
    source.save()
    _note("video_saved", room, by, now, kind=entry.kind)
    return source


@transaction.atomic
def remove_source(*, source: VideoSource, by: Person | None, now: datetime) -> None:
    _note("video_removed", source.room, by, now, kind=source.kind)
    source.delete()


def check_source(*, source: VideoSource, now: datetime) -> list[Finding]:
    """Ask the provider whether all this works, and remember the answer. Takes seconds; no transaction waits for it."""
    if lost_secrets(source):
        words = _("Das gespeicherte Geheimnis ist nicht mehr lesbar. Bitte tragen Sie es neu ein.")
        found = [Finding(False, words)]
    else:
        found = provider_of(source.kind).check(place_of(source), now=now)
        if source.captions_url:
            found += check_captions(source.captions_url)
    is_working = all(finding.is_ok for finding in found)
    VideoSource.objects.filter(pk=source.pk, updated_at=source.updated_at).update(checked_at=now, is_working=is_working)
    return found


def let_in(*, source: VideoSource, guest: Guest, now: datetime) -> JoinInfo:
    """This person's way in, with the room made if need be. Raises VideoIsAway."""
    if lost_secrets(source):
        raise VideoIsAway(_("Dem Videoraum fehlt sein Zugang. Bitte sagen Sie der Organisation Bescheid."))
    provider, place = provider_of(source.kind), place_of(source)
    provider.ensure_room(place)
    return provider.join(place, guest, now=now)


def _key(room: Room) -> str:
    """Readable for whoever runs the provider, and beyond guessing for everybody else."""
    return f"{slugify(room.edition.slug)[:30]}-{randomness.token_hex(8)}"


def _note(verb: str, room: Room, by: Person | None, now: datetime, **facts: object) -> None:
    scope = f"edition:{room.edition.slug}"
    log.record(verb=verb, subject=scope, at=now, actor=by, scope=scope, room=room.name, **facts)
