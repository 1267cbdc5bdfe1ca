import io
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from PIL import Image

from werkstatt.foundation.events import actions
from werkstatt.foundation.events.choices import Channel, RoleKind
from werkstatt.foundation.events.logos import NotAPicture
from werkstatt.foundation.events.models import DayChannel, Edition, Participation, Role
from werkstatt.foundation.events.seats import DayIsFull, release, take
from werkstatt.foundation.events.signals import channel_closed, participation_began, participation_ended
from werkstatt.foundation.events.tests.factories import (
    FIRST_DAY,
    IN_MARCH,
    DayFactory,
    EditionFactory,
    HouseRuleFactory,
    RoleFactory,
    RoomFactory,
    SeriesFactory,
    ThemeFactory,
    VenueFactory,
    edition_with_days,
)
from werkstatt.foundation.people.models import LogEntry
from werkstatt.foundation.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
NOW = IN_MARCH


def on_site(edition: Edition) -> DayChannel:
    return DayChannel.objects.get(day__edition=edition, day__on=FIRST_DAY, channel=Channel.ON_SITE)


def test_a_new_edition_is_a_draft_whose_maker_organises_it():
    maker = PersonFactory.create()
    facts = actions.EditionFacts(title=" NEO\n2023 ", slug="neo-2023", days=(date(2023, 5, 9), date(2023, 5, 8)))
    edition = actions.create_edition(series=SeriesFactory.create(), facts=facts, by=maker, now=NOW)
    assert (edition.title, edition.state) == ("NEO 2023", "draft")
    assert [day.on.day for day in edition.days.all()] == [8, 9]
    assert Role.objects.get().kind == RoleKind.ORGANISER
    with pytest.raises(actions.SlugIsTaken):
        actions.create_edition(series=edition.series, facts=facts, by=maker, now=NOW)


def test_a_copy_takes_the_house_along_and_leaves_the_guests():
    source = edition_with_days(registration_opens_at=datetime(2022, 2, 1, 8, tzinfo=IN_MARCH.tzinfo))
    RoomFactory.create(edition=source, name="Plenum")
    HouseRuleFactory.create(edition=source, valid_from=date(2022, 4, 1))
    source.themes.add(ThemeFactory.create(series=source.series))
    helper = RoleFactory.create(edition=source, kind=RoleKind.DOOR)
    take(day_channel=on_site(source), count=3)
    actions.close_channel(days=list(source.days.all()), channel=Channel.ONLINE, now=NOW, by=None)
    actions.save_legal_text(edition=source, kind="imprint", language="de", body="Wir.", by=None, now=NOW)
    maker = PersonFactory.create()

    wish = actions.CopyWish(title="NEO 2023", slug="neo-2023", first_day_on=date(2023, 5, 8))
    copy = actions.copy_edition(source=source, wish=wish, by=maker, now=NOW)

    assert (copy.copied_from, copy.state, copy.venue) == (source, "draft", source.venue)
    assert [day.on for day in copy.days.all()] == [date(2023, 5, 8), date(2023, 5, 9)]
    channels = DayChannel.objects.filter(day__edition=copy)
    assert {(c.channel, c.price_cents, c.capacity, c.taken, c.is_open) for c in channels} == {
        ("on_site", 4500, 20, 0, True),
        ("online", 2500, 20, 0, True),
    }
    assert [room.name for room in copy.rooms.all()] == ["Plenum"]
    assert [rule.valid_from for rule in copy.house_rules.all()] == [date(2023, 4, 7)]
    assert [term.days_before for term in copy.cancellation_terms.all()] == [27, 6]
    assert [text.body for text in copy.legal_texts.all()] == ["Wir."]
    assert list(copy.themes.all()) == list(source.themes.all())
    assert copy.registration_opens_at is not None
    assert copy.registration_opens_at.astimezone(copy.zone).hour == 9
    assert [role.person for role in copy.roles.all()] == [maker]
    assert source.rooms.count() == 1
    assert helper.person not in [role.person for role in copy.roles.all()]


def test_the_team_comes_along_when_asked():
    source = edition_with_days()
    RoleFactory.create(edition=source, kind=RoleKind.FINANCE)
    wish = actions.CopyWish(title="B", slug="b", first_day_on=date(2023, 5, 8), with_team=True)
    copy = actions.copy_edition(source=source, wish=wish, by=None, now=NOW)
    assert [role.kind for role in copy.roles.all()] == ["finance"]


