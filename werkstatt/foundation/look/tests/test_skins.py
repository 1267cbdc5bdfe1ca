import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.look import skins

colours = st.from_regex(r"[0-9a-f]{6}", fullmatch=True)


@given(colours)
def test_every_colour_becomes_readable_on_both_grounds(colour):
    assert skins.contrast(skins.enough(colour, skins.WHITE), skins.WHITE) >= 4.5
    assert skins.contrast(skins.enough(colour, skins.NIGHT), skins.NIGHT) >= 4.5


@given(colours)
def test_text_on_every_colour_is_readable(colour):
    assert skins.contrast(colour, skins.readable_on(colour)) >= 4.5


def test_black_on_white_is_the_highest_contrast():
    assert skins.contrast("000000", "ffffff") == pytest.approx(21)


def test_a_skin_is_a_stylesheet_of_its_own_address(client):
    answer = client.get(skins.address("#F7E017", "1a3da5"))
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "--neo-accent:#f7e017" in answer.content.decode()
    assert "--neo-on-accent:#1e1b19" in answer.content.decode()


@pytest.mark.parametrize(("accent", "action"), [("", ""), ("red", ""), ("#12345", "url(x)"), ("}body{", "")])
def test_what_is_no_colour_makes_no_skin(accent, action):
    assert skins.address(accent, action) == ""


def test_a_typeface_is_one_that_every_device_has(client):
    style = client.get(skins.address("", "", "serif")).content.decode()
    assert "--neo-font:Charter" in style
    assert "--neo-accent" not in style
    assert skins.address("", "", "comic") == ""


def test_an_accent_alone_is_enough(client):
    assert "--neo-action" not in client.get(skins.address("#00ff88")).content.decode()
