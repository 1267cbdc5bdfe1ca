"""The ground alone: the house answers, keeps its promises about headers and cookies, and survives a crash."""

import urllib.request

import pytest

from tests.house import House

pytestmark = pytest.mark.journey


def test_it_answers_and_says_so_with_strict_headers(live_house: House):
    with urllib.request.urlopen(f"{live_house.url}/healthz/") as answer:
        headers = dict(answer.headers.items())
        assert answer.read() == b'{"status": "ok"}'
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


def test_it_comes_back_after_kill_9(live_house: House):
    live_house.kill()
    live_house.start()
    with live_house.orm():
        from werkstatt.foundation.kernel.models import Receipt

        assert Receipt.objects.filter(action="first_start").exists()
