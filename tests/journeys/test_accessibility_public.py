"""Every page a visitor, a participant and a speaker can reach: axe finds nothing, in either language, light or dark."""

from typing import Any

import pytest

from tests.crawl import mailed_links
from tests.house import House
from tests.journeys.accessibility import assert_no_faults

pytestmark = [pytest.mark.journey, pytest.mark.crawl]


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_everybody_can_read(live_house: House, new_page: Any, language: str):
    starts = (f"{language}/", f"{language}/neo-2022/", f"{language}/demo/", f"{language}/accounts/login/")
    assert_no_faults(live_house, new_page, persona="visitor", starts=starts)


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_participants_see(live_house: House, new_page: Any, language: str):
    starts = (f"{language}/my/", f"{language}/accounts/email/", f"{language}/accounts/2fa/")
    assert_no_faults(live_house, new_page, persona="officer", starts=starts)


def test_what_speakers_see(live_house: House, new_page: Any):
    assert_no_faults(live_house, new_page, persona="speaker", starts=("/my/",))


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_links_in_mails_open(live_house: House, new_page: Any, language: str):
    starts = tuple(language + link.removeprefix("/en") for link in mailed_links(live_house))
    assert starts
    assert_no_faults(live_house, new_page, persona="visitor", starts=starts)
