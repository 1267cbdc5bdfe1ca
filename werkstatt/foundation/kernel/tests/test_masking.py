"""Links that let somebody in are hidden; everything else stays readable."""

import logging

import pytest
from django.core.signing import Signer
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.kernel.logs import MaskingFormatter
from werkstatt.foundation.kernel.masking import without_personal_links, without_secrets

SIGNED = Signer(key="x", sep=".", salt="registration.order").sign("17.1.1327")
HALL_KEY = Signer(key="x", sep=".", salt="hall.screen").sign("17").rpartition(".")[2]


@pytest.mark.parametrize(
    "path",
    [
        f"/orders/{SIGNED}/",
        f"/en/orders/{SIGNED}/documents/3/",
        f"/attendance/{SIGNED}/calendar.ics?x=1",
        "/accounts/password/reset/key/67-dipwvo-dcb7e0dd6ea8bfd4f97be481a11984b1/",
        f"/hall/neo-2022/panel/?key={HALL_KEY}",
    ],
)
def test_what_opens_a_door_is_in_neither_text_nor_log(path: str):
    text = f"Ihre Anmeldung: https://neo.example{path}\n\nDanke."
    assert without_personal_links(text, instead="[Link]") == "Ihre Anmeldung: [Link]\n\nDanke."
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (path,), None)
    line = MaskingFormatter().format(record)
    assert line.startswith("Gone: /")
    assert SIGNED[-20:] not in line
    assert "1a11984b1" not in line
    assert "key=" not in line or line.endswith("key=…")


@pytest.mark.parametrize(
    "text",
    [
        "https://neo.example/neo-2022/sessions/zukunftskommune-bw-2030-gemeinsam-weiterdenken-und-handeln/",
        "IBAN DE02 1203 0000 0000 2020 51, Leitweg-ID 08421000-0001-17",
        "Beleg NEO22-R-0001.pdf von Stadtverwaltung/Bürgermeisteramt",
        "/static/look/dist/look.5a2894eb187c.js",
    ],
)
def test_what_everybody_may_know_stays(text: str):
    assert without_personal_links(text, instead="[Link]") == text
    assert without_secrets(text) == text


@given(st.binary(min_size=32, max_size=32), st.integers(1, 10**6))
def test_every_signature_is_found(key: bytes, pk: int):
    token = Signer(key=key.hex(), sep=".", salt="registration.offer").sign(f"{pk}.1.900")
    assert without_secrets(f"Not Found: /offers/{token}/") == "Not Found: /offers/…/"
