"""How fields say what is missing: what to do, in plain words. Installed once, for every form of every app."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

REQUIRED: dict[type[forms.Field], Any] = {
    forms.Field: _("Bitte füllen Sie dieses Feld aus."),
    forms.ChoiceField: _("Bitte wählen Sie etwas aus."),
    forms.ModelChoiceField: _("Bitte wählen Sie etwas aus."),
    forms.BooleanField: _("Bitte setzen Sie das Häkchen."),
    forms.FileField: _("Bitte wählen Sie eine Datei aus."),
}
EMAIL = _("Schreiben Sie die E-Mail-Adresse vollständig, zum Beispiel name@gemeinde.de.")


def install() -> None:
    for field, words in REQUIRED.items():
        own = dict(vars(field).get("default_error_messages", {}))
        field.default_error_messages = own | {"required": words}
    EmailValidator.message = EMAIL
