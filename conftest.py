"""Every test stands on a real PostgreSQL: the embedded one, started here if it is down, one database per worker."""

from werkstatt.config.database import embedded_server
from werkstatt.config.home import home_folder


def pytest_configure() -> None:
    if (server := embedded_server(home_folder())) is not None:
        server.ensure_running()
        server.ensure_database("werkstatt")
