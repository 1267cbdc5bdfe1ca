import pytest
from django.urls import reverse

from werkstatt.foundation.events.choices import RoleKind
from werkstatt.foundation.events.models import Role
from werkstatt.foundation.people.models import Person
from werkstatt.services.billing.tests.factories import invoice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [None, *RoleKind])
def test_only_those_who_see_money_read_documents(client, role):
    document = invoice()
    person = Person.objects.create_user(email="p@stadt.example")
    if role:
        Role.objects.create(edition=document.edition, person=person, kind=role)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse("billing:document_pdf", args=[document.number]))
    assert response.status_code == (200 if role in {RoleKind.ORGANISER, RoleKind.FINANCE} else 404)
    if response.status_code == 200:
        assert response.content.startswith(b"%PDF-")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'inline; filename="{document.number}.pdf"'
        assert "private" in response["Cache-Control"]


def test_strangers_find_no_document(client):
    assert client.get(reverse("billing:document_pdf", args=[invoice().number])).status_code == 404
