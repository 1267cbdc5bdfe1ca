from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.surfaces.demo.calendar import MOMENTS


class ClockForm(forms.Form):
    """Which moment of the edition's calendar the house should show."""

    moment = forms.ChoiceField(
        label=_("Zeitpunkt"),
        choices=[
            ("before", _("Vorher: Mi., 20. April 2022")),
            ("during", _("Während: Mo., 2. Mai 2022, 10:40 Uhr")),
            ("after", _("Nachher: Mo., 9. Mai 2022")),
        ],
    )

    def clean_moment(self) -> str:
        moment: str = self.cleaned_data["moment"]
        if moment not in MOMENTS:
            raise forms.ValidationError(_("Diesen Zeitpunkt gibt es nicht."))
        return moment
