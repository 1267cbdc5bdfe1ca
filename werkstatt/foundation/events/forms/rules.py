"""Days, channels, rooms, house rules, cancellation terms and legal texts of an edition."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.actions import DayTimes
from werkstatt.foundation.events.models import DayChannel, Edition, HouseRule, Room
from werkstatt.foundation.kernel.rowform import RowForm
from werkstatt.foundation.look.fields import ClockField, DayField, MoneyField

TALL = forms.Textarea(attrs={"rows": 4})


class DayForm(forms.Form):
    on = DayField(label=_("Tag"))
    starts = ClockField(label=_("Beginn"), initial="09:30")
    ends = ClockField(label=_("Ende"), initial="17:00")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Uhrzeiten."))
        return cleaned

    def times(self) -> DayTimes:
        return DayTimes(**self.cleaned_data)


class DayChannelForm(forms.Form):
    """Price and seats of one channel on one day. `refuse(taken)` says that more are booked already."""

    price_cents = MoneyField(label=_("Gebühr je Person"))
    capacity = forms.IntegerField(label=_("Plätze"), min_value=0, max_value=100_000)

    def __init__(self, *args: Any, day_channel: DayChannel | None = None, **kwargs: Any) -> None:
        if day_channel is not None:
            values = {"price_cents": day_channel.price_cents, "capacity": day_channel.capacity}
            kwargs["initial"] = {**values, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def refuse(self, taken: int) -> None:
        message = _("%(taken)s Plätze sind schon vergeben. Weniger geht nicht.") % {"taken": taken}
        self.add_error("capacity", message)


class RoomForm(RowForm):
    beside = (("capacity", "position"),)

    join_url = forms.URLField(
        label=_("Weg in den Online-Raum"),
        required=False,
        assume_scheme="https",
        help_text=_("Adresse der Videokonferenz. Nur Angemeldete sehen sie."),
    )

    class Meta:
        model = Room
        fields = ["name", "channel", "capacity", "about", "join_url", "position"]
        labels: ClassVar = {
            "name": _("Name des Raums"),
            "channel": _("Kanal"),
            "capacity": _("Plätze"),
            "about": _("Beschreibung"),
            "position": _("Reihenfolge"),
        }
        help_texts: ClassVar = {"about": _("Weg dorthin, Ausstattung, Barrierefreiheit")}
        widgets: ClassVar = {"about": TALL}


class HouseRuleForm(RowForm):
    valid_from = DayField(label=_("Gilt ab"))
    valid_until = DayField(label=_("Gilt bis"), required=False)

    class Meta:
        model = HouseRule
        fields = ["title", "text", "valid_from", "valid_until", "max_persons"]
        labels: ClassVar = {
            "title": _("Regel"),
            "text": _("Wortlaut"),
            "max_persons": _("Höchstzahl an Personen"),
        }
        help_texts: ClassVar = {"max_persons": _("Leer, wenn die Regel keine Zahl nennt")}
        widgets: ClassVar = {"text": TALL}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Die Regel endet, bevor sie beginnt."))
        return cleaned


class CancellationTermForm(forms.Form):
    days_before = forms.IntegerField(label=_("Ab so vielen Tagen vorher"), min_value=0, max_value=1000)
    fee_percent = forms.IntegerField(label=_("bleiben so viele Prozent der Gebühr"), min_value=0, max_value=100)


if TYPE_CHECKING:
    TermFormSet = forms.BaseFormSet[CancellationTermForm]
else:
    TermFormSet = forms.BaseFormSet


class _Terms(TermFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        pairs = self.terms()
        if len({days for days, _fee in pairs}) < len(pairs):
            raise ValidationError(_("Zwei Zeilen nennen dieselbe Zahl von Tagen."))
        fees = [fee for _days, fee in sorted(pairs, reverse=True)]
        if fees != sorted(fees):
            raise ValidationError(_("Je näher der Tag, desto höher der Anteil: Bitte prüfen Sie die Reihenfolge."))

    def terms(self) -> list[tuple[int, int]]:
        """Pairs (days before, percent kept) without deleted and empty rows."""
        return [
            (form.cleaned_data["days_before"], form.cleaned_data["fee_percent"])
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


CancellationTermsFormSet = forms.formset_factory(
    CancellationTermForm, formset=_Terms, extra=2, max_num=8, absolute_max=20, can_delete=True
)


def terms_formset(edition: Edition, data: Any = None) -> _Terms:
    """The edition's terms to edit, far to near, with two empty rows."""
    rows = edition.cancellation_terms.order_by("-days_before").values("days_before", "fee_percent")
    formset = CancellationTermsFormSet(data, initial=list(rows), prefix="terms")
    assert isinstance(formset, _Terms)
    return formset


class LegalTextForm(forms.Form):
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Überschriften mit ##, Listen mit -. Leer: Es gilt wieder unser Mustertext."),
    )
