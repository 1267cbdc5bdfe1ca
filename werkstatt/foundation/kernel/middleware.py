"""What wraps every request: an id, and the headers that keep a browser on our side."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from werkstatt.foundation.kernel.logs import request_id

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """Take the proxy's X-Request-ID or make one; logs carry it, the answer returns it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if GOOD_ID.fullmatch(given) else secrets.token_hex(8)
        mark = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(mark)
        response["X-Request-ID"] = name
        return response


class SecurityHeaders:
    """Scripts, styles and images from us alone; nobody frames us. A view may set its own policy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        forms = {"form-action": " ".join(["'self'", *settings.FORM_TARGETS])}  # sign-in may lead to the provider
        self.policy = "; ".join(f"{name} {value}" for name, value in (POLICY | forms).items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response
