"""Public pages: server time, queries and bytes of each, on the demo edition."""

import gzip
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.figures import reference_ms, summary, times_ms

PAGES: tuple[str, ...] = (
    "/",
    "/neo-2022/",
    "/neo-2022/programme/on-site/2022-05-02/",
    "/neo-2022/programme/online/2022-05-02/",
)
PAGES += ("/neo-2022/search/?q=Digital", "/neo-2022/registration/people/", "/en/neo-2022/", "/accounts/login/")
RUNS = 60


def main() -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["*"]
    reference = reference_ms()
    return {"pages": {path: _page(path, reference) for path in PAGES}}


def _page(path: str, reference: float) -> dict[str, Any]:
    client = Client()
    answer = client.get(path, follow=True)
    if answer.status_code != 200:
        return {"status": answer.status_code}
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        client.get(path, follow=True)
    figures = summary(times_ms(lambda: client.get(path, follow=True), runs=RUNS))
    size = len(answer.content)
    return {
        "status": 200,
        **figures,
        "times_reference": round(figures["p50_ms"] / reference, 2),
        "queries": queries,
        "kilobytes": round(size / 1000, 1),
        "kilobytes_gzipped": round(len(gzip.compress(answer.content)) / 1000, 1),
    }
