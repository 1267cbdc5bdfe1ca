"""What every template may ask about the house."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": settings.DEMO, "base_url": settings.BASE_URL, "mail_is_local": settings.MAIL_IS_LOCAL}
