"""Coming back from the organisation's own sign-in."""

from typing import cast

from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = dict(settings.LANGUAGES)


def returned(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Goes on in the language in which the person left us (see `SocialAccountAdapter.generate_state_param`)."""
    language = request.GET.get("state", "").rpartition(".")[2]
    if language in LANGUAGES:
        translation.activate(language)  # the middleware of the next request sets its own
        request.LANGUAGE_CODE = language
    return cast("HttpResponse", callback(request, provider_id))
