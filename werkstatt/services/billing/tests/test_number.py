from hypothesis import given
from hypothesis import strategies as st

from werkstatt.services.billing.number import Number, read


@given(
    st.from_regex(r"\A[A-Z][A-Z0-9]{0,9}\Z"),
    st.sampled_from(["invoice", "cancellation"]),
    st.integers(2000, 2999),
    st.integers(1, 10**7),
)
def test_what_is_written_is_read_again(code, kind, year, running):
    number = Number(code, kind, year, running)
    assert read(str(number)) == number
    assert read(f"  {str(number).lower().replace('-', ' -')} ") == number


def test_other_texts_are_no_numbers():
    assert str(Number("NEO", "invoice", 2022, 1)) == "NEO-R-2022-00001"
    assert read("Rechnung 17") is None
    assert read("NEO-X-2022-00001") is None
