from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import F
from django.urls import reverse

from werkstatt.foundation.events.choices import Channel, EditionState, RoleKind
from werkstatt.foundation.events.models import DayChannel, LegalText, Participation, Role
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.programme.actions import cancel_session, move_session, star_session
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat
from werkstatt.foundation.programme.feeds import plan_token
from werkstatt.foundation.programme.models import Star
from werkstatt.foundation.programme.slots import Slot
from werkstatt.foundation.programme.tests.factories import (
    MONDAY,
    NOW,
    at,
    make_edition,
    make_session,
    make_speaker,
    make_theme,
    room,
)

pytestmark = pytest.mark.django_db
BEFORE = datetime(2022, 3, 1, 12, tzinfo=UTC)
DURING = datetime(2022, 5, 2, 8, 30, tzinfo=UTC)
AFTER = datetime(2022, 6, 1, tzinfo=UTC)
DAY = "/neo-2022/programme/on-site/2022-05-02/"


@pytest.fixture
def edition():
    edition = make_edition(contact_email="team@example.org", motto="Gemeinsam nachhaltig digitalisieren")
    theme = make_theme(edition)
    make_session(edition, theme=theme, speakers=[make_speaker()], abstract="Worum es geht.")
    make_session(edition, "Podium", channel=SessionChannel.BOTH, hall="Plenum", format=SessionFormat.PANEL)
    make_session(edition, "Mittag", hall=None, format=SessionFormat.BREAK, starts="12:00", ends="13:00")
    return edition


@pytest.fixture
def person():
    return Person.objects.create_user(email="maria@example.org", first_name="Maria", last_name="Muster")


def page(client, path: str, now: datetime = BEFORE) -> str:
    with time_machine.travel(now, tick=False):
        response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


