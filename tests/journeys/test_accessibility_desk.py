"""Every page of the desk: axe finds nothing, in either language, light or dark."""

import pytest

from tests.journeys.accessibility import Inspector

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("persona", ["organiser", "finance", "door"])
def test_what_people_at_the_desk_see(inspector: Inspector, persona: str):
    inspector.walk(persona, "/desk/neo-2022/")
