import time

import pytest

from werkstatt.services.media.providers import wire
from werkstatt.services.media.providers.provider import VideoIsAway
from werkstatt.services.media.tests.factories import serving


def test_no_machine_of_our_own_network_is_asked(settings):
    with serving(lambda asked: (200, "text/plain", "secret of the intranet", {})) as server:
        for name in ("127.0.0.1", "localhost"):
            with pytest.raises(VideoIsAway, match="internen Netz"):
                wire.ask(server.url.replace("127.0.0.1", name))
        assert server.asked == []
        settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
        assert wire.ask(server.url).text == "secret of the intranet"


@pytest.mark.parametrize("address", ["10.0.0.8", "169.254.169.254", "192.168.1.1", "[::1]", "0.0.0.0", "100.64.0.1"])
def test_addresses_that_are_not_public_are_refused(address):
    with pytest.raises(VideoIsAway, match="internen Netz"):
        wire.ask(f"https://{address}/")


def test_a_redirect_is_an_answer_and_leads_nowhere(settings):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    with serving(lambda asked: (302, "text/plain", "", {"Location": "http://169.254.169.254/"})) as server:
        assert wire.ask(server.url).status == 302
        assert len(server.asked) == 1


def test_who_does_not_answer_is_not_waited_for(settings, monkeypatch):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(wire, "SECONDS", 0.1)

    def slow(asked):
        time.sleep(0.3)
        return 200, "text/plain", "", {}

    with serving(slow) as server, pytest.raises(VideoIsAway, match="nicht innerhalb"):
        wire.ask(server.url)


def test_no_more_is_read_than_is_needed(settings, monkeypatch):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(wire, "MOST_BYTES", 100)
    with serving(lambda asked: (200, "text/plain", "x" * 500_000, {})) as server:
        assert len(wire.ask(server.url).body) == 100


@pytest.mark.parametrize("address", ["https://nirgends.invalid/", "https://127.0.0.1:1/", "http://[broken/"])
def test_a_fault_names_the_host_and_nothing_of_the_address(settings, address):
    settings.VIDEO_PRIVATE_HOSTS = ["127.0.0.1"]
    with pytest.raises((VideoIsAway, ValueError)) as found:
        wire.ask(f"{address}?checksum=abcdef")
    assert "abcdef" not in str(found.value)
