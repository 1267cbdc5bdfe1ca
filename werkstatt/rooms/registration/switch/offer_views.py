from django.http import Http404, HttpRequest, HttpResponse


def offer(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404


def order_offers(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404
