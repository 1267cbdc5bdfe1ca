"""Calendar files. They speak the language of their address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.programme.feeds import Addresses, calendar_of
from werkstatt.foundation.programme.models import Session
from werkstatt.foundation.programme.queries import CAST, plan_behind, plan_of, sessions_of, sessions_visible_to
from werkstatt.surfaces.website.keeping import kept, programme_fingerprint
from werkstatt.surfaces.website.linked_data import absolute
from werkstatt.surfaces.website.queries import edition_or_404


@require_safe
def edition_feed(request: HttpRequest, edition: str) -> HttpResponse:
    found = edition_or_404(request.user, edition)
    content = kept(
        "feed", (programme_fingerprint(found),), lambda: _calendar(found, list(sessions_of(found)), found.title)
    )
    return _answer(content, found.slug)


@require_safe
def session_feed(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    sessions = sessions_visible_to(request.user).filter(edition__slug=edition, code=code)
    found = sessions.select_related("edition__venue").prefetch_related(CAST).first()
    if found is None:
        raise Http404
    return _answer(_calendar(found.edition, [found], found.title), found.code)


@require_safe
def plan_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own plan, for calendar programs that cannot sign in: the address is the key."""
    found = plan_behind(token)
    if found is None:
        raise Http404
    person, edition = found
    name = _("Mein Plan: %(edition)s") % {"edition": edition.title}
    response = _answer(_calendar(edition, plan_of(person, edition), name), f"{edition.slug}-plan")
    response["Cache-Control"] = "private, max-age=300"
    return response


def _calendar(edition: Edition, sessions: list[Session], name: str) -> str:
    def session_url(session: Session) -> str:
        return absolute(reverse("website:session", args=[edition.slug, session.code]))

    addresses = Addresses(absolute(reverse("website:edition", args=[edition.slug])), session_url)
    return calendar_of(edition=edition, sessions=sessions, name=name, addresses=addresses).decode()


def _answer(content: str, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return response
