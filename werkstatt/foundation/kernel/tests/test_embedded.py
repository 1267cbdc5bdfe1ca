import os
import shutil
import signal
import time

import psycopg
import pytest

from werkstatt.foundation.kernel.embedded import EmbeddedServer


def test_the_database_moves_with_its_home_but_a_copy_gets_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    home, copy, moved = tmp_path / "var", tmp_path / "copy", tmp_path / "moved"
    home.mkdir()
    first = EmbeddedServer.of_home(home).data
    assert EmbeddedServer.of_home(home).data == first
    shutil.copytree(home, copy)
    assert EmbeddedServer.of_home(copy).data != first
    assert EmbeddedServer.of_home(home).data == first
    home.rename(moved)
    assert EmbeddedServer.of_home(moved).data == first


@pytest.mark.slow
def test_the_server_survives_kill_9_of_everything(tmp_path):
    (tmp_path / "var").mkdir()
    server = EmbeddedServer.of_home(tmp_path / "var")
    assert server.ensure_running()
    try:
        assert not server.ensure_running()
        server.ensure_database("house")
        with psycopg.connect(server.dsn("house"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        pid = server.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while server.is_running():
            time.sleep(0.05)
        started = time.monotonic()
        assert server.ensure_running()
        assert time.monotonic() - started < 30
        with psycopg.connect(server.dsn("house")) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    finally:
        server.destroy()


def test_nobody_else_on_the_machine_reaches_the_socket(tmp_path):
    server = EmbeddedServer.of_home(tmp_path)
    server._make_folders()
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0
    server.destroy()
