from werkstatt.config.database import database_settings, embedded_server


def test_a_database_of_ones_own_is_taken_apart_correctly(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:p%40ss@db.example:5433/werk%20statt?sslmode=require")
    settings = database_settings(tmp_path)
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert [settings[name] for name in names] == ["werk statt", "anna", "p@ss", "db.example", "5433"]
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert embedded_server(tmp_path) is None


def test_a_socket_may_be_named_in_the_url(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna@/werkstatt?host=/run/postgresql&port=5433")
    settings = database_settings(tmp_path)
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("/run/postgresql", "5433", "werkstatt")
    assert not {"host", "port"} & settings["OPTIONS"].keys()


def test_without_a_url_the_embedded_server_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    server = embedded_server(tmp_path)
    assert server is not None
    assert database_settings(tmp_path)["HOST"] == str(server.socket_folder)
