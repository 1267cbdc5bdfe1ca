"""Slides, links and papers of a session: added, put in order and removed by the moderation."""

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from werkstatt.foundation.kernel import blobs
from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.kernel.uploads import Upload
from werkstatt.foundation.people.models import Person
from werkstatt.rooms.stage.actions.diary import locked, note
from werkstatt.rooms.stage.models import Material, Stage
from werkstatt.rooms.stage.news.nudges import nudge_desk
from werkstatt.rooms.stage.news.stage import materials_changed

MOST = 30
TITLE_LENGTH = 120


class TooManyMaterials(Exception):
    """A stage keeps at most `MOST`."""


def add_link(*, stage: Stage, title: str, url: str, by: Person | None, now: datetime) -> Material:
    """A page elsewhere; the same address stands once. Raises TooManyMaterials."""
    with transaction.atomic():
        stage = locked(stage)
        known = stage.materials.filter(url=url).first()
        return known or _add(stage, title or url, by=by, now=now, url=url)


def add_file(*, stage: Stage, title: str, name: str, upload: Upload, by: Person | None, now: datetime) -> Material:
    """A file to download; the same bytes stand once. `name` is what it was called. Raises TooManyMaterials."""
    with transaction.atomic():
        stage = locked(stage)
        blob = blobs.store(upload.content, upload.media_type)
        known = stage.materials.filter(file=blob.pk).first()
        stem = clean_line(PurePath(name.replace("\\", "/")).stem)[:100] or "material"
        own = {"file_id": blob.pk, "file_name": f"{stem}.{upload.ending}"}
        return known or _add(stage, title or stem, by=by, now=now, **own)


def move_material(*, material: Material, up: bool, now: datetime) -> None:
    """One place up or down; the first stays first, the last stays last."""
    with transaction.atomic():
        stage = locked(material.stage)
        every = list(stage.materials.all())
        place = next((place for place, each in enumerate(every) if each.pk == material.pk), None)
        other = None if place is None else place + (-1 if up else 1)
        if place is None or other is None or not 0 <= other < len(every):
            return
        every[place], every[other] = every[other], every[place]
        for position, each in enumerate(every):
            each.position = position
        Material.objects.bulk_update(every, ["position"])
        materials_changed(stage, now=now)


def remove_material(*, material: Material, by: Person | None, now: datetime) -> None:
    """It goes, and its bytes with it unless somebody else keeps the same."""
    with transaction.atomic():
        stage = locked(material.stage)
        if not stage.materials.filter(pk=material.pk).delete()[0]:
            return
        if material.file_id is not None:
            blobs.discard(material.file_id)
        note(stage, "material_removed", by=by, now=now, title=material.title)
        materials_changed(stage, now=now)
        nudge_desk(stage, "reports", now=now)


def _add(stage: Stage, title: str, *, by: Person | None, now: datetime, **own: str) -> Material:
    positions = list(stage.materials.values_list("position", flat=True))
    if len(positions) >= MOST:
        raise TooManyMaterials
    material = Material.objects.create(
        stage=stage,
        title=clean_line(title)[:TITLE_LENGTH],
        position=max(positions, default=-1) + 1,
        added_at=now,
        added_by=by,
        **own,
    )
    note(stage, "material_added", by=by, now=now, title=material.title)
    materials_changed(stage, now=now)
    nudge_desk(stage, "reports", now=now)
    return material
