"""Every way in besides the code by mail, with real counterparts: a passkey, an app with recovery codes, a password, an organisation's own sign-in."""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible, assert_fits
from tests.house import House, OpenHouse, free_port
from tests.identity import identity_provider

pytestmark = pytest.mark.journey
CALLBACK = "/accounts/oidc/oidc/login/callback/"
ACCOUNTS: dict[str, dict[str, str | bool]] = {
    "proven": {
        "email": "karla.amt@kreis.example",
        "email_verified": True,
        "given_name": "Karla",
        "family_name": "Amt",
    },
    "claimed": {
        "email": "opfer@kreis.example",
        "email_verified": False,
        "given_name": "Fremd",
        "family_name": "Fremd",
    },
    "wordy": {"email": "olaf@kreis.example", "email_verified": "false", "given_name": "Fremd", "family_name": "Fremd"},
    "newcomer": {
        "email": "neu@kreis.example",
        "email_verified": False,
        "given_name": "Nele",
        "family_name": "Neu",
    },
}


@pytest.fixture(scope="module")
def house(open_house: OpenHouse) -> Iterator[House]:
    port = free_port()
    with identity_provider(ACCOUNTS, redirect_to=f"http://localhost:{port}{CALLBACK}") as provider:
        house = open_house.unserved(port, **provider.environment)
        house.start()
        yield house
        house.stop()


def at(house: House, path: str) -> str:
    """By name: browsers give passkeys to names, not to numbers."""
    return f"http://localhost:{house.port}{path}"


