import logging

import pytest
from django.http import HttpRequest, HttpResponse

from werkstatt.foundation.kernel.logs import RequestIdFilter
from werkstatt.foundation.kernel.middleware import RequestId, SecurityHeaders


def _seen_id() -> str:
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)
    RequestIdFilter().filter(record)
    return str(record.__dict__["request_id"])


def test_a_request_has_one_id_in_log_and_answer(rf):
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(_seen_id())
        return HttpResponse()

    answer = RequestId(view)(rf.get("/"))
    assert [answer["X-Request-ID"]] == seen
    assert RequestId(view)(rf.get("/", headers={"X-Request-ID": "abcdef-123"}))["X-Request-ID"] == "abcdef-123"
    assert "\n" not in RequestId(view)(rf.get("/", headers={"X-Request-ID": "a\nb forged line"}))["X-Request-ID"]
    assert _seen_id() == "-"


def test_scripts_and_forms_stay_with_us(rf, settings):
    policy = SecurityHeaders(lambda request: HttpResponse())(rf.get("/"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert policy.endswith("form-action 'self'")
    settings.FORM_TARGETS = ["https://login.example"]
    assert (
        "form-action 'self' https://login.example"
        in SecurityHeaders(lambda request: HttpResponse())(rf.get("/"))["Content-Security-Policy"]
    )


@pytest.mark.django_db
def test_health_answers_and_sets_no_cookie(client):
    answer = client.get("/healthz/")
    assert answer.json() == {"status": "ok"}
    assert answer.cookies == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "title"), [("/accounts/login/", "Diese Seite ist zu alt"), ("/en/accounts/login/", "too old")]
)
def test_a_form_without_its_secret_is_refused_in_plain_words(path, title):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post(path, {"login": "a@b.example"})
    assert answer.status_code == 403
    assert title in answer.content.decode()
