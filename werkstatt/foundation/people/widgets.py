"""The type-ahead for an organisation: one text field, its suggestions as radio buttons, the group for a new one.

With script the suggestions come while typing; without, they come with the answer to the form. Both are one partial.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from werkstatt.foundation.people.choices import Sector
from werkstatt.foundation.people.models import Organisation
from werkstatt.foundation.people.queries import Suggestion, key_of, organisation_candidates, suggestion_for

NEW = "new"


class OrganisationInput(NamedTuple):
    """What stands in the three inputs: typed text, chosen key (`ags:…`, `county:…`, `org:…` or `new`), sector."""

    text: str = ""
    key: str = ""
    sector: str = ""


def input_of(value: object) -> OrganisationInput:
    """For a form's initial value: an organisation, or what was typed before."""
    if isinstance(value, OrganisationInput):
        return value
    if isinstance(value, Organisation):
        return OrganisationInput(value.name, key_of(value), value.sector)
    return OrganisationInput(text=str(value or ""))


def choices_context(name: str, value: OrganisationInput, *, element_id: str) -> dict[str, Any]:
    """What the partial with the radio buttons needs."""
    hits = organisation_candidates(value.text)
    chosen = suggestion_for(value.key)
    if chosen is not None and chosen not in hits:
        hits = [chosen, *hits]
    text = value.text.strip()
    return {
        "name": name,
        "element_id": element_id,
        "text": text,
        "hits": hits,
        "key": value.key or (NEW if text and not hits else ""),
        "offers_new": len(text) > 1 and not _is_exact(text, hits),
        "sectors": Sector.choices,
        "sector": value.sector,
    }


def _is_exact(text: str, hits: list[Suggestion]) -> bool:
    return any(hit.name.casefold() == text.casefold() for hit in hits)


class OrganisationWidget(forms.Widget):
    template_name = "people/widgets/organisation.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = input_of(value)
        context["suggest_url"] = f"{reverse('people:organisation_suggestions')}?field={name}"
        context.update(choices_context(name, typed, element_id=context["widget"]["attrs"].get("id", name)))
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> OrganisationInput:
        parts = (data.get(name), data.get(f"{name}_key"), data.get(f"{name}_sector"))
        return OrganisationInput(*(str(part or "")[:300].strip() for part in parts))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data