def looks_right(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_fits(page)
    assert_accessible(page)


def code_in_mail(house: House, email: str, kind: str = "login_code") -> str:
    rows = house.sql("SELECT subject FROM mailing_mail WHERE to_email = %s AND kind = %s ORDER BY id", email, kind)
    found = re.search(r"\b\d{6}\b", str(rows[-1][0]))
    assert found is not None
    return found[0]


def ask_for_code(page: Page, house: House, email: str) -> None:
    page.goto(at(house, "/accounts/login/code/"))
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    page.get_by_label("Code aus der Mail").fill(code_in_mail(house, email))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/login/"))


def sign_out(page: Page, house: House) -> None:
    page.goto(at(house, "/accounts/logout/"))
    page.locator("main").get_by_role("button", name="Sitzung beenden").click()
    looks_right(page, "Meine Werkstatt öffnen")


def is_inside(page: Page) -> None:
    expect(page.get_by_role("navigation").get_by_role("link", name="Mein Plan")).to_be_visible()


def virtual_key(page: Page) -> None:
    """What a phone or a laptop with a fingerprint is to the browser."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "isUserVerified": True}})


def test_a_passkey_opens_the_door(house: House, page: Page):
    virtual_key(page)
    ask_for_code(page, house, "petra.schluessel@amt.example")
    is_inside(page)
    page.goto(at(house, "/accounts/2fa/"))
    looks_right(page, "Passkey und zweiter Faktor")
    page.get_by_role("link", name="Passkey hinzufügen").click()
    looks_right(page, "Passkey hinzufügen")
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_role("button", name="Passkey hinzufügen").click()
    looks_right(page, "Notfallcodes")
    page.goto(at(house, "/accounts/2fa/webauthn/"))
    expect(page.get_by_role("heading", name="Diensthandy")).to_be_visible()
    sign_out(page, house)
    page.get_by_role("button", name="Mit Passkey öffnen").focus()
    page.keyboard.press("Enter")
    is_inside(page)
    page.goto(at(house, "/accounts/2fa/webauthn/"))
    page.get_by_role("link", name="Umbenennen").click()
    looks_right(page, "Passkey umbenennen")
    page.get_by_label("Name").fill("Neues Handy")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Entfernen: Neues Handy").click()
    looks_right(page, "Passkey entfernen?")
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Noch kein Passkey eingerichtet.")).to_be_visible()


def test_who_lost_app_and_codes_is_let_in_again_by_the_operator(house: House, page: Page):
    email = "vera.verloren@amt.example"
    ask_for_code(page, house, email)
    page.goto(at(house, "/accounts/2fa/totp/activate/"))
    page.get_by_label("Zahl aus der App").fill(totp(page.get_by_label("Schlüssel zum Abtippen").input_value()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notfallcodes")
    assert "removed" in house.manage("lift_protection", email)
    sign_out(page, house)
    ask_for_code(page, house, email)
    is_inside(page)


def totp(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps later: RFC 6238, written down here once more."""
    step = int(time.time()) // 30 + steps
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_an_app_is_asked_for_after_the_code_and_recovery_codes_help_once(house: House, page: Page):
    email = "anton.app@amt.example"
    ask_for_code(page, house, email)
    page.goto(at(house, "/accounts/2fa/"))
    page.get_by_role("link", name="App einrichten").click()
    looks_right(page, "Authenticator-App einrichten")
    secret = page.get_by_label("Schlüssel zum Abtippen").input_value()
    page.get_by_label("Zahl aus der App").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diese Zahl stimmt nicht").first).to_be_visible()
    assert page.get_by_label("Schlüssel zum Abtippen").input_value() == secret
    page.get_by_label("Zahl aus der App").fill(totp(secret, steps=-1))
    page.keyboard.press("Enter")
    looks_right(page, "Notfallcodes")
    recovery = page.get_by_label("Unbenutzte Codes").input_value().split()
    assert len(recovery) == 10
    with page.expect_download() as file:
        page.get_by_role("link", name="Als Datei speichern").click()
    assert file.value.path().read_text().split() == recovery
    ((stored,),) = house.sql("SELECT data::text FROM mfa_authenticator WHERE type = 'totp'")
    assert secret not in stored

    sign_out(page, house)
    ask_for_code(page, house, email)
    looks_right(page, "Noch ein Schritt")
    page.get_by_label("Zahl aus der App").fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diese Zahl stimmt nicht").first).to_be_visible()
    page.get_by_label("Zahl aus der App").fill(recovery[0])
    page.keyboard.press("Enter")
    is_inside(page)

    sign_out(page, house)
    ask_for_code(page, house, email)
    page.get_by_label("Zahl aus der App").fill(recovery[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diese Zahl stimmt nicht").first).to_be_visible()
    page.get_by_label("Zahl aus der App").fill(totp(secret))
    page.keyboard.press("Enter")
    is_inside(page)
    page.goto(at(house, "/accounts/2fa/"))
    page.get_by_role("link", name="Neue Codes erzeugen").click()
    looks_right(page, "Neue Notfallcodes?")
    page.get_by_role("button", name="Neue Codes erzeugen").click()
    looks_right(page, "Notfallcodes")
    page.goto(at(house, "/accounts/2fa/"))
    page.get_by_role("link", name="App abschalten").click()
    looks_right(page, "Authenticator-App abschalten?")
    page.get_by_role("button", name="App abschalten").click()
    expect(page.get_by_role("link", name="App einrichten")).to_be_visible()


def test_a_password_is_set_used_changed_and_asked_for_before_what_matters(house: House, page: Page):
    email = "paul.wort@amt.example"
    ask_for_code(page, house, email)
    page.goto(at(house, "/accounts/password/set/"))
    looks_right(page, "Passwort setzen")
    page.get_by_label("Passwort", exact=True).fill("12345678")
    page.get_by_label("Passwort (Wiederholung)").fill("12345678")
    page.keyboard.press("Enter")
    expect(page.locator(".field__error").first).to_be_visible()
    page.get_by_label("Passwort", exact=True).fill("Maultaschen-am-Montag")
    page.get_by_label("Passwort (Wiederholung)").fill("Maultaschen-am-Montag")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihr Passwort ist gesetzt.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")
    sign_out(page, house)
    _open_with(page, house, email, "falsch-und-lang")
    expect(page.locator("[data-error-summary]")).to_contain_text("stimmt nicht")
    _open_with(page, house, email, "Maultaschen-am-Montag")
    is_inside(page)
    page.goto(at(house, "/accounts/password/change/"))
    looks_right(page, "Passwort ändern")
    page.get_by_label("Aktuelles Passwort").fill("Maultaschen-am-Montag")
    page.get_by_label("Neues Passwort", exact=True).fill("Linsen-und-Spaetzle")
    page.get_by_label("Neues Passwort (Wiederholung)").fill("Linsen-und-Spaetzle")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihr Passwort ist geändert")).to_be_visible()
    sign_out(page, house)
    page.goto(at(house, "/accounts/password/reset/"))
    looks_right(page, "Passwort zurücksetzen")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wir haben Ihnen eine Mail gesendet.")).to_be_visible()
    ((text,),) = house.sql("SELECT text FROM mailing_mail WHERE kind = 'password_reset_key' AND to_email = %s", email)
    found = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", text)
    assert found is not None
    page.goto(at(house, found[1]))
    looks_right(page, "Passwort ändern")
    page.get_by_label("Neues Passwort", exact=True).fill("Brezeln-am-Bahnhof")
    page.get_by_label("Neues Passwort (Wiederholung)").fill("Brezeln-am-Bahnhof")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihr Passwort ist geändert.").first).to_be_visible()
    assert_accessible(page)
    page.goto(at(house, found[1]))
    expect(page.get_by_text("gilt nicht mehr")).to_be_visible()
    _open_with(page, house, email, "Brezeln-am-Bahnhof")
    is_inside(page)


def _open_with(page: Page, house: House, email: str, password: str) -> None:
    page.goto(at(house, "/accounts/login/"))
    looks_right(page, "Mit Passwort öffnen")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def by_organisation(page: Page, house: House, account: str, prefix: str = "") -> None:
    page.goto(at(house, f"{prefix}/accounts/login/code/"))
    page.get_by_role("button", name="Konto des Landratsamts").click()
    page.get_by_role("button", name=account or "Abbrechen", exact=True).click()
    page.wait_for_load_state()


def test_the_organisations_own_account_opens_the_door(house: House, new_page: Any):
    with house.orm():
        from werkstatt.foundation.kernel import clock
        from werkstatt.foundation.people.actions import person_for

        known = person_for(email="karla.amt@kreis.example", first_name="Karla", last_name="Amt", now=clock.now()).pk
        for name in ("opfer", "olaf"):
            person_for(email=f"{name}@kreis.example", first_name="Olga", last_name="Opfer", now=clock.now())
    page: Page = new_page()
    by_organisation(page, house, "proven", "/en")
    expect(page.get_by_role("navigation").get_by_role("link", name="My plan")).to_be_visible()
    assert house.sql("SELECT user_id FROM socialaccount_socialaccount WHERE uid = 'proven'") == [(known,)]

    for stranger in ("claimed", "wordy"):
        page = new_page()
        by_organisation(page, house, stranger)
        assert "/my/" not in page.url
        assert_accessible(page)
        page.goto(at(house, "/my/"))
        looks_right(page, "Code eingeben")  # as for a newcomer: who has an account here is nobody's business
    page = new_page()
    by_organisation(page, house, "wordy")
    looks_right(page, "Einen Moment bitte")
    assert house.sql("SELECT uid FROM socialaccount_socialaccount") == [("proven",)]
    told = house.sql("SELECT to_email FROM mailing_mail WHERE kind = 'account_already_exists' ORDER BY id")
    assert told == [("opfer@kreis.example",), ("olaf@kreis.example",)]

    page = new_page()
    by_organisation(page, house, "newcomer", "/en")
    looks_right(page, "Enter the code")
    ((subject,),) = house.sql("SELECT subject FROM mailing_mail WHERE to_email = 'neu@kreis.example'")
    assert "confirms your e-mail address" in subject
    page.get_by_label("Code from the mail").fill(code_in_mail(house, "neu@kreis.example", "email_confirmation"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation").get_by_role("link", name="My plan")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nele")


def test_who_turns_round_at_the_organisations_door_is_told_what_next(house: House, page: Page):
    by_organisation(page, house, "", "/en")
    looks_right(page, "Not signed in")
    by_organisation(page, house, "")
    looks_right(page, "Nicht angemeldet")
    page.goto(at(house, f"{CALLBACK}?code=forged&state=forged"))
    looks_right(page, "Das hat nicht geklappt")
    page.get_by_role("link", name="Zurück").click()
    looks_right(page, "Meine Werkstatt öffnen")
