"""Two steps for everything that counts: fill in, see what will happen, then do it."""

from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Fact = tuple[str, Any]


@dataclass(frozen=True)
class Question:
    """What the second step shows before the button is pressed. `danger` for what cannot be taken back."""

    title: str
    button: str
    text: str = ""
    facts: list[Fact] = field(default_factory=list)
    back_url: str = ""
    danger: bool = False
    crumbs: list[tuple[str, str]] = field(default_factory=list)


def is_confirmed(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("confirmed") == "1"


def ask(request: HttpRequest, question: Question, form: Form | None = None, **context: Any) -> HttpResponse:
    """Show the consequences; the form's input travels along, hidden."""
    return render(
        request,
        "desk/confirm.html",
        {"question": question, "form": form, "crumbs": question.crumbs, **context},
    )
