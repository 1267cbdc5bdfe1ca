"""What every page of a demo house carries: the bar that lets one change person and time."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from werkstatt.surfaces.demo.personas import PERSONAS


def demo_bar(request: HttpRequest) -> dict[str, Any]:
    if not settings.DEMO:
        return {}
    email = getattr(getattr(request, "user", None), "email", "")
    persona = next((p for p in PERSONAS if p.email == email), None)
    return {"demo_bar": "demo/_bar.html", "demo_persona": persona}
