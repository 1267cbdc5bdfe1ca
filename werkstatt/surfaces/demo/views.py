from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from werkstatt.foundation.kernel.clock import now, set_demo_clock
from werkstatt.foundation.people.actions import prove_address
from werkstatt.services.mailing import sources
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.forms import ClockForm
from werkstatt.surfaces.demo.loading.stage import play_stage
from werkstatt.surfaces.demo.personas import BY_KEY, EDITION, PERSONAS
from werkstatt.surfaces.demo.queries import mails_matching, person_with

View = Callable[..., HttpResponse]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAIL_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"


def in_demo_only(view: View) -> View:
    """Outside demo mode these addresses do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@in_demo_only
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/choose.html", {"personas": PERSONAS, "clock_form": ClockForm(), "now": now()})


@in_demo_only
@require_POST
def visit(request: HttpRequest, key: str) -> HttpResponse:
    persona = BY_KEY.get(key)
    if persona is None:
        raise Http404
    logout(request)
    if persona.email:
        person = person_with(persona.email)
        if person is None:
            raise Http404
        prove_address(person=person)
        login(request, person, backend=BACKEND)
    takes_edition = not persona.landing.startswith("lobby:")
    return redirect(reverse(persona.landing, args=[EDITION] if takes_edition else []))


@in_demo_only
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    form = ClockForm(request.POST)
    if not form.is_valid():
        return render(request, "demo/choose.html", {"personas": PERSONAS, "clock_form": form, "now": now()}, status=422)
    moment = MOMENTS[form.cleaned_data["moment"]]
    set_demo_clock(to=moment)
    play_stage(now=moment)
    return redirect("demo:choose")


@in_demo_only
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    term = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    page = Paginator(mails_matching(term), 50).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page, "term": term})


@in_demo_only
@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(mails_matching("").prefetch_related("attachments"), pk=pk)
    return render(request, "demo/mail.html", {"mail": letter})


@in_demo_only
@require_GET
@xframe_options_sameorigin
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(mails_matching(""), pk=pk)
    return HttpResponse(letter.html, headers={"Content-Security-Policy": MAIL_CSP})


@in_demo_only
@require_GET
def attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    letter = get_object_or_404(mails_matching(""), pk=pk)
    found = get_object_or_404(letter.attachments.select_related("blob"), pk=attachment)
    content, media_type = (
        (bytes(found.blob.content), found.blob.media_type) if found.blob else sources.fetch(found.source_key)
    )
    headers = {"Content-Disposition": f'inline; filename="{found.filename}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