PATHS = [
    "/neo-2022/",
    DAY,
    "/neo-2022/programme/online/2022-05-02/",
    f"{DAY}?theme=smart&format=workshop",
    "/neo-2022/sessions/ein-datenraum-fur-den-landkreis/",
    "/neo-2022/themes/",
    "/neo-2022/themes/smart/",
    "/themes/smart/",
    "/neo-2022/speakers/",
    "/speakers/maria-muster/",
    "/neo-2022/search/?q=Datenraum",
    "/neo-2022/contact/",
    "/neo-2022/imprint/",
    "/neo-2022/privacy/",
    "/neo-2022/accessibility/",
    "/neo-2022/terms/",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_in_both_languages_within_twelve_queries(
    client, edition, path, language, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        html = page(client, f"{language}{path}")
    assert html.count("<h1") == 1
    assert "style=" not in html


@pytest.mark.parametrize("path", PATHS)
def test_a_draft_does_not_exist_for_the_public(client, edition, path):
    edition.state = EditionState.DRAFT
    edition.save()
    assert client.get(path).status_code == 404


def test_the_team_sees_its_draft(client, person):
    edition = make_edition(state=EditionState.DRAFT)
    Role.objects.create(edition=edition, person=person, kind=RoleKind.PROGRAMME)
    client.force_login(person)
    assert "Diese Seiten sehen nur Sie" in page(client, "/neo-2022/")


@pytest.mark.parametrize("path", ["/nope/", "/neo-2022/sessions/nope/", "/neo-2022/programme/on-site/2022-05-09/",
                                  "/neo-2022/programme/on-site/2022-13-99/", "/speakers/nope/", "/themes/nope/",
                                  "/plan/forged.ics", "/photos/nope-0123456789ab.webp", "/neo-2022/themes/nope/"])  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(client, edition, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in response.content.decode()


def test_the_first_screen_before_the_event_says_what_when_where_and_how_much(client, edition):
    html = page(client, "/neo-2022/")
    first_screen = html[: html.index("Zwei Programme")]
    for fact in ("Werkstatt NEO 2022", "2. und 3. Mai 2022", "Ulm und online", "45,00", "25,00", "Jetzt anmelden"):
        assert fact in first_screen.replace("\u00a0", " ")
    assert first_screen.count("kern-btn--primary") == 1


def test_the_first_screen_during_the_event_is_now_and_next(client, edition):
    html = page(client, "/neo-2022/", DURING)
    assert "Ein Datenraum für den Landkreis" in html[: html.index("Zwei Programme")]


def test_the_first_screen_after_the_event_is_what_remains(client, edition):
    LegalText.objects.create(
        edition=edition, kind="results", body="## Drei Bündnisse\n\nSie arbeiten weiter.", updated_at=NOW
    )
    html = page(client, "/neo-2022/", AFTER)
    assert "Drei Bündnisse" in html[: html.index("Zwei Programme")]
    assert "Jetzt anmelden" not in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": 10, "taken": 10}, "Alle Plätze sind vergeben."),
        ({"is_open": False}, "Die Anmeldung ist geschlossen."),
        ({"capacity": 10, "taken": 7}, "noch 3 Plätze"),
    ],
)
def test_places_and_registration_follow_the_channels(client, edition, change, words):
    DayChannel.objects.filter(day__edition=edition).update(**change)
    assert words in page(client, "/neo-2022/")


def test_registration_opens_when_it_opens(client, edition):
    edition.registration_opens_at = BEFORE + timedelta(days=3)
    edition.save()
    html = page(client, "/neo-2022/")
    assert "Die Anmeldung öffnet am" in html
    assert "Jetzt anmelden" not in html


def test_the_only_public_edition_is_the_front_door(client, edition):
    assert client.get("/").headers["Location"] == "/neo-2022/"
    make_edition("neo-2024", title="Werkstatt NEO 2024")
    assert "Werkstatt NEO 2024" in page(client, "/")
    assert "2. und 3. Mai 2022" in page(client, "/editions/").replace("\u00a0", " ")


def test_the_only_edition_that_is_not_over_is_the_front_door_too(client, edition):
    edition.days.update(on=F("on") - timedelta(days=400))
    make_edition("neo-2024", title="Werkstatt NEO 2024")
    with time_machine.travel(BEFORE, tick=False):
        assert client.get("/").headers["Location"] == "/neo-2024/"


def test_an_edition_is_over_at_midnight_of_its_own_place(client, edition):
    make_edition("neo-2024", title="Werkstatt NEO 2024").days.update(on=F("on") + timedelta(days=400))
    half_past_midnight = datetime(2022, 5, 3, 22, 30, tzinfo=UTC)  # in Ulm, where it is the fourth
    with time_machine.travel(half_past_midnight, tick=False):
        assert client.get("/").headers["Location"] == "/neo-2024/"


def test_an_empty_house_has_a_front_door(client):
    assert "Hier entsteht eine Werkstatt." in page(client, "/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_timetable_costs_the_same_queries_however_full_it_is(client, number, django_assert_num_queries):
    edition = make_edition()
    theme = make_theme(edition)
    for index in range(number):
        make_session(edition, f"Nummer {index}", starts=f"{10 + index}:00", ends=f"{11 + index}:00", theme=theme,
                     speakers=[make_speaker()])  # fmt: skip
    with django_assert_num_queries(6), time_machine.travel(BEFORE, tick=False):
        client.get(DAY)


def test_filters_keep_the_chosen_and_say_how_many(client, edition):
    html = page(client, f"{DAY}?format=panel")
    assert "Podium" in html
    assert "Ein Datenraum" not in html
    assert "1 von 2" in html
    assert "keinen Programmpunkt" in page(client, f"{DAY}?theme=nope&format=%27%22%3E")


def test_cancelled_and_moved_sessions_stay_visible_as_such(client, edition):
    session, podium = edition.sessions.get(format="workshop"), edition.sessions.get(format="panel")
    cancel_session(session=session, note="Erkrankt.", now=NOW)
    slot = Slot(at("14:00"), at("15:00"), room(edition, "Plenum"), room(edition, "Raum A"))
    move_session(session=podium, slot=slot, now=NOW)
    html = page(client, DAY).replace("\u00a0", " ")
    assert "Fällt aus: Erkrankt." in html
    assert "verlegt, vorher 10:00 Uhr" in html
    assert "jetzt 14:00 Uhr, Plenum" in html
    assert "Dieser Programmpunkt wurde verlegt." in page(client, f"/neo-2022/sessions/{podium.code}/")


def test_english_pages_fall_back_to_german_and_say_so(client, edition):
    html = page(client, f"/en{DAY}")
    assert '<span lang="de">Ein Datenraum für den Landkreis</span>' in html


def test_a_star_goes_on_the_plan_and_off_again(client, edition, person):
    session = edition.sessions.get(format="panel")
    client.force_login(person)
    url = f"/neo-2022/sessions/{session.code}/star/"
    assert client.post(url, {"star": "1", "back": DAY}).headers["Location"] == DAY
    assert Star.objects.filter(person=person, session=session).count() == 1
    answer = client.post(url, {"star": "0"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert not Star.objects.exists()
    assert client.post(url, {"star": "1", "back": "https://evil.example/"}).headers["Location"].startswith("/neo-2022/")


def test_a_visitor_is_asked_to_sign_in_before_a_plan_is_kept(client, edition):
    url = "/neo-2022/sessions/podium/star/"
    assert "next=/neo-2022/sessions/podium/" in client.post(url, {"star": "1"}).headers["Location"]
    assert not client.cookies.get("werkstatt")


def test_only_who_takes_part_online_sees_the_way_in(client, edition, person):
    online = room(edition, "Raum A")
    online.join_url = "https://video.example/secret"
    online.save()
    client.force_login(person)
    url = "/neo-2022/sessions/podium/"
    assert "video.example" not in page(client, url)
    day = edition.days.get(on=MONDAY)
    place = Participation.objects.create(person=person, day=day, channel=Channel.ON_SITE, began_at=NOW)
    assert "video.example" not in page(client, url)
    place.channel = Channel.ONLINE
    place.save()
    assert "https://video.example/secret" in page(client, url)


def test_calendar_files(client, edition, person):
    assert client.get("/neo-2022/calendar.ics").content.count(b"BEGIN:VEVENT") == 3
    assert b"SUMMARY:Podium" in client.get("/neo-2022/sessions/podium/session.ics").content
    star_session(session=edition.sessions.get(code="podium"), person=person, now=NOW)
    token = plan_token(person=person, edition=edition)
    assert client.get(reverse("website:plan_feed", args=[token])).content.count(b"BEGIN:VEVENT") == 1


def test_search_engines_learn_of_both_ways_in_without_script(client, edition):
    html = page(client, "/neo-2022/")
    data = html[html.index('<script type="application/ld+json">') :]
    assert "MixedEventAttendanceMode" in data
    assert data.count('"@type": "Offer"') == 2
    edition.title = "</script><script>alert(1)"
    edition.save()
    assert "<script>alert" not in page(client, "/neo-2022/")


def test_legal_texts_come_in_the_readers_language_or_german(client, edition):
    LegalText.objects.create(edition=edition, kind="imprint", body="**Angaben**", updated_at=NOW)
    assert "<strong>Angaben</strong>" in page(client, "/neo-2022/imprint/")
    assert 'lang="de"' in page(client, "/en/neo-2022/imprint/")
    LegalText.objects.create(edition=edition, kind="imprint", language="en", body="**Details**", updated_at=NOW)
    assert "<strong>Details</strong>" in page(client, "/en/neo-2022/imprint/")


def test_robots_and_sitemap(client, edition):
    assert b"Sitemap: " in client.get("/robots.txt").content
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/neo-2022/sessions/podium/" in sitemap
    assert "/en/neo-2022/sessions/podium/" in sitemap


def test_what_is_kept_is_made_anew_as_soon_as_anything_it_shows_changes(client, edition):
    assert "Werkstatt 1" in page(client, DAY)
    edition.rooms.filter(name="Werkstatt 1").update(name="Kleiner Saal")
    assert "Kleiner Saal" in page(client, DAY)
    edition.themes.update(title="Kluge Städte")
    assert "Kluge Städte" in page(client, DAY)
    assert "Kluge Städte" in page(client, "/neo-2022/")
    cancel_session(session=edition.sessions.get(code="podium"), note="Sturm.", now=NOW)
    assert "Sturm." in page(client, DAY)
    DayChannel.objects.filter(day__edition=edition, channel="online").update(price_cents=3100)
    assert "31,00" in page(client, "/neo-2022/")


def test_a_kept_timetable_shows_each_person_their_own_stars(client, edition, person):
    star_session(session=edition.sessions.get(code="podium"), person=person, now=NOW)
    assert 'class="star"' not in page(client, DAY)
    client.force_login(person)
    assert page(client, DAY).count('aria-pressed="true"') == 1
    client.force_login(Person.objects.create_user(email="jo@example.org"))
    assert page(client, DAY).count('aria-pressed="true"') == 0


def test_a_speakers_page_leads_back_into_the_edition_and_lists_the_days_in_order(client):
    edition = make_edition()
    speaker = make_speaker()
    make_session(edition, "Später", starts="15:00", ends="16:00", speakers=[speaker])
    make_session(edition, "Früher", starts="09:00", ends="10:00", speakers=[speaker])
    text = client.get("/speakers/maria-muster/").content.decode()
    assert 'href="/neo-2022/programme/"' in text
    assert text.index("Früher") < text.index("Später")
