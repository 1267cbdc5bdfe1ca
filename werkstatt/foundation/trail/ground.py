"""The ground the thread begins on: editions and their sessions."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.wording import said
from werkstatt.foundation.trail.kinds import Kind, Told


def _sessions(keys: Iterable[int]) -> dict[int, Told]:
    found = Session.objects.filter(pk__in=list(keys)).select_related("edition").only(
        "title", "title_en", "language", "code", "starts_at", "edition__slug"
    )  # fmt: skip
    return {
        each.pk: Told(said(each)[0], reverse("website:session", args=[each.edition.slug, each.code]), at=each.starts_at)
        for each in found
    }


def _editions(keys: Iterable[int]) -> dict[int, Told]:
    found = Edition.objects.filter(pk__in=list(keys)).only("title", "slug")
    return {each.pk: Told(each.title, reverse("website:edition", args=[each.slug])) for each in found}


SESSION = Kind("programme.session", _("Programmpunkt"), tell=_sessions)
EDITION = Kind("events.edition", _("Ausgabe"), tell=_editions)