def test_capacity_never_falls_below_what_is_taken():
    edition = edition_with_days()
    take(day_channel=on_site(edition), count=12)
    day = edition.days.get(on=FIRST_DAY)
    with pytest.raises(actions.CapacityBelowTaken) as caught:
        actions.set_day_channel(day=day, channel=Channel.ON_SITE, capacity=11, price_cents=1, by=None, now=NOW)
    assert caught.value.taken == 12
    actions.set_day_channel(day=day, channel=Channel.ON_SITE, capacity=12, price_cents=5000, by=None, now=NOW)
    assert (on_site(edition).left, on_site(edition).price_cents) == (0, 5000)


def test_a_closed_channel_sells_no_seat_and_is_announced(django_capture_on_commit_callbacks):
    edition, heard = edition_with_days(), []
    channel_closed.connect(lambda **message: heard.append(message["channel"]), weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.close_channel(days=list(edition.days.all()), channel=Channel.ON_SITE, now=NOW, by=None)
    finally:
        channel_closed.disconnect(dispatch_uid="test")
    assert heard == [Channel.ON_SITE]
    with pytest.raises(DayIsFull):
        take(day_channel=on_site(edition))
    take(day_channel=on_site(edition), even_if_closed=True)
    release(day_channel=on_site(edition))
    actions.open_channel(days=list(edition.days.all()), channel=Channel.ON_SITE, now=NOW, by=None)
    take(day_channel=on_site(edition))


def test_one_person_takes_part_once_a_day_and_may_come_back(django_capture_on_commit_callbacks):
    day, person, heard = DayFactory.create(), PersonFactory.create(), []
    for signal, word in ((participation_began, "began"), (participation_ended, "ended")):
        signal.connect(lambda word=word, **_: heard.append(word), weak=False, dispatch_uid=word)
    begin = partial(actions.begin_participation, person=person, day=day, organisation=None, now=NOW)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            first = begin(channel=Channel.ON_SITE)
            with pytest.raises(actions.AlreadyTakesPart):
                begin(channel=Channel.ONLINE)
            actions.end_participation(participation=first, now=NOW)
            actions.end_participation(participation=first, now=NOW + timedelta(days=1))
            begin(channel=Channel.ONLINE)
    finally:
        for signal, word in ((participation_began, "began"), (participation_ended, "ended")):
            signal.disconnect(dispatch_uid=word)
    assert heard == ["began", "ended", "began"]
    assert first.ended_at == NOW
    assert Participation.objects.count() == 2


def test_an_edition_keeps_an_organiser():
    role = RoleFactory.create()
    with pytest.raises(actions.LastOrganiser):
        actions.revoke_role(role=role, by=role.person, now=NOW)
    actions.grant_role(
        edition=role.edition, person=PersonFactory.create(), kind=RoleKind.ORGANISER, by=role.person, now=NOW
    )
    actions.revoke_role(role=role, by=role.person, now=NOW)
    assert LogEntry.objects.filter(verb="role_revoked", scope=f"edition:{role.edition.slug}").exists()


def test_a_venue_shared_with_another_edition_is_copied_before_it_changes():
    venue = VenueFactory.create(name="Alt")
    one: Any = EditionFactory.create(venue=venue)
    two: Any = EditionFactory.create(venue=venue)
    actions.save_venue(edition=one, changes={"name": "Neu"}, by=None, now=NOW)
    two.refresh_from_db()
    assert (one.venue.name, two.venue.name, one.venue.city) == ("Neu", "Alt", "Ulm")


def test_a_logo_is_encoded_anew_and_anything_else_refused():
    edition: Any = EditionFactory.create()
    out = io.BytesIO()
    Image.new("RGB", (2000, 400), "#3c7").save(out, "PNG")
    actions.set_logo(edition=edition, content=out.getvalue(), logo_text="Institut", by=None, now=NOW)
    with Image.open(io.BytesIO(edition.logo.data)) as logo:
        assert (logo.format, logo.size) == ("WEBP", (640, 128))
    for junk in (b"", b"<svg onload='x'/>", out.getvalue()[:100], b"x" * 6_000_000):
        with pytest.raises(NotAPicture):
            actions.set_logo(edition=edition, content=junk, logo_text="", by=None, now=NOW)


def test_a_day_with_seats_taken_stays():
    edition = edition_with_days()
    take(day_channel=on_site(edition))
    with pytest.raises(actions.DayIsInUse):
        actions.remove_day(day=edition.days.get(on=FIRST_DAY), by=None, now=NOW)
    actions.remove_day(day=edition.days.exclude(on=FIRST_DAY).get(), by=None, now=NOW)
    assert edition.days.count() == 1
