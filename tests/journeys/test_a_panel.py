"""A whole panel with six browsers at once: moderation on a tablet, the speaker, home, two phones in the hall, the big screen."""

import contextlib
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser import PHONE, assert_accessible, assert_fits
from tests.house import House
from tests.journeys.panel import DESK, PATIENCE, STAGE, at_home, come_in, join_by_code, look_at, persona

pytestmark = pytest.mark.journey
TABLET: ViewportSize = {"width": 820, "height": 1180}
WALL: ViewportSize = {"width": 1920, "height": 1080}
COSTS = "Wer trägt den Betrieb, wenn die Förderung endet?"


@dataclass
class Panel:
    house: House
    desk: Page  # the moderator's tablet
    wall: Page  # the machine at the projector, signed in as nobody
    speaker: Page
    home: Page
    hall: Page  # a registered person's phone
    guest: Page  # a guest's phone

    @property
    def everybody(self) -> tuple[Page, ...]:
        return self.desk, self.wall, self.speaker, self.home, self.hall, self.guest

    def press(self, part: str, name: str) -> None:
        self.desk.locator(f"#desk-{part}").get_by_role("button", name=name, exact=False).first.click()

    def queued(self, text: str) -> Locator:
        """A question's card on the desk."""
        return self.desk.locator("#desk-questions article").filter(has=self.desk.locator("> .dq__text", has_text=text))


