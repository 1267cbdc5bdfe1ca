"""What the desk fills in about a series and its editions. Each form hands its input to one action."""

from werkstatt.foundation.events.forms.editions import (
    ContactForm,
    CopyEditionForm,
    EditionTextsForm,
    NewEditionForm,
    RegistrationForm,
    RoleForm,
    SkinForm,
)
from werkstatt.foundation.events.forms.hosts import SeriesForm, ThemeChoiceForm, ThemeForm, VenueForm
from werkstatt.foundation.events.forms.rules import (
    CancellationTermsFormSet,
    DayChannelForm,
    DayForm,
    HouseRuleForm,
    LegalTextForm,
    RoomForm,
    terms_formset,
)

__all__ = [
    "CancellationTermsFormSet",
    "ContactForm",
    "CopyEditionForm",
    "DayChannelForm",
    "DayForm",
    "EditionTextsForm",
    "HouseRuleForm",
    "LegalTextForm",
    "NewEditionForm",
    "RegistrationForm",
    "RoleForm",
    "RoomForm",
    "SeriesForm",
    "SkinForm",
    "ThemeChoiceForm",
    "ThemeForm",
    "VenueForm",
    "terms_formset",
]
