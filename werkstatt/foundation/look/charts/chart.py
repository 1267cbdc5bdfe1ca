"""What every chart has: a name, a sentence, a drawing, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Figures:
    """The table behind a chart: heads, and lines whose first cell names the line."""

    heads: Sequence[Any]
    lines: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Chart:
    """`title` names it, `says` is the one sentence a person should take away, `url` leads to the list behind it."""

    kind: str
    title: Any
    says: Any
    figures: Figures | None = None
    url: str = ""
    drawing: dict[str, Any] = field(default_factory=dict)

    def __html__(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    @property
    def html(self) -> SafeString:
        return render_to_string("look/charts/chart.html", {"chart": self, **self.drawing})


def coordinate(value: float) -> str:
    """One decimal is enough on a screen; no trailing zero."""
    return f"{value:.1f}".removesuffix(".0")
