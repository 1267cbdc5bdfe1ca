"""Series, venues and themes: what outlives an edition."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from werkstatt.foundation.events.changes import apply
from werkstatt.foundation.events.models import Edition, Series, Theme, Venue
from werkstatt.foundation.people import log
from werkstatt.foundation.people.models import Person

SERIES_FIELDS = [
    "title",
    "motto",
    "about",
    "since_year",
    "host_name",
    "host_street",
    "host_postcode",
    "host_city",
    "host_country",
    "host_email",
    "host_phone",
    "host_contact",
    "host_vat_id",
    "host_tax_number",
    "bank_name",
    "iban",
    "bic",
    "number_code",
]
VENUE_FIELDS = ("name", "street", "postcode", "city", "directions", "access_notes", "latitude", "longitude")
THEME_FIELDS = ("title", "title_en", "about", "about_en", "hue", "position")


@transaction.atomic
def create_series(*, changes: Mapping[str, object], by: Person | None, now: datetime) -> Series:
    series = Series(slug=_free_slug(str(changes["title"])))
    apply(series, changes, SERIES_FIELDS, texts=("about",))
    series.save()
    log.record(verb="series_created", subject=f"series:{series.slug}", at=now, actor=by)
    return series


@transaction.atomic
def edit_series(*, series: Series, changes: Mapping[str, object], by: Person | None, now: datetime) -> Series:
    if changed := apply(series, changes, SERIES_FIELDS, texts=("about",)):
        series.save(update_fields=changed)
        log.record(verb="series_edited", subject=f"series:{series.slug}", at=now, actor=by, fields=changed)
    return series


@transaction.atomic
def save_venue(*, edition: Edition, changes: Mapping[str, object], by: Person | None, now: datetime) -> Venue:
    """Edit the edition's venue, or give it one. A venue that another edition uses too is copied first."""
    venue = edition.venue or Venue()
    if venue.pk and venue.editions.exclude(pk=edition.pk).exists():
        venue.pk = None
        venue._state.adding = True  # noqa: SLF001  (Django's documented way to copy a row)
    changed = apply(venue, changes, VENUE_FIELDS, texts=("directions", "access_notes"))
    venue.save()
    if edition.venue_id != venue.pk:
        edition.venue = venue
        edition.save(update_fields=["venue"])
    scope = f"edition:{edition.slug}"
    log.record(verb="venue_edited", subject=f"venue:{venue.pk}", at=now, actor=by, scope=scope, fields=changed)
    return venue


@transaction.atomic
def save_theme(
    *, series: Series, changes: Mapping[str, object], by: Person | None, now: datetime, theme: Theme | None = None
) -> Theme:
    theme = theme or Theme(series=series, slug=_theme_slug(series, str(changes["title"])))
    changed = apply(theme, changes, THEME_FIELDS, texts=("about", "about_en"))
    theme.save()
    log.record(verb="theme_edited", subject=f"theme:{theme.pk}", at=now, actor=by, fields=changed)
    return theme


def _free_slug(title: str) -> str:
    return _numbered(slugify(title)[:40] or "reihe", lambda slug: Series.objects.filter(slug=slug).exists())


def _theme_slug(series: Series, title: str) -> str:
    return _numbered(slugify(title)[:40] or "thema", lambda slug: series.themes.filter(slug=slug).exists())


def _numbered(base: str, is_taken: Callable[[str], bool]) -> str:
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
