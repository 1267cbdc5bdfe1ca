"""The whole channel switch in a browser: pulled, killed in the middle, answered, declined, met with silence; right to the cent."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests import keyboard
from tests.browser import assert_accessible, assert_accessible_in_every_look, assert_fits
from tests.house import House
from werkstatt.foundation.kernel.clock import CACHE_SECONDS, set_demo_clock

pytestmark = pytest.mark.journey
BERLIN = ZoneInfo("Europe/Berlin")
BEFORE = datetime(2022, 4, 20, 9, 30, tzinfo=BERLIN)
AFTER_DEADLINE = datetime(2022, 4, 28, 8, 0, tzinfo=BERLIN)
ALL_ANSWERED = datetime(2022, 5, 1, 20, 0, tzinfo=BERLIN)
DESK = "/desk/neo-2022/switch/"
PENDING = "SELECT count(*) FROM registration_switchcase WHERE state = 'pending'"
STATE = "SELECT state FROM registration_channelswitch ORDER BY id DESC LIMIT 1"


@pytest.fixture(scope="module")
def house(live_house: House) -> House:
    with live_house.orm():
        set_demo_clock(to=BEFORE)
    time.sleep(CACHE_SECONDS + 0.1)
    return live_house


def wait_for(house: House, query: str, wanted: object, *, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while house.sql(query) != [(wanted,)]:
        assert time.monotonic() < until, f"{query}: {house.sql(query)}, not {wanted}"
        time.sleep(0.1)


def enter_as_organiser(page: Page, house: House) -> None:
    page.goto(f"{house.url}/demo/")
    page.locator("form[action$='/demo/visit/organiser/'] button").click()


def pull(page: Page, house: House) -> None:
    """Wish, preview, confirmation: three steps, by hand."""
    page.goto(f"{house.url}{DESK}")
    assert_accessible(page)
    page.get_by_role("link", name="Neuen Vorgang vorbereiten").click()
    assert_accessible(page)
    page.get_by_label("Begründung").fill("Das Land untersagt ab 25. April Veranstaltungen in Innenräumen.")
    page.get_by_role("button", name="Vorschau ansehen").click()
    expect(page.get_by_text("12.240,00").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Name der Veranstaltung").fill("etwas anderes")
    page.get_by_role("button", name="Jetzt auslösen").click()
    expect(page.get_by_text("Das ist nicht der Name").first).to_be_visible()
    page.get_by_label("Name der Veranstaltung").fill("morgenstadt werkstatt NEO 2022")
    page.get_by_role("button", name="Jetzt auslösen").click()
    expect(page.get_by_role("heading", level=1, name="Saal schließen")).to_be_visible()


def link_in_mail(house: House, kind: str, *, orderer_of: int | None = None) -> str:
    """The address behind the button of a mail of this kind."""
    query = "SELECT text FROM mailing_mail WHERE kind = %s ORDER BY id"
    texts = [text for (text,) in house.sql(query, kind)]
    text = texts[0] if orderer_of is None else texts[orderer_of]
    found = re.search(r"https?://[^/\s]+(/(?:offers|orders)/\S+)", text)
    assert found is not None
    return f"{house.url}{found[1]}"


def test_the_whole_switch_with_accept_decline_and_silence(house: House, page: Page, phone: Page) -> None:
    online_before = house.sql("SELECT id, state, price_cents FROM registration_place WHERE state = 'booked' AND"
                              " day_channel_id IN (SELECT id FROM events_daychannel WHERE channel = 'online') ORDER BY id")  # fmt: skip
    enter_as_organiser(page, house)
    house.kill("worker")
    pull(page, house)
    everything = house.sql(PENDING)[0][0]
    assert everything > 40

    for _ in range(2):  # killed with some orders done and others not, and again
        before = house.sql(PENDING)[0][0]
        house.start("worker")
        until = time.monotonic() + 60
        while house.sql(PENDING)[0][0] == before and time.monotonic() < until:
            time.sleep(0.01)
        house.kill("worker")
    house.start("worker")
    wait_for(house, STATE, "waiting")

    documents = house.sql("SELECT count(*), sum(total_cents), max(running) FROM billing_document WHERE kind = 'cancellation'"
                          " AND channel = 'on_site' AND preceding_id IS NOT NULL")  # fmt: skip
    assert documents[0][1] == 1_224_000
    mails = house.sql("SELECT count(*), count(DISTINCT subject_key) FROM mailing_mail WHERE kind = 'switch_closed'")
    assert mails == [(everything, everything)]
    assert house.sql("SELECT count(*) FROM billing_refund") == house.sql("SELECT 0::bigint")

    personal = link_in_mail(house, "switch_offer")
    phone.goto(personal)
    assert_accessible_in_every_look(phone)
    assert_fits(phone)
    for choice in phone.get_by_role("radio", name="teilnehmen").all():
        choice.check(force=True)
    phone.get_by_role("button", name="Weiter").click()
    expect(phone.get_by_role("heading", level=1, name="Stimmt Ihre Antwort?")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("button", name="Antwort absenden").click()
    expect(phone.get_by_text("angenommen").first).to_be_visible()
    assert house.sql("SELECT count(*) FROM registration_offer WHERE state = 'accepted'") == [(1,)]

    answered = house.sql("SELECT a.order_id FROM registration_offer o JOIN registration_attendee a ON a.id = o.attendee_id"
                         " WHERE o.state = 'accepted'")[0][0]  # fmt: skip
    other = house.sql("SELECT m.text FROM mailing_mail m JOIN registration_order r ON m.subject_key = 'order:' || r.code"
                      " WHERE m.kind = 'switch_closed' AND r.id <> %s AND (SELECT count(*) FROM registration_attendee a"
                      " JOIN registration_offer o ON o.attendee_id = a.id WHERE a.order_id = r.id) > 1 ORDER BY m.id", answered)  # fmt: skip
    found = re.search(r"https?://[^/\s]+(/orders/\S+)", other[0][0])
    assert found is not None
    page.goto(f"{house.url}{found[1]}")
    assert_accessible(page)
    page.get_by_role("button", name="Niemand nimmt teil").click()
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_text("abgesagt").first).to_be_visible()

    with house.orm():
        from werkstatt.rooms.registration.switch.expiry import expire_offers

        set_demo_clock(to=AFTER_DEADLINE)
        expire_offers(now=AFTER_DEADLINE + timedelta(minutes=1))
    wait_for(house, STATE, "finished")

    stated = house.sql("SELECT sum(amount_cents) FROM mailing_mail WHERE kind LIKE 'switch%%'")
    due = house.sql("SELECT sum(amount_cents) FROM billing_refund WHERE state <> 'withdrawn'")
    assert stated == due
    still = house.sql("SELECT id, state, price_cents FROM registration_place WHERE state = 'booked' AND replaces_id IS NULL AND"
                      " day_channel_id IN (SELECT id FROM events_daychannel WHERE channel = 'online') ORDER BY id")  # fmt: skip
    assert still == online_before

    page.goto(f"{house.url}{DESK}")
    page.get_by_role("link", name=re.compile("Saal schließen")).first.click()
    expect(page.get_by_text("12.240,00").first).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="Excel").first.click()
    assert file.value.suggested_filename.endswith(".xlsx")


SEATS = 30
ROW = """SELECT r.id, r.code, min(r.placed_at) FROM registration_offer o JOIN registration_switchcase c ON c.id = o.case_id
  JOIN registration_channelswitch s ON s.id = c.switch_id JOIN registration_attendee a ON a.id = o.attendee_id
  JOIN registration_order r ON r.id = a.order_id WHERE s.kind = 'open' AND o.state = 'open' GROUP BY r.id ORDER BY 3"""


def test_the_hall_opens_again_in_the_order_of_registration(house: House, page: Page, phone: Page) -> None:
    """By keyboard alone at the desk and on the page of the offer."""
    enter_as_organiser(page, house)
    page.goto(f"{house.url}{DESK}")
    keyboard.press(page, page.get_by_role("link", name="Neuen Vorgang vorbereiten"))
    keyboard.choose(page, page.get_by_role("group", name="Was soll geschehen?"), "open")
    keyboard.write(page, page.get_by_label("Personen am Tag"), str(SEATS))
    keyboard.write(page, page.get_by_label("Begründung"), "Das Land erlaubt Veranstaltungen in Innenräumen wieder.")
    keyboard.press(page, page.get_by_role("button", name="Vorschau ansehen"))
    expect(page.get_by_label("Name der Veranstaltung")).to_be_visible()
    assert_accessible_in_every_look(page)
    assert_fits(page)
    keyboard.write(page, page.get_by_label("Name der Veranstaltung"), "Morgenstadt Werkstatt NEO 2022")
    keyboard.press(page, page.get_by_role("button", name="Jetzt anbieten"))
    expect(page.get_by_role("heading", level=1, name="Saal")).to_be_visible()
    wait_for(house, STATE, "waiting")
    wait_for(house, "SELECT count(*) FROM mailing_mail WHERE kind = 'hall_opened'", _invited(house))

    taken = house.sql(
        "SELECT DISTINCT capacity, taken FROM events_daychannel WHERE channel = 'on_site' AND capacity = %s", SEATS
    )
    assert taken == [(SEATS, SEATS)]
    first, second, *_ = invited = house.sql(ROW)
    waiting = house.sql("SELECT min(r.placed_at) FROM registration_place p JOIN registration_order r ON r.id = p.order_id"
                        " WHERE p.state = 'ended' AND r.id <> ALL(%s)", [row[0] for row in invited])  # fmt: skip
    assert waiting == [(None,)] or invited[-1][2] <= waiting[0][0]

    page.goto(_answer_address(house, first[1]))
    assert_accessible_in_every_look(page)
    _answer(page, "take", "Alle nehmen teil")
    expect(page.get_by_role("heading", level=1, name="Stimmt Ihre Antwort?")).to_be_visible()
    assert_accessible(page)
    keyboard.press(page, page.get_by_role("button", name=re.compile("Antwort absenden|Zahlungspflichtig teilnehmen")))
    expect(page.get_by_text("angenommen").first).to_be_visible()
    assert_accessible_in_every_look(page)

    phone.goto(_answer_address(house, second[1]))
    assert_fits(phone)
    _answer(phone, "leave", "Niemand nimmt teil")
    phone.get_by_role("button", name="Antwort absenden").click()
    expect(phone.get_by_text("abgesagt").first).to_be_visible()
    known = {row[0] for row in invited}
    wait_for(house, f"SELECT count(*) > {len(known)} FROM registration_switchcase c JOIN registration_channelswitch s"
                    " ON s.id = c.switch_id WHERE s.kind = 'open'", True)  # fmt: skip

    with house.orm():
        from werkstatt.rooms.registration.switch.expiry import expire_offers

        set_demo_clock(to=ALL_ANSWERED)
        for _ in range(20):
            expire_offers(now=ALL_ANSWERED + timedelta(minutes=1))
    wait_for(house, STATE, "finished")
    page.goto(f"{house.url}{DESK}")
    keyboard.press(page, page.get_by_role("link", name=re.compile("Saal wieder öffnen")).first)
    expect(page.get_by_role("heading", level=1, name="Saal wieder öffnen")).to_be_visible()
    assert_accessible_in_every_look(page)
    assert_fits(page)


def _invited(house: House) -> int:
    return len(house.sql(ROW))


def _answer(page: Page, value: str, for_all: str) -> None:
    everybody = page.get_by_role("button", name=for_all)
    if everybody.count():
        keyboard.press(page, everybody)
        return
    for group in page.locator("fieldset.offer-day").all():
        keyboard.choose(page, group, value)
    keyboard.press(page, page.get_by_role("button", name="Weiter"))


def _answer_address(house: House, code: str) -> str:
    """The link in the mail that offers this order the hall again."""
    query = "SELECT text FROM mailing_mail WHERE kind = 'hall_opened' AND subject_key = %s"
    ((text,),) = house.sql(query, f"order:{code}")
    found = re.search(r"https?://[^/\s]+(/orders/\S+)", text)
    assert found is not None
    return f"{house.url}{found[1]}"


def test_the_books_hold_afterwards(house: House) -> None:
    assert '"broken": []' in house.manage("audit", "neo-2022", "--json")
