import asyncio
from typing import Any

import pytest

from werkstatt.foundation.kernel.static_files import StaticFiles


@pytest.fixture
def served(tmp_path, settings) -> StaticFiles:
    (tmp_path / "page.0123456789ab.css").write_text("body{}" * 100)
    (tmp_path / "plain.txt").write_text("hello")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    settings.WHITENOISE_USE_FINDERS = False

    async def django(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})

    return StaticFiles(django)


def _ask(application: StaticFiles, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    asyncio.run(application(scope, receive, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, sent[1]["body"] if len(sent) > 1 else b""


def test_files_are_served_and_what_is_none_goes_to_django(served):
    status, head, body = _ask(served, "/static/plain.txt")
    assert (status, body, head["content-type"]) == (200, b"hello", 'text/plain; charset="utf-8"')
    assert _ask(served, "/static/missing.txt")[0] == 418
    assert _ask(served, "/static/../secret_key")[0] == 418
    assert _ask(served, "/")[0] == 418


def test_a_browser_asks_only_once(served):
    _, head, _ = _ask(served, "/static/plain.txt")
    status, _, body = _ask(served, "/static/plain.txt", if_modified_since=head["last-modified"])
    assert (status, body) == (304, b"")
    assert _ask(served, "/static/plain.txt", "HEAD")[2] == b""
