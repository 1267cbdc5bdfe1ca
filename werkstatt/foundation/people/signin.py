"""The forms of signing in: an address, then the code that was sent there; and what protects an account further."""

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth comes without types
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Bitte schreiben Sie Ihre E-Mail-Adresse."),
            "invalid": _("Diese E-Mail-Adresse ist nicht vollständig. Sie braucht ein @ und eine Endung wie .de."),
        },
    )


class _MailedCode(forms.Form):
    code = forms.CharField(
        label=_("Code aus der Mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte schreiben Sie die sechs Ziffern aus der Mail.")},
    )

    def clean_code(self) -> str:
        digits = "".join(str(self.cleaned_data["code"]).split())
        self.cleaned_data["code"] = digits
        try:
            super().clean_code()  # type: ignore[misc]  # of the library's form beside it
        except forms.ValidationError as error:
            if error.code == "email_taken":
                raise
            message = _("Dieser Code stimmt nicht. Bitte prüfen Sie die sechs Ziffern der letzten Mail.")
            raise forms.ValidationError(message, code="incorrect_code") from error
        return digits


class CodeForm(_MailedCode, ConfirmLoginCodeForm):  # type: ignore[misc]
    """Opens the door."""


class AddressCodeForm(_MailedCode, ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """Proves an address that was changed, or that an organisation's own sign-in did not vouch for."""


class PasswordForm(LoginForm):  # type: ignore[misc]
    """Address and password. The library drops the password's field where nobody gives one while signing up."""

    def _setup_password_field(self) -> None:
        pass


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first number of an app that was just given its secret."""

    code = forms.CharField(
        label=_("Zahl aus der App"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte schreiben Sie die Zahl, die die App jetzt zeigt.")},
    )


class _SecondStep(forms.Form):
    code = forms.CharField(
        label=_("Zahl aus der App oder Notfallcode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte schreiben Sie die Zahl aus der App oder einen Notfallcode.")},
    )


class SecondStepForm(_SecondStep, AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmationForm(_SecondStep, ReauthenticateForm):  # type: ignore[misc]
    pass


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key added here opens the door by itself; the library would also take keys that are only a second step."""

    name = forms.CharField(label=_("Name"), required=False, max_length=100, help_text=_("Zum Beispiel „Diensthandy“"))
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.CheckboxInput(attrs={"hidden": True}))

    def clean_passwordless(self) -> bool:
        return True

    def clean_credential(self) -> dict[str, object]:
        """The library does not look at an empty answer and would keep it as a key that breaks every page of its owner."""
        answer = self.cleaned_data["credential"]
        if not (answer and isinstance(answer, dict)):
            raise forms.ValidationError(
                _("Das Gerät hat keinen Passkey geliefert. Bitte versuchen Sie es noch einmal.")
            )
        return answer


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Bitte geben Sie dem Passkey einen Namen.")},
    )
