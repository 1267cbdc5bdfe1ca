"""Pages that few people see: steps refused in the middle of a registration, a protected account, a house that says wait. Axe finds nothing there either."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from playwright.sync_api import Page

from tests.journeys.accessibility import Inspector
from tests.journeys.test_accessibility_answers import EMPTY_AND_SEND
from tests.journeys.test_signing_in import code_in_mail

pytestmark = pytest.mark.journey
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROTECTED = (
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/keys/{key}/edit/",
    "/accounts/2fa/webauthn/keys/{key}/remove/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/reauthenticate/webauthn/",
)
WAIT = {"/accounts/login/code/": 7, "/accounts/password/reset/": 8, "/orders/links/": 9}
# The same form again and again, as somebody impatient or a machine would send it; the last time the page follows.
SEND_OFTEN = """async (times) => {
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) => one.querySelector("[type=email]"));
  form.querySelector("[type=email]").value = "eilig@amt.example";
  for (let sent = 1; sent < times; sent++) {
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  }
  form.noValidate = true;
  form.requestSubmit([...form.querySelectorAll("button:not([type=button])")].at(-1));
}"""
TOO_MANY_FIELDS = """() => {
  const form = document.querySelector("main form[method=post]");
  for (let number = 0; number < 5_001; number++) form.append(Object.assign(document.createElement("input"), { name: "x", type: "hidden" }));
  form.noValidate = true;
  form.submit();
}"""


@contextmanager
def with_session(inspector: Inspector, key: str | None) -> Iterator[Page]:
    """A tab of whoever has this session."""
    inspector.context.clear_cookies()
    inspector.context.add_cookies([{"name": "werkstatt", "value": key or "", "url": inspector.house.url}])
    page = inspector.context.new_page()
    yield page
    page.close()


def status_of(page: Page, script: str, *given: int) -> int:
    """What the house answers when this script sends a form; the page is the answer then."""
    with page.expect_navigation() as sent:
        page.evaluate(script, *given)
    return sent.value.status if sent.value else 0


def a_draft(inspector: Inspector) -> str | None:
    with inspector.house.orm():
        from werkstatt.foundation.events.models import Edition
        from werkstatt.foundation.kernel import clock
        from werkstatt.rooms.registration.tests.factories import draft_order

        edition, town = Edition.objects.get(slug="neo-2022"), f"seldom{inspector.prefix.strip('/')}.example"
        order = draft_order(edition, [["on_site", "online"], ["online", None]], now=clock.now(), domain=town)
        session = SessionStore()
        session[f"registration:{edition.pk}"] = order.pk
        session.create()
        return session.session_key


@pytest.mark.parametrize("step", ["review", "billing", "days"])
def test_steps_of_a_registration_that_were_refused(inspector: Inspector, step: str):
    with with_session(inspector, a_draft(inspector)) as page:
        page.goto(f"{inspector.house.url}{inspector.prefix}/neo-2022/registration/{step}/")
        assert status_of(page, EMPTY_AND_SEND) == 422
        assert page.locator("[data-error-summary], .alert--danger").count()
        assert not list(inspector.faults_here(page))


def a_protected_person(inspector: Inspector) -> tuple[str, int, str | None]:
    """Her address, the key of her passkey, her session."""
    with inspector.house.orm():
        from allauth.mfa.models import Authenticator

        from werkstatt.foundation.kernel.seal import seal
        from werkstatt.foundation.people.actions import prove_address
        from werkstatt.foundation.people.tests.factories import PersonFactory

        person = PersonFactory.create(email=f"pia{inspector.prefix.strip('/')}@amt.example")
        prove_address(person=person)
        kinds = Authenticator.Type
        key = Authenticator.objects.create(user=person, type=kinds.WEBAUTHN, data={"name": "Handy", "credential": {}})
        Authenticator.objects.create(user=person, type=kinds.TOTP, data={"secret": seal("A" * 32)})
        Authenticator.objects.create(
            user=person, type=kinds.RECOVERY_CODES, data={"seed": seal("b" * 40), "used_mask": 0}
        )
        client = Client()
        client.force_login(person, backend=BACKEND)
        return person.email, key.pk, client.cookies["werkstatt"].value


def test_the_pages_of_somebody_with_passkey_and_app(inspector: Inspector):
    email, key, session = a_protected_person(inspector)
    found = []
    with with_session(inspector, session) as page:
        for path in PROTECTED:
            address = inspector.prefix + path.format(key=key)
            found += [f"{page.url} {fault}" for fault in inspector.faults_of(page, address, has_news=True)]
    # The passkey is none that a device could answer for: the second step is the app's alone.
    inspector.house.sql("DELETE FROM mfa_authenticator WHERE id = %s", key)
    with with_session(inspector, None) as page:
        page.goto(f"{inspector.house.url}{inspector.prefix}/accounts/login/code/")
        page.locator("main [type=email]").fill(email)
        page.keyboard.press("Enter")
        page.locator("[name=code]").fill("1")
        page.keyboard.press("Enter")
        page.locator("[data-error-summary]").wait_for()
        found += [f"wrong code: {fault}" for fault in inspector.faults_here(page)]
        page.locator("[name=code]").fill(code_in_mail(inspector.house, email))
        page.keyboard.press("Enter")
        page.wait_for_url("**/2fa/authenticate/")
        page.locator("[name=code]").fill("1")
        page.keyboard.press("Enter")
        page.locator("[data-error-summary]").wait_for()
        found += [f"second step: {fault}" for fault in inspector.faults_here(page)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("path", WAIT)
def test_pages_that_say_wait(inspector: Inspector, path: str):
    with with_session(inspector, None) as page:
        page.goto(inspector.house.url + inspector.prefix + path)
        assert status_of(page, SEND_OFTEN, WAIT[path]) == 429
        assert not list(inspector.faults_here(page))


def test_the_page_that_says_too_big(inspector: Inspector):
    with with_session(inspector, None) as page:
        page.goto(f"{inspector.house.url}{inspector.prefix}/accounts/login/code/")
        assert status_of(page, TOO_MANY_FIELDS) == 400
        assert not list(inspector.faults_here(page))
