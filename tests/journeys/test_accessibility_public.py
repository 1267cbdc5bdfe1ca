"""Every page a visitor, a participant and a speaker can reach: axe finds nothing, in either language, light or dark."""

import pytest

from tests.crawl import mailed_links
from tests.journeys.accessibility import Inspector

pytestmark = pytest.mark.journey


def test_what_everybody_can_read(inspector: Inspector):
    lists = ("/neo-2022/programme/online/2022-05-03/?format=workshop", "/neo-2022/search/?q=Daten")
    inspector.walk("visitor", "/", "/neo-2022/", *lists, "/demo/", "/accounts/login/", "/there-is-no-such-page/")


def test_what_participants_see(inspector: Inspector):
    starts = ("/my/", "/accounts/email/", "/accounts/2fa/")
    inspector.walk("officer", *starts)


def test_what_speakers_see(inspector: Inspector):
    inspector.walk("speaker", "/my/")


def test_what_links_in_mails_open(inspector: Inspector):
    links = mailed_links(inspector.house)
    assert links
    inspector.walk("visitor", *(link.removeprefix("/en") for link in links))
