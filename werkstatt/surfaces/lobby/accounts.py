"""Signing in, joined to the rest of the house: mails go out like all others, the door leads into the lobby."""

import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import address_of
from werkstatt.foundation.kernel.seal import seal, unseal
from werkstatt.foundation.people.actions import prove_address
from werkstatt.services.mailing.actions import write_mail
from werkstatt.services.mailing.letter import Letter

LETTERS = {
    "login_code",
    "email_confirmation",
    "email_confirmation_signup",
    "password_reset_key",
    "account_already_exists",
}
PASSED_ON: tuple[str, ...] = ("code", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth comes without types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes and links become letters of the mailing service, so that they are kept, retried and found."""
        kind = template_prefix.rpartition("/")[2]
        if kind not in LETTERS:
            super().send_mail(template_prefix, email, context)
            return
        kind = kind.removesuffix("_signup")
        plain: dict[str, Any] = {name: str(context[name]) for name in PASSED_ON if name in context}
        letter = Letter(
            kind=kind,
            edition=None,
            to_name="",
            to_email=email.lower(),
            language=(get_language() or "de")[:2],
            template=f"people/mails/{kind}",
            context=plain,
            once_key=f"{kind}:{secrets.token_hex(12)}",
        )
        with transaction.atomic():
            write_mail(letter, now=clock.now())

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("lobby:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("lobby:profile")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_request_login_code")

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not within minutes of any proof: whoever has just shown who she is would only be asked the same again."""
        proofs = get_authentication_records(context.request, context.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return super().is_reauthentication_required(app=app, **options) and not any(
            each["at"] > since for each in proofs
        )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account comes into being by proving an address, never by a form of its own."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """The person we know by an address the provider calls verified. Some providers write the word instead of the value."""
        for address in sociallogin.email_addresses:
            address.verified = str(address.verified).lower() == "true"
        found: tuple[Any, str] | None = super().authenticate_by_email(sociallogin)
        if found and found[0].email.lower() == found[1].lower():
            prove_address(person=found[0])
        return found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whom the operator's identity provider vouches for may enter."""
        return True

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """The language goes along: the one address the provider sends people back to is the same in all of them."""
        return f"{super().generate_state_param(state)}.{get_language()}"


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and apps: secrets are sealed at rest, and a refusal says what to do."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Diese Zahl stimmt nicht. Nehmen Sie die, die jetzt in der App steht, oder einen Notfallcode."
        ),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return ""

    def _get_site_name(self) -> str:
        return "Werkstatt NEO"
