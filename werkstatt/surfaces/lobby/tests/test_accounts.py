"""Signing in: by a code to one's address, the same answer for everybody."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.actions import delete_unproven_people, lift_protection, prove_address
from werkstatt.foundation.people.models import Person
from werkstatt.foundation.people.tests.factories import MembershipFactory, PersonFactory
from werkstatt.services.mailing.models import Mail
from werkstatt.surfaces.lobby.accounts import MfaAdapter

pytestmark = pytest.mark.django_db
ADDRESS, CONFIRM, PASSWORD = "/accounts/login/code/", "/accounts/login/code/confirm/", "/accounts/login/"


def ask(client: Client, email: str, prefix: str = ""):
    return client.post(f"{prefix}{ADDRESS}", {"email": email})


def code_for(email: str) -> str:
    mail = Mail.objects.filter(to_email=email, kind="login_code").first()
    assert mail is not None
    found = re.search(r"\b\d{6}\b", mail.subject)
    assert found is not None
    return found[0]


def test_a_new_address_gets_an_account_by_proving_it(client: Client):
    assert ask(client, " Neu@Beispiel.example ")["Location"] == CONFIRM
    answer = client.post(CONFIRM, {"code": code_for("neu@beispiel.example")})
    assert answer["Location"] == "/my/"
    person = Person.objects.get()
    assert (person.email, client.session["_auth_user_id"]) == ("neu@beispiel.example", str(person.pk))


def test_a_code_may_be_typed_with_spaces_and_works_once(client: Client):
    ask(client, "a@beispiel.example")
    code = code_for("a@beispiel.example")
    assert client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]} "})["Location"] == "/my/"
    other = Client()
    assert other.post(CONFIRM, {"code": code})["Location"] == ADDRESS


def test_known_and_unknown_addresses_get_the_same_answer(client: Client):
    PersonFactory.create(email="bekannt@beispiel.example")
    PersonFactory.create(email="gesperrt@beispiel.example", is_active=False)
    answers = set()
    for name in ("bekannt", "unbekannt", "gesperrt"):
        page = Client().post(ADDRESS, {"email": f"{name}@beispiel.example"}, follow=True)
        answers.add(re.sub(r"(\w+)@beispiel|value=\"\w{64}\"", "", page.content.decode()))
    assert len(answers) == 1


def test_a_blocked_person_gets_no_code(client: Client):
    PersonFactory.create(email="gesperrt@beispiel.example", is_active=False)
    ask(client, "gesperrt@beispiel.example")
    assert not Mail.objects.exists()


def test_guessing_ends_after_three_tries(client: Client):
    ask(client, "a@beispiel.example")
    right = code_for("a@beispiel.example")
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(2):
        assert "stimmt nicht" in client.post(CONFIRM, {"code": wrong}).content.decode()
    client.post(CONFIRM, {"code": wrong})
    assert client.post(CONFIRM, {"code": right})["Location"] == ADDRESS
    assert "_auth_user_id" not in client.session


def test_nobody_orders_codes_without_end(client: Client):
    for _ in range(6):
        ask(Client(), "opfer@beispiel.example")
    answer = ask(client, "opfer@beispiel.example")
    assert answer.status_code == 429
    assert Mail.objects.filter(to_email="opfer@beispiel.example").count() == 6


@pytest.mark.parametrize(
    "email", ["", "kein-at", "a@b", "a" * 300 + "@b.example", "\u202e@b.example", "x@" + "y" * 400]
)
def test_a_broken_address_is_said_at_the_field_and_makes_nobody(client: Client, email: str):
    page = ask(client, email)
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert not Person.objects.exists()


def test_the_mail_speaks_the_language_of_the_page(client: Client):
    ask(client, "jane@example.org", prefix="/en")
    mail = Mail.objects.get()
    assert (mail.language, mail.edition) == ("en", None)
    assert "is your code" in mail.subject


def test_there_is_no_other_way_to_an_account(client: Client):
    answer = client.post("/accounts/signup/", {"email": "neu@beispiel.example", "password1": "geheim-und-lang"})
    assert answer["Location"] == ADDRESS
    assert not Person.objects.exists()


def test_who_never_came_and_is_nothing_to_anybody_is_forgotten():
    now = clock.now()
    long_ago = now - timedelta(days=3)
    PersonFactory.create(first_name="", last_name="", created_at=long_ago)
    kept = [
        PersonFactory.create(first_name="", last_name="", created_at=now),
        PersonFactory.create(first_name="", last_name="", created_at=long_ago, last_login=now),
        PersonFactory.create(created_at=long_ago),
        MembershipFactory.create(person__first_name="", person__last_name="", person__created_at=long_ago).person,
    ]
    Person.objects.filter(pk__in=[kept[0].pk]).update(created_at=now)
    Person.objects.exclude(pk=kept[0].pk).update(created_at=long_ago)
    assert delete_unproven_people(now=now) == 1
    assert set(Person.objects.all()) == set(kept)


def test_a_password_opens_the_door_of_whoever_set_one(client: Client):
    person = PersonFactory.create(email="paul@beispiel.example")
    person.set_password("Maultaschen-am-Montag")
    person.save()
    prove_address(person=person)
    assert "stimmt nicht" in client.post(PASSWORD, {"login": person.email, "password": "falsch"}).content.decode()
    assert client.post(PASSWORD, {"login": person.email, "password": "Maultaschen-am-Montag"})["Location"] == "/my/"


def test_protection_is_lifted_for_whoever_lost_it_and_for_nobody_else():
    lost, other = PersonFactory.create(), PersonFactory.create()
    for person in (lost, other):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    assert lift_protection(email=lost.email.upper(), now=clock.now()) == 1
    assert [each.user for each in Authenticator.objects.all()] == [other]
    with pytest.raises(Person.DoesNotExist):
        lift_protection(email="niemand@beispiel.example", now=clock.now())


def test_secrets_of_apps_are_sealed_at_rest():
    adapter = MfaAdapter()
    assert "JBSWY3DP" not in adapter.encrypt("JBSWY3DP")
    assert adapter.decrypt(adapter.encrypt("JBSWY3DP")) == "JBSWY3DP"
