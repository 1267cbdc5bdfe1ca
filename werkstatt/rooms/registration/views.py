from django.http import Http404, HttpRequest, HttpResponse


def order(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404


def attendance(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404
