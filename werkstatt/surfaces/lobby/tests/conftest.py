from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread; each test begins in German."""
    with translation.override("de"):
        yield
