"""A form made from a model that never writes: it checks, and hands what was entered to an action."""

import copy
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.db.models import Model

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Model]
else:
    ModelForm = forms.ModelForm


class RowForm(ModelForm):
    """Works on a copy of `instance`, so that the row an action gets still holds what the database holds."""

    def __init__(self, *args: Any, instance: Model | None = None, **kwargs: Any) -> None:
        kwargs["instance"] = copy.copy(instance)
        super().__init__(*args, **kwargs)

    def changes(self) -> dict[str, object]:
        """What was entered, by the names of the fields."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}

    def save(self, commit: bool = True) -> NoReturn:
        message = "A form never writes: give changes() to an action"
        raise TypeError(message)
