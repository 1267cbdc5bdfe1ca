import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.kernel.seal import SealIsBroken, seal, unseal


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_comes_back_and_cannot_be_read(text):
    sealed = seal(text)
    assert unseal(sealed) == text
    assert len(text) < 8 or text not in sealed


def test_another_house_cannot_read_it(settings):
    sealed = seal("shared secret")
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(SealIsBroken):
        unseal(sealed)


def test_after_a_new_key_the_former_one_still_opens(settings):
    sealed = seal("shared secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 50
    assert unseal(sealed) == "shared secret"


def test_a_changed_seal_is_refused():
    sealed = seal("shared secret")
    with pytest.raises(SealIsBroken):
        unseal(sealed[:-4] + "AAAA")
