import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.kernel.middleware import SecurityHeaders
from werkstatt.foundation.kernel.policy import NotAnOrigin, Policy, widen


def _directives(header: str) -> dict[str, list[str]]:
    parts = [part.split() for part in header.split("; ")]
    return {name: values for name, *values in parts}


def test_a_page_that_asks_for_nothing_takes_from_us_alone(rf):
    answer = SecurityHeaders(lambda request: HttpResponse())(rf.get("/"))
    directives = _directives(answer["Content-Security-Policy"])
    assert "frame-src" not in directives
    assert directives["default-src"] == ["'self'"]
    assert answer["Permissions-Policy"].startswith("camera=(self), microphone=(self), geolocation=()")


def test_a_page_opens_for_exactly_the_origins_it_names(rf):
    def view(request: HttpRequest) -> HttpResponse:
        widen(request, frame=["https://meet.example"], devices=["https://meet.example"])
        widen(request, frame=["https://meet.example", "https://video.example:8443"], connect=["wss://live.example"])
        return HttpResponse()

    answer = SecurityHeaders(view)(rf.get("/"))
    directives = _directives(answer["Content-Security-Policy"])
    assert directives["frame-src"] == ["'self'", "https://meet.example", "https://video.example:8443"]
    assert directives["connect-src"] == ["'self'", "wss://live.example"]
    assert directives["script-src"] == ["'self'"]
    assert 'camera=(self "https://meet.example")' in answer["Permissions-Policy"]


def test_the_next_page_is_closed_again(rf):
    def view(request: HttpRequest) -> HttpResponse:
        if request.path == "/stage/":
            widen(request, frame=["https://meet.example"])
        return HttpResponse()

    wrapped = SecurityHeaders(view)
    assert "meet.example" in wrapped(rf.get("/stage/"))["Content-Security-Policy"]
    assert "meet.example" not in wrapped(rf.get("/"))["Content-Security-Policy"]


@pytest.mark.parametrize(
    "origin",
    ["https://a.example/path", "https://a.example; script-src *", "*", "'unsafe-inline'", "https://*", "data:", "",
     "https://a.example\n", "https://user@a.example", "javascript://a.example"],
)  # fmt: skip
def test_nothing_but_an_origin_reaches_the_header(rf, origin):
    with pytest.raises(NotAnOrigin):
        widen(rf.get("/"), frame=[origin])


@given(st.text(max_size=60))
def test_no_text_whatever_adds_a_directive(text):
    policy = Policy()
    try:
        policy.allow("frame-src", [text])
    except NotAnOrigin:
        return
    assert set(_directives(policy.content_header())) == set(_directives(Policy().content_header())) | {"frame-src"}
