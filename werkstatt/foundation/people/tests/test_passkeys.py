import pytest

from werkstatt.foundation.people.signin import PasskeyForm
from werkstatt.foundation.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", ["0", "[]", "{}", "false", '""', "1", "null"])
def test_an_answer_that_is_none_never_becomes_a_passkey(answer: str):
    form = PasskeyForm({"name": "Handy", "credential": answer}, user=PersonFactory.create())
    assert "credential" in form.errors
