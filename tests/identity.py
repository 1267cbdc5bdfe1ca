"""An organisation's own sign-in (OpenID Connect): a real provider in a process of its own."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.house import free_port
from werkstatt.config.home import CHECKOUT

Accounts = dict[str, dict[str, str | bool]]


@dataclass(frozen=True)
class IdentityProvider:
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What the operator sets so that the house knows it."""
        return {
            "OIDC_URL": f"http://localhost:{self.port}",
            "OIDC_CLIENT_ID": "werkstatt",
            "OIDC_CLIENT_SECRET": "geheim",
            "OIDC_NAME": "Konto des Landratsamts",
        }


@contextmanager
def identity_provider(accounts: Accounts, *, redirect_to: str) -> Iterator[IdentityProvider]:
    """Runs it for `with`; `redirect_to` is the address it may send people back to."""
    port = free_port()
    own_node = CHECKOUT / "var" / "tools" / "node" / "bin"
    command = ["node", "tests/identity_provider.mjs", str(port), redirect_to, json.dumps(accounts)]
    environment = {**os.environ, "PATH": f"{own_node}:{os.environ['PATH']}"}
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"ready", "the identity provider did not start"
        yield IdentityProvider(port)
    finally:
        process.kill()
        process.communicate()
