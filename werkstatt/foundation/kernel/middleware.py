"""What wraps every request: an id, and the headers that keep a browser on our side."""

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from werkstatt.foundation.kernel.logs import request_id
from werkstatt.foundation.kernel.policy import policy_of

Handler = Callable[[HttpRequest], HttpResponse]

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
    """Scripts, styles and images from us alone; nobody frames us. `policy.widen` opens one page a little."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = policy_of(request)
        response.headers.setdefault("Content-Security-Policy", policy.content_header())
        response.headers.setdefault("Permissions-Policy", policy.permissions_header())
        response.headers.setdefault("X-Frame-Options", "DENY")
        return response
