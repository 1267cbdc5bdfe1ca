"""Step one: who orders, and who takes part."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import whole_number
from werkstatt.foundation.people.actions import OrganisationEntry
from werkstatt.foundation.people.forms import OrganisationField
from werkstatt.rooms.registration.actions.drafts import MOST_PEOPLE
from werkstatt.rooms.registration.entries import Contact, PersonEntry
from werkstatt.rooms.registration.forms.lines import AddressField, LineField, TextField, is_too_long
from werkstatt.rooms.registration.models import Attendee, Order


class ContactForm(forms.Form):
    name = LineField(label=_("Ihr Name"), max_length=210)
    email = AddressField(
        label=_("Ihre E-Mail-Adresse"), help_text=_("Dorthin gehen Rechnungen und der Link zu dieser Anmeldung.")
    )
    phone = LineField(label=_("Telefon"), max_length=40, required=False)
    organisation = OrganisationField(
        label=_("Organisation"),
        help_text=_("Tippen Sie los: Gemeinde, Kreis oder Name. Nehmen Sie privat teil, lassen Sie das Feld leer."),
        required=False,
    )

    @classmethod
    def of(cls, order: Order | None, *, typed: str = "") -> "ContactForm":
        """`typed`: an organisation that was typed and not chosen yet."""
        if order is None:
            return cls()
        return cls(
            initial={
                "name": order.orderer_name,
                "email": order.orderer_email,
                "phone": order.orderer_phone,
                "organisation": typed or order.organisation,
            }
        )

    def contact(self) -> Contact:
        """What was typed, also when it is not yet right; too long is never kept."""
        return Contact(*(_typed(self, name) for name in ("name", "email", "phone")))

    def organisation_entry(self) -> OrganisationEntry | None:
        return cast("OrganisationEntry | None", getattr(self, "cleaned_data", {}).get("organisation"))


class PersonForm(forms.Form):
    """One row. Support needs belong to their own purpose: they need the person's consent."""

    summary_name: str

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    first_name = LineField(label=_("Vorname"), max_length=100)
    last_name = LineField(label=_("Nachname"), max_length=100)
    email = AddressField(label=_("E-Mail"))
    function = LineField(label=_("Funktion"), max_length=150, required=False)
    needs = TextField(
        label=_("Unterstützungsbedarf"),
        max_length=1000,
        required=False,
        help_text=_("Zum Beispiel: Rollstuhl, Induktionsschleife, Gebärdensprache, Schriftdolmetschen, Assistenz"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    diet = LineField(
        label=_("Verpflegung"), max_length=200, required=False, help_text=_("Zum Beispiel: vegan, ohne Nüsse")
    )
    needs_agreed = forms.BooleanField(
        label=_("Die Person ist einverstanden, dass die Organisation diese Angaben für die Vorbereitung nutzt."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email", "function"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # other people's data, not one's own

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (data.get("needs") or data.get("diet")) and not data.get("needs_agreed"):
            self.add_error(
                "needs_agreed",
                _(
                    "Ohne Einverständnis speichern wir keinen Unterstützungsbedarf. Bitte bestätigen oder leeren Sie die Felder."
                ),
            )
        return data

    @property
    def has_needs(self) -> bool:
        return any(self[name].value() for name in ("needs", "diet")) or bool(self["needs_agreed"].errors)

    def entry(self) -> PersonEntry:
        """What was typed, also when it is not yet right."""
        agreed = bool(getattr(self, "cleaned_data", {}).get("needs_agreed"))
        return PersonEntry(
            first_name=_typed(self, "first_name"),
            last_name=_typed(self, "last_name"),
            email=_typed(self, "email"),
            function=_typed(self, "function"),
            needs=_typed(self, "needs") if agreed else "",
            diet=_typed(self, "diet") if agreed else "",
            pk=getattr(self, "cleaned_data", {}).get("pk"),
        )


class PeopleForms:
    """The rows of the people step: as many as were sent, or as the order has."""

    def __init__(self, rows: list[PersonForm]) -> None:
        self.rows = rows

    @classmethod
    def sent(cls, data: QueryDict) -> "PeopleForms":
        number = min(whole_number(data.get("rows", "")) or 0, MOST_PEOPLE)
        rows = [PersonForm(data, prefix=f"p{i}") for i in range(number)]
        for place, row in enumerate(rows, start=1):
            row.summary_name = _("Person %(number)d") % {"number": place}
        return cls(rows)

    @classmethod
    def of(cls, attendees: list[Attendee]) -> "PeopleForms":
        return cls([PersonForm(initial=_initial(each), prefix=f"p{i}") for i, each in enumerate(attendees)])

    def focus(self, number: str) -> None:
        """The cursor stands in this row (1 is the first) when the page opens."""
        if 0 < (place := whole_number(number) or 0) <= len(self.rows):
            self.rows[place - 1].fields["first_name"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        valid = [row.is_valid() for row in self.rows]
        self._refuse_same_address()
        return all(valid) and all(not row.errors for row in self.rows)

    def is_too_long(self) -> bool:
        return any(is_too_long(row) for row in self.rows)

    def entries(self) -> list[PersonEntry]:
        return [row.entry() for row in self.rows]

    def _refuse_same_address(self) -> None:
        seen: set[str] = set()
        for row in self.rows:
            email = str(row.cleaned_data.get("email", ""))
            if email and email in seen:
                row.add_error(
                    "email", _("Diese Adresse steht schon bei einer anderen Person. Jede Person braucht ihre eigene.")
                )
            seen.add(email)


def entries_of(attendees: list[Attendee]) -> list[PersonEntry]:
    """The rows an order has, as they would be sent again."""
    return [
        PersonEntry(**{name: value for name, value in _initial(each).items() if name != "needs_agreed"})
        for each in attendees
    ]


def _initial(attendee: Attendee) -> dict[str, Any]:
    needs = getattr(attendee, "support_needs", None)
    return {
        "pk": attendee.pk,
        "first_name": attendee.first_name,
        "last_name": attendee.last_name,
        "email": attendee.email,
        "function": attendee.function,
        "needs": needs.needs if needs else "",
        "diet": needs.diet if needs else "",
        "needs_agreed": needs is not None,
    }


def _typed(form: forms.Form, name: str) -> str:
    """The cleaned value, else what stands in the field (a field too long is refused before this is asked)."""
    cleaned = getattr(form, "cleaned_data", {})
    if name in cleaned:
        return str(cleaned[name] or "")
    raw = str(form.data.get(form.add_prefix(name), ""))
    limit = getattr(form.fields[name], "max_length", None) or 254
    return str(LineField(required=False).clean(raw))[:limit]
