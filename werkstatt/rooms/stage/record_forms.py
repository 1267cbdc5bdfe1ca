"""What is filled in afterwards: feedback, and the moderation's materials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.uploads import (
    Upload,
    UploadHasMacros,
    UploadIsTooLarge,
    UploadIsUnknown,
    read_upload,
)
from werkstatt.rooms.stage.actions.feedback import TEXT_LENGTH
from werkstatt.rooms.stage.models import Feedback

STEPS = [(step, str(step)) for step in range(1, 6)]


class Words(forms.CharField):
    """Several lines, counted as the browser counts them: a line break is one sign, not two."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("Wie hilfreich war dieser Programmpunkt für Sie?"),
        choices=STEPS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Stufe von 1 bis 5.")},
    )
    kept = Words(label=_("Was nehmen Sie mit?"))
    missed = Words(label=_("Was hat gefehlt?"))

    def __init__(self, *args: Any, given: Feedback | None, **kwargs: Any) -> None:
        if given is not None:
            kwargs["initial"] = {"rating": given.rating, "kept": given.kept, "missed": given.missed}
        super().__init__(*args, **kwargs)


class LinkForm(forms.Form):
    """A page elsewhere."""

    url = forms.URLField(label=_("Adresse"), max_length=500, assume_scheme="https")
    title = forms.CharField(label=_("Titel"), max_length=120, required=False)


class FileForm(forms.Form):
    """A file, recognised by its content."""

    file = forms.FileField(
        label=_("Datei"),
        help_text=_("PDF, Bild, Text oder Office-Datei ohne Makros, höchstens 20 MB. Bilder speichern wir neu."),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp,.gif,.txt,.md,.docx,.pptx,.xlsx,.odt,.odp,.ods"}
        ),
    )
    title = forms.CharField(label=_("Titel"), max_length=120, required=False)

    def clean_file(self) -> Upload:
        given = self.cleaned_data["file"]
        self.file_name = given.name or ""
        try:
            return read_upload(given)
        except UploadIsTooLarge as error:
            raise forms.ValidationError(_("Diese Datei ist zu groß. Möglich sind 20 MB.")) from error
        except UploadHasMacros as error:
            message = _("Diese Datei enthält Makros. Bitte speichern Sie sie ohne Makros oder als PDF.")
            raise forms.ValidationError(message) from error
        except UploadIsUnknown as error:
            message = _("Diese Art von Datei nehmen wir nicht an. Am besten eignet sich ein PDF.")
            raise forms.ValidationError(message) from error
