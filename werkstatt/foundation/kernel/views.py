"""Answers of the house itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the operator's monitoring: we answer, and the database answers us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its secret: session over, other tab logged out, or somebody else's form."""
    return render(request, "kernel/forgery_suspected.html", {"reason": reason}, status=403)
