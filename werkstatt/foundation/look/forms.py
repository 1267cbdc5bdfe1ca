"""One way to draw forms: Django forms in the markup of the house (settings: `FORM_RENDERER`).

`{{ form }}` draws everything with an error summary; `{% field form.email %}` draws one field. A form may say which fields
stand side by side where there is room: `beside = (("postcode", "city"), ("starts", "ends"))`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget

# What the browser may fill in, by the name of the field; a form may say otherwise in its widget's attributes.
AUTOCOMPLETE = {
    "email": "email", "login": "email", "name": "name", "full_name": "name", "given_name": "given-name", "first_name": "given-name",
    "family_name": "family-name", "last_name": "family-name", "phone": "tel", "street": "street-address",
    "postcode": "postal-code", "city": "address-level2", "country": "country", "organisation": "organization",
    "organisation_name": "organization", "password": "current-password", "code": "one-time-code",
}  # fmt: skip


class Field(BoundField):
    """A bound field that knows how it is drawn."""

    @property
    def kind(self) -> str:
        """`check`, `choices`, `parts`, `file`, `unit`, or `plain`."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
            return "parts"
        return "unit" if self.unit else "plain"

    @property
    def unit(self) -> str:
        return str(getattr(self.field, "unit", ""))

    @property
    def is_optional(self) -> bool:
        required = self.field.required or getattr(self.form, "asks_all", False)
        return not required and self.kind != "check" and not self.field.disabled

    @property
    def is_group(self) -> bool:
        return self.kind in {"choices", "parts"}

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs
        if own.get("placeholder") == self.label:  # it would say twice what the label says, and vanish
            del own["placeholder"]
        if self.kind in {"plain", "unit", "parts"}:
            built["class"] = f"input {own.get('class', '')}".strip()
        suggestion = AUTOCOMPLETE.get(self.name)
        if suggestion and self.kind == "plain" and "autocomplete" not in own:
            built["autocomplete"] = suggestion
        return built


def rows_of(form: forms.BaseForm) -> list[list[BoundField]]:
    """The visible fields in order; those the form wants beside each other in one row, where the first of them stands."""
    company = {name: names for names in getattr(form, "beside", ()) for name in names}
    rows: dict[tuple[str, ...], list[BoundField]] = {}
    for field in form.visible_fields():
        rows.setdefault(company.get(field.name, (field.name,)), []).append(field)
    return list(rows.values())


if TYPE_CHECKING:
    RowIterator = ModelChoiceIterator[Any]
else:
    RowIterator = ModelChoiceIterator


class Rows(RowIterator):
    """What a field of rows offers, read in one question; Django's own opens a cursor in the database: three a field."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, self.queryset.all())


def install() -> None:
    """Once, for every form of every app."""
    forms.ModelChoiceField.iterator = Rows  # type: ignore[misc]  # one for all of them


class Renderer(TemplatesSetting):
    """Set as `FORM_RENDERER`, so that every form of every app, allauth's too, looks the same."""

    form_template_name = "look/forms/form.html"
    field_template_name = "look/forms/field.html"
    formset_template_name = "look/forms/formset.html"
    bound_field_class = Field
