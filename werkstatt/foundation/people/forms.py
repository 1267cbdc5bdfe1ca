"""What people tell about themselves and the organisations they act for."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.de import leitweg
from stdnum.eu import vat

from werkstatt.foundation.kernel.normalise import clean_line
from werkstatt.foundation.kernel.rowform import RowForm
from werkstatt.foundation.people.actions import OrganisationEntry, Profile
from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import Organisation, Person
from werkstatt.foundation.people.queries import (
    AGS,
    Suggestion,
    exact_hits,
    organisation_candidates,
    suggestion_for,
)
from werkstatt.foundation.people.widgets import NEW, OrganisationInput, OrganisationWidget, input_of


class OrganisationField(forms.Field):
    """Type-ahead over the official directory and the organisations we know; cleans to an OrganisationEntry or None.

    Give the result to `people.actions.enter_organisation`. `initial` may be an Organisation.
    """

    widget = OrganisationWidget
    default_error_messages: ClassVar = {
        "required": _("Bitte geben Sie an, für welche Organisation Sie kommen."),
        "choose": _("Bitte wählen Sie Ihre Organisation aus den Vorschlägen oder tragen Sie sie neu ein."),
        "sector": _("Bitte wählen Sie, zu welcher Gruppe Ihre Organisation gehört."),
        "unknown_ags": _("Den Gemeindeschlüssel %(ags)s gibt es im amtlichen Verzeichnis nicht. Bitte prüfen Sie ihn."),
        "gone": _("Diese Auswahl kennen wir nicht mehr. Bitte wählen Sie neu."),
    }

    def clean(self, value: Any) -> OrganisationEntry | None:
        typed = input_of(value)
        if not clean_line(typed.text) and typed.key in {"", NEW}:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if typed.key and typed.key != NEW:
            return self._chosen(typed)
        return self._new(typed) if typed.key == NEW else self._typed(typed)

    def _chosen(self, typed: OrganisationInput) -> OrganisationEntry:
        if (hit := suggestion_for(typed.key)) is None:
            raise ValidationError(self.error_messages["gone"], code="gone")
        return entry_of(hit)

    def _typed(self, typed: OrganisationInput) -> OrganisationEntry:
        """Only text: take it if it means exactly one, else let the person choose."""
        hits = organisation_candidates(typed.text)
        if not hits and AGS.fullmatch(typed.text.strip()):
            raise ValidationError(
                self.error_messages["unknown_ags"], code="unknown_ags", params={"ags": typed.text.strip()}
            )
        if len(exact := exact_hits(typed.text, hits)) == 1:
            return entry_of(exact[0])
        if hits:
            raise ValidationError(self.error_messages["choose"], code="choose")
        return self._new(typed)

    def _new(self, typed: OrganisationInput) -> OrganisationEntry:
        if typed.sector not in Sector.values:
            raise ValidationError(self.error_messages["sector"], code="sector")
        return OrganisationEntry(name=clean_line(typed.text)[:200], sector=typed.sector)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(input_of(initial)[:2] != input_of(data)[:2])


def entry_of(hit: Suggestion) -> OrganisationEntry:
    kind, _colon, value = hit.key.partition(":")
    if kind == "ags":
        return OrganisationEntry(ags=value, name=hit.name, sector=hit.sector)
    if kind == "county":
        return OrganisationEntry(county_key=value, name=hit.name, sector=hit.sector)
    return OrganisationEntry(pk=int(value), name=hit.name, sector=hit.sector)


class LeitwegField(forms.CharField):
    """The routing id of an authority (Leitweg-ID) with its check digits; cleaned to capital letters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Leitweg-ID"))
        kwargs.setdefault("help_text", _("Ihre Kasse nennt sie Ihnen, zum Beispiel 08421000-0001-28."))
        super().__init__(max_length=46, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if text and not leitweg.is_valid(text):
            raise ValidationError(
                _("Diese Leitweg-ID stimmt nicht. Meist ist eine Ziffer vertauscht; bitte prüfen Sie sie."),
                code="leitweg",
            )
        return str(leitweg.compact(text)) if text else ""


class VatIdField(forms.CharField):
    """A VAT identification number of the European Union, checked by its own rules."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("USt-IdNr."))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if text and not vat.is_valid(text):
            raise ValidationError(
                _("Diese USt-IdNr. stimmt nicht. Sie beginnt mit dem Land, zum Beispiel DE123456788."), code="vat"
            )
        return str(vat.compact(text)) if text else ""


class ProfileForm(RowForm):
    language = forms.ChoiceField(label=_("Sprache der Mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "position", "language"]
        help_texts: ClassVar = {"position": _("Zum Beispiel: Digitalbeauftragte")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["position"].widget.attrs["autocomplete"] = "organization-title"

    def profile(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class MembershipForm(forms.Form):
    """One more organisation a person acts for."""

    organisation = OrganisationField(label=_("Organisation"), help_text=_("Tippen Sie los: Gemeinde, Kreis oder Name."))
    position = forms.CharField(label=_("Funktion"), max_length=150, required=False)


COMMON = ["street", "postcode", "city", "country", "website"]
BY_SECTOR = {
    Sector.MUNICIPALITY: ["leitweg_id"],
    Sector.COUNTY: ["leitweg_id"],
    Sector.STATE: ["leitweg_id"],
    Sector.COMPANY: ["vat_id", "references"],
    Sector.STARTUP: ["founded_year", "vat_id", "references"],
    Sector.SCIENCE: ["leitweg_id", "vat_id"],
    Sector.SOCIETY: ["references"],
}


class OrganisationForm(RowForm):
    """Address and what the sector asks for: routing id for authorities, founding year and references for startups."""

    leitweg_id = LeitwegField(required=False)
    vat_id = VatIdField(required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    founded_year = forms.IntegerField(label=_("Gründungsjahr"), min_value=1800, max_value=2100, required=False)

    class Meta:
        model = Organisation
        fields = ["name", "sector", *COMMON, "leitweg_id", "vat_id", "founded_year", "references"]
        labels: ClassVar = {
            "name": _("Name"),
            "sector": _("Gruppe"),
            "street": _("Straße und Hausnummer"),
            "postcode": _("Postleitzahl"),
            "city": _("Ort"),
            "country": _("Land"),
            "references": _("Referenzen"),
        }
        help_texts: ClassVar = {
            "country": _("Kürzel mit zwei Buchstaben, zum Beispiel DE"),
            "references": _("Kommunen oder Vorhaben, mit denen Sie schon gearbeitet haben"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = cast("Organisation", self.instance)
        sector = Sector(organisation.sector)
        official = organisation.municipality_id or sector == Sector.COUNTY
        wanted = {*COMMON, *BY_SECTOR[sector], *([] if official else ["name", "sector"])}
        for name in set(self.fields) - wanted:
            del self.fields[name]

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).strip().upper()
        if len(country) != 2 or not country.isascii() or not country.isalpha():
            raise ValidationError(_("Bitte schreiben Sie zwei Buchstaben, zum Beispiel DE."))
        return country


class ErasureForm(forms.Form):
    """Erasing needs one deliberate word."""

    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), help_text=_("Zur Bestätigung, dass Sie wirklich Ihr Konto meinen.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email != self.person.email:
            raise ValidationError(_("Das ist nicht die Adresse dieses Kontos."))
        return email
