"""Signing in, joined to the rest of the house: mails go out like all others, the door leads into the lobby."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import address_of
from werkstatt.services.mailing.actions import write_mail
from werkstatt.services.mailing.letter import Letter

LETTERS = {"login_code", "email_confirmation", "email_confirmation_signup", "password_reset_key"}
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

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_request_login_code")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account comes into being by proving an address, never by a form of its own."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whom the operator's identity provider vouches for may enter."""
        return True
