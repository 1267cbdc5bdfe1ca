from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from werkstatt.foundation.people.models import Person


@receiver(authenticator_added)
def count_as_proof(request: HttpRequest, user: Person, **details: Any) -> None:
    """Whoever has just set up a passkey or an app holds it: she sees her recovery codes at once."""
    record_authentication(request, user, "mfa", reauthenticated=True)
