"""Asking another server from ours: over https, with a deadline and a limit, never a machine of our own network."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from werkstatt.services.media.providers.provider import VideoIsAway

SECONDS = 6.0
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(
    url: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """One request, no redirect followed. Raises VideoIsAway with words that name the host, never the whole address."""
    name = ""
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _connection(parts.scheme, name, port)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            connection.request(method, target, body, {"Accept": "*/*", **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, _lower(response.getheaders()), response.read(MOST_BYTES))
        finally:
            connection.close()
    except ssl.SSLError as error:
        raise VideoIsAway(_("Das Zertifikat von %(host)s ist ungültig.") % {"host": name}) from error
    except TimeoutError as error:
        words = _("%(host)s hat nicht innerhalb von %(seconds)d Sekunden geantwortet.")
        raise VideoIsAway(words % {"host": name, "seconds": SECONDS}) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise VideoIsAway(_("%(host)s ist nicht zu erreichen.") % {"host": name}) from error


def _connection(scheme: str, name: str, port: int) -> http.client.HTTPConnection:
    """Connected to an address that was checked: what the name resolves to a moment later does not matter."""
    plain = socket.create_connection((_public_address(name, port), port), timeout=SECONDS)
    if scheme != "https":
        connection = http.client.HTTPConnection(name, port, timeout=SECONDS)
        connection.sock = plain
        return connection
    secure = http.client.HTTPSConnection(name, port, timeout=SECONDS)
    secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=name)
    return secure


def _public_address(name: str, port: int) -> str:
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    if name in settings.VIDEO_PRIVATE_HOSTS:
        return found[0]
    if not all(ipaddress.ip_address(address.partition("%")[0]).is_global for address in found):
        words = _(
            "%(host)s liegt in einem internen Netz. Die Betreibenden können den Namen freigeben (VIDEO_PRIVATE_HOSTS)."
        )
        raise VideoIsAway(words % {"host": name})
    return found[0]


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
