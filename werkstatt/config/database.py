"""Which PostgreSQL we talk to: the one DATABASE_URL names, else the embedded one below the home."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from werkstatt.config.environment import BrokenVariable, env_int, env_url
from werkstatt.config.home import home_folder
from werkstatt.foundation.kernel.embedded import EmbeddedServer

ENGINE = "django.db.backends.postgresql"
DATABASE = "werkstatt"  # its name in the embedded server


def embedded_server(home: Path) -> EmbeddedServer | None:
    """The embedded server of this home, or None when DATABASE_URL names another one."""
    return None if env_url("DATABASE_URL", schemes=("postgresql", "postgres")) else EmbeddedServer.of_home(home)


def database_settings(home: Path) -> dict[str, Any]:
    url = env_url("DATABASE_URL", schemes=("postgresql", "postgres"))
    if url is None:
        server = EmbeddedServer.of_home(home)
        place = {"NAME": DATABASE, "USER": "postgres", "HOST": str(server.socket_folder), "PORT": str(server.port)}
        options: dict[str, Any] = {}
    else:
        if len(url.path) < 2:
            raise BrokenVariable("DATABASE_URL", "a URL with the name of a database at its end")
        place = {
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
        }
        options = dict(parse_qsl(url.query))
        place |= {"HOST": options.pop("host", place["HOST"]), "PORT": options.pop("port", place["PORT"])}
    if (largest := env_int("DATABASE_POOL", 16, low=0, high=500)) > 0:
        options["pool"] = {"min_size": 1, "max_size": largest, "timeout": 20}
    return {"ENGINE": ENGINE, **place, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}


def ensure_database() -> bool:
    """Start the embedded server and make its database, when we use it. True if this call started the server."""
    server = embedded_server(home_folder())
    if server is None:
        return False
    started = server.ensure_running()
    server.ensure_database(DATABASE)
    return started