@pytest.fixture
def panel(panel_house: House, new_page: Any) -> Panel:
    """Everybody came in the way people do."""
    url, phone = panel_house.url, {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    desk, home, speaker = new_page(viewport=TABLET), new_page(), new_page(color_scheme="dark")
    hall, guest, wall = new_page(**phone), new_page(**phone, color_scheme="dark"), new_page(viewport=WALL)
    persona(panel_house, desk, "moderator")
    desk.goto(f"{url}/my/now/")
    desk.get_by_role("link", name="Moderieren").click()
    desk.get_by_role("link", name="Leinwand").click()
    beamer = desk.locator(".hall__tools").get_by_role("link", name="Beamer").get_attribute("href")
    wall.goto(f"{url}{beamer}", timeout=PATIENCE)
    desk.go_back()
    persona(panel_house, speaker, "speaker")
    speaker.goto(url + STAGE)
    come_in(panel_house, home, at_home(panel_house))
    home.goto(f"{url}/neo-2022/programme/online/2022-05-02/")
    home.get_by_role("link", name="Zur Bühne").first.click()  # one click from the timetable
    persona(panel_house, hall, "officer")
    hall.goto(f"{url}/my/")
    hall.get_by_role("link", name="Zur Bühne").first.click()
    join_by_code(panel_house, guest, "Reihe 9")
    return Panel(panel_house, desk, wall, speaker, home, hall, guest)


def test_a_panel_in_the_hall_and_at_home(panel: Panel):
    counts(panel)
    questions(panel)
    poll(panel)
    speaking(panel)
    talk(panel)
    lost_and_back(panel)
    over(panel)


def counts(panel: Panel) -> None:
    """Everybody sees how many are where; nobody is told who sits where."""
    expect(panel.hall.locator("[data-live-count=on_site]")).to_have_text(re.compile(r"\d+"))
    expect(panel.wall.locator(".hall__code")).to_have_text("ULM NEU")


def questions(panel: Panel) -> None:
    panel.hall.get_by_label("Ihre Frage").fill(COSTS)
    panel.hall.get_by_role("button", name="Frage stellen").click()
    expect(panel.hall.get_by_role("heading", name="Meine Fragen")).to_be_visible()
    asked = panel.home.locator("#questions .question", has_text=COSTS)
    asked.get_by_role("button", name=re.compile("Unterstützung")).click()
    expect(asked.get_by_role("button", name=re.compile("Unterstützung"))).to_have_attribute("aria-pressed", "true")
    expect(panel.hall.locator("#questions .question", has_text=COSTS).locator(".support__count")).to_have_text("1")

    approve_first(panel)
    nameless = "Stimmt es, dass zwei Gemeinden ausgestiegen sind?"
    panel.guest.get_by_label("Ihre Frage").fill(nameless)
    panel.guest.get_by_label("Ohne meinen Namen").check()
    panel.guest.get_by_role("button", name="Frage stellen").click()
    expect(panel.guest.locator("#own-questions")).to_contain_text("Nur Sie und die Moderation sehen sie.")
    panel.queued(nameless).get_by_role("button", name="Freigeben").click()
    expect(panel.home.locator("#questions")).to_contain_text(nameless)
    assert "Reihe 9" not in panel.home.locator("#questions").inner_text()
    reason = panel.queued(nameless)
    reason.locator("summary").click()
    reason.get_by_label("Grund, den die fragende Person liest").fill("Gehört nicht hierher")
    reason.get_by_role("button", name="Mit Grund ausblenden").click()
    expect(panel.guest.locator("#own-questions")).to_contain_text("Grund: Gehört nicht hierher")
    expect(panel.guest.locator("[data-stage-notice]")).to_contain_text("ausgeblendet")
    expect(panel.home.locator("#questions")).not_to_contain_text(nameless)

    panel.queued(COSTS).get_by_role("button", name="Auf die Bühne").click()
    for page in (panel.speaker, panel.home, panel.hall):
        expect(page.locator("#on-stage")).to_contain_text(COSTS)
    expect(panel.wall.locator("#hall")).to_match_aria_snapshot(f"""
      - paragraph: Frage
      - paragraph: {COSTS}
      - paragraph: /vor Ort/
    """)
    expect(panel.speaker.locator("#on-stage")).to_match_aria_snapshot(f"""
      - region "Frage auf der Bühne":
        - heading "Frage auf der Bühne" [level=2]
        - paragraph: {COSTS}
        - paragraph: /vor Ort Karin Seeger/
        - paragraph: /\\d+ Unterstützung/
    """)
    for page in panel.everybody:
        assert_accessible(page)
        assert_fits(page)


def go(desk: Page, name: str) -> None:
    """Follow a link of the desk. Its parts are renewed while one aims: who misses presses again."""
    here = desk.url
    for _attempt in range(3):
        desk.get_by_role("link", name=name).click()
        with contextlib.suppress(PlaywrightTimeout):
            desk.wait_for_url(lambda url: url != here, timeout=4_000)
            return
    message = f"{name} leads nowhere"
    raise AssertionError(message)


def approve_first(panel: Panel) -> None:
    go(panel.desk, "Regeln und Mitmoderation")
    panel.desk.get_by_label("Fragen erst nach Freigabe zeigen").check()
    assert_accessible(panel.desk)
    panel.desk.get_by_role("button", name="Speichern").click()
    panel.desk.get_by_role("link", name="Zurück zur Moderation").click()
    expect(panel.guest.get_by_text("Die Moderation liest jede Frage, bevor sie erscheint.")).to_be_visible()


def poll(panel: Panel) -> None:
    """Prepared, open, hidden until it closes, the same for whoever comes late."""
    desk = panel.desk
    go(desk, "Umfrage vorbereiten")
    desk.get_by_label("Frage", exact=True).fill("Was fehlt am meisten?")
    expect(desk.get_by_label("Einheit der Schätzung")).to_be_hidden()
    desk.get_by_label("Antworten zur Wahl").fill("Zeit\nGeld\nPersonal")
    assert_accessible(desk)
    desk.get_by_role("button", name="Speichern", exact=True).click()
    panel.press("polls", "Öffnen")
    for page in (panel.home, panel.hall, panel.guest):
        look_at(page, "Abstimmen")
        page.get_by_role("radio", name="Geld" if page is not panel.home else "Zeit").check()
        page.get_by_role("button", name="Abstimmen").click()
        expect(page.get_by_text("Ihre Stimme zählt. Sie können sie ändern")).to_be_visible()
    expect(panel.wall.locator(".scene__votes")).to_have_text("3 Stimmen")
    late = panel.speaker
    late.reload()
    for page in (panel.wall, late, panel.hall):
        assert "%" not in page.locator("main").inner_text()
    expect(panel.hall.locator("#polls")).to_match_aria_snapshot("""
      - region "Was fehlt am meisten?":
        - heading "Was fehlt am meisten?" [level=2]
        - text: offen
        - group "Was fehlt am meisten?":
          - radio "Zeit"
          - radio "Geld" [checked]
          - radio "Personal"
        - button "Abstimmen"
    """)
    assert_accessible(panel.hall)
    panel.press("polls", "Schließen und Ergebnis zeigen")
    for page in (panel.home, panel.hall, panel.guest):
        expect(page.locator("#polls")).to_contain_text("Vorn liegt „Geld“ mit 67 %")
    expect(panel.wall.get_by_role("row", name=re.compile("Geld"))).to_contain_text("67 % · 2")
    assert_accessible(panel.wall)


def speaking(panel: Panel) -> None:
    """Hall and home in turns; whoever is called reads it, whatever she is doing."""
    for page in (panel.hall, panel.home):
        look_at(page, "Reden")
        page.get_by_role("button", name="Zu Wort melden").click()
        expect(page.locator("#own-hand")).to_contain_text("Sie stehen auf der Redeliste.")
    assert_accessible(panel.hall)
    look_at(panel.hall, "Chat")
    waiting = panel.desk.locator("#desk-hands li")
    expect(waiting.filter(has_text="Karin Seeger")).to_be_visible()
    channels = waiting.locator(".channel").all_inner_texts()
    assert all(one != other for one, other in pairwise(channels[:4])), channels
    waiting.filter(has_text="Karin Seeger").get_by_role("button", name="aufrufen").click()
    expect(panel.hall.locator("[data-stage-notice]")).to_contain_text("Bitte gehen Sie zum Saalmikrofon.")
    panel.desk.get_by_role("button", name="Redeliste").click()
    expect(panel.wall.locator(".scene__turn--now")).to_contain_text("Karin Seeger")
    panel.desk.get_by_role("button", name="Start").click()
    expect(panel.wall.get_by_role("timer")).to_have_text(re.compile(r"4:\d\d"))
    panel.press("hands", "Hat gesprochen")
    panel.desk.get_by_role("button", name="Anhalten").click()
    expect(panel.wall.get_by_role("timer")).to_have_count(0)


def talk(panel: Panel) -> None:
    """Reply, mention, report, block, let in again; each learns what concerns her."""
    home, hall = panel.home, panel.hall
    look_at(home, "Chat")
    home.get_by_label("Nachricht", exact=True).fill("Kaufen Sie jetzt bei uns!")
    home.keyboard.press("Enter")
    said = hall.locator(".message", has=hall.locator(".message__text", has_text="Kaufen Sie jetzt"))
    said.get_by_role("button", name="Antworten").click()
    name = said.locator("strong").inner_text()
    hall.get_by_label("Nachricht", exact=True).fill(f"@{name} bitte nicht hier.")
    hall.get_by_role("button", name="Senden").click()
    expect(home.locator("[data-stage-notice]")).to_have_text(re.compile("Karin Seeger spricht Sie im Chat an."))
    expect(home.locator(".message__quote").last).to_contain_text("Kaufen Sie jetzt")
    assert_accessible(hall)
    look_at(panel.guest, "Chat")
    expect(panel.guest.get_by_text("Gäste ohne Anmeldung können hier mitlesen")).to_be_visible()

    said.get_by_role("button", name="Diese Nachricht melden").click()
    assert_accessible(hall)
    hall.get_by_label("Was ist nicht in Ordnung?").fill("Werbung")
    hall.get_by_role("button", name="Melden").click()
    reports = panel.desk.locator("#desk-reports")
    expect(reports).to_contain_text("Grund: Werbung")
    reports.get_by_role("button", name="Entfernen und sperren").click()
    expect(home.locator("#own")).to_contain_text("Grund: Werbung")
    expect(hall.locator("#messages")).to_contain_text("Die Moderation hat diese Nachricht entfernt.")
    expect(hall.locator("[data-stage-notice]")).to_contain_text("Die Moderation hat ihn geprüft.")
    reports.get_by_text("1 Person gesperrt").click()
    reports.get_by_role("button", name="wieder zulassen").click()
    expect(home.get_by_label("Nachricht", exact=True)).to_be_visible()
    reports.get_by_text("Was die Moderation getan hat").click()
    expect(reports.locator(".desk-log")).to_contain_text(f"hat jemanden gesperrt: {name} (Werbung)")
    assert_accessible(panel.desk)


def lost_and_back(panel: Panel) -> None:
    """The house falls down: all see it, what was typed arrives once, the desk keeps what it could not send."""
    panel.house.kill("web")
    for page in (panel.home, panel.hall, panel.wall, panel.desk):
        expect(page.locator("[data-live-state]")).to_contain_text("Verbindung unterbrochen")
    panel.home.get_by_label("Nachricht", exact=True).fill("Bin ich noch da?")
    panel.home.get_by_role("button", name="Senden").click()
    expect(panel.home.get_by_text("Noch nicht gesendet")).to_be_visible()
    instant = panel.desk.get_by_label("Sofort fragen")
    instant.fill("Hören Sie uns?")
    panel.press("polls", "Ja oder nein")
    expect(panel.desk.get_by_text("Ihre Eingabe ist noch da")).to_be_visible()
    panel.house.start("web")
    expect(panel.hall.locator(".message__text", has_text="Bin ich noch da?")).to_have_count(1, timeout=PATIENCE)
    expect(panel.wall.locator("[data-live-state]")).not_to_contain_text("unterbrochen", timeout=PATIENCE)
    expect(instant).to_have_value("Hören Sie uns?")
    panel.press("polls", "Ja oder nein")
    expect(panel.wall.locator("#hall")).to_contain_text("Hören Sie uns?", timeout=PATIENCE)


def over(panel: Panel) -> None:
    panel.desk.once("dialog", lambda dialog: dialog.accept())
    panel.desk.get_by_role("button", name="Beenden").click()
    expect(panel.wall.locator("#hall")).to_contain_text("Vielen Dank!")
    expect(panel.wall.locator(".hall__code")).to_be_hidden()
    look_at(panel.hall, "Fragen")
    for page in (panel.home, panel.hall, panel.guest):
        expect(page.locator("#own")).to_contain_text("Die Bühne ist beendet.")
    expect(panel.hall.get_by_label("Ihre Frage")).to_have_count(0)
    for page in panel.everybody:
        assert_accessible(page)
    panel.hall.goto(panel.house.url + DESK)
    expect(panel.hall.get_by_role("heading", level=1)).not_to_contain_text("Gemeinsam")
