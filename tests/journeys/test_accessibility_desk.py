"""Every page of the desk: axe finds nothing, in either language, light or dark."""

from typing import Any

import pytest

from tests.house import House
from tests.journeys.accessibility import assert_no_faults

pytestmark = [pytest.mark.journey, pytest.mark.crawl]


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_organisers_see(live_house: House, new_page: Any, language: str):
    assert_no_faults(live_house, new_page, persona="organiser", starts=(f"{language}/desk/neo-2022/",))


@pytest.mark.parametrize("persona", ["finance", "door"])
def test_what_helpers_see(live_house: House, new_page: Any, persona: str):
    assert_no_faults(live_house, new_page, persona=persona, starts=("/desk/neo-2022/",))
