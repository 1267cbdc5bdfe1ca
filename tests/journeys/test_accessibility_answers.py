"""What pages become when something is wrong, and what arrives by mail: axe finds nothing, in either language, light or dark."""

import pytest

from tests.crawl import Visitor
from tests.journeys.accessibility import Inspector
from werkstatt.config.home import CHECKOUT

pytestmark = pytest.mark.journey
TEMPLATES = CHECKOUT / "werkstatt/surfaces/website/templates"
WRONG = {
    "visitor": (
        "/neo-2022/registration/people/",
        "/accounts/login/code/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/orders/links/",
    ),
    "officer": ("/my/profile/", "/my/organisations/", "/accounts/2fa/totp/activate/", "/accounts/email/"),
    "organiser": (
        "/desk/neo-2022/programme/sessions/new/",
        "/desk/neo-2022/programme/rooms/new/",
        "/desk/neo-2022/settings/days/new/",
        "/desk/neo-2022/settings/series/",
        "/desk/neo-2022/mails/new/",
        "/desk/neo-2022/switch/new/",
    ),
}
NO_PAGE = "page-has-heading-one"  # a letter has a subject, which is its heading
# Every field empty, every box unticked: then the form is sent as a browser without its own checks would.
EMPTY_AND_SEND = """() => {
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) => one.querySelector(".field, [type=radio]"));
  for (const field of form.elements) {
    if (field.type === "hidden" || field.tagName === "BUTTON") continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = false; else field.value = "";
  }
  form.noValidate = true;
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  form.requestSubmit(buttons.findLast((one) => one.matches(".kern-btn--primary")) ?? buttons.at(-1));
}"""


@pytest.mark.parametrize("persona", WRONG)
def test_forms_that_were_filled_in_wrong(inspector: Inspector, persona: str):
    with inspector.as_persona(persona) as page:
        found = []
        for path in WRONG[persona]:
            address = inspector.prefix + path
            page.goto(inspector.house.url + address)
            with page.expect_navigation():
                page.evaluate(EMPTY_AND_SEND)
            assert page.locator("[data-error-summary], [role=alert]").count(), f"{address} takes nothing for an answer"
            found += [f"{address} {fault}" for fault in inspector.faults_here(page)]
    assert not found, "\n".join(["", *found])


def test_mails_as_they_arrive(inspector: Inspector):
    query = (
        "SELECT DISTINCT ON (kind) kind, html FROM mailing_mail WHERE html <> '' AND language = %s ORDER BY kind, id"
    )
    rows = inspector.house.sql(query, "en" if inspector.prefix else "de")
    assert rows or inspector.prefix
    with inspector.as_persona("visitor") as page:
        found = []
        for kind, html in rows:
            page.goto("about:blank")
            page.set_content(html)
            faults = inspector.faults_here(page)
            found += [f"mail {kind} {fault}" for fault in faults if NO_PAGE not in fault]
    assert not found, "\n".join(["", *found])


def test_the_page_for_our_own_faults(inspector: Inspector):
    with inspector.as_persona("visitor") as page:
        page.set_content((TEMPLATES / "500.html").read_text())
        assert not list(inspector.faults_here(page))


def test_a_forged_form_is_answered_in_words(inspector: Inspector):
    visitor = Visitor(inspector.house)
    with inspector.as_persona("visitor") as page:
        page.set_content(visitor.post(f"{inspector.prefix}/accounts/login/code/", email="a@b.example"))
        assert page.get_by_role("heading", level=1).count() == 1
