"""The two forms of signing in: an address, then the code that was sent there."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
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


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
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
            super().clean_code()
        except forms.ValidationError as error:
            message = _("Dieser Code stimmt nicht. Bitte prüfen Sie die sechs Ziffern der letzten Mail.")
            raise forms.ValidationError(message, code="incorrect_code") from error
        return digits
