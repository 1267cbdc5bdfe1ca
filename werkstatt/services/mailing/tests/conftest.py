"""Templates of letters that only tests write, and a mail server of our own."""

import pytest
from django.template import engines
from django.template.loaders import cached

LETTERS = {
    "mailing/tests/greeting.subject.txt": "Guten Tag,\n{{ name }}\n",
    "mailing/tests/greeting.txt": (
        "Guten Tag {{ name }},\n\n"
        "Ihre Anmeldung gilt: <b>ohne</b> & mit Umlaut.\n\n"
        "Ihre Tage\n- Mo., 2. Mai 2022: vor Ort\n- Di., 3. Mai 2022: online\n\n"
        "Rechnungen\n\n"
        "Alles Weitere steht hier:\n{{ link }}\n\n"
        "Ihr Institut"
    ),
    "mailing/tests/own.subject.txt": "Eigenes",
    "mailing/tests/own.txt": "Text",
    "mailing/tests/own.html": "<p>Eigenes HTML für {{ name }}</p>",
}


@pytest.fixture(autouse=True)
def _letters(monkeypatch):
    """Offer LETTERS beside the installed templates."""
    from django.template.loaders.locmem import Loader

    engine = engines["django"].engine  # type: ignore[attr-defined]
    here = Loader(engine, LETTERS)
    (outer,) = engine.template_loaders
    assert isinstance(outer, cached.Loader)
    monkeypatch.setattr(outer, "loaders", [here, *outer.loaders])
    outer.reset()
    yield
    outer.reset()


@pytest.fixture
def post(settings, smtp_sink):
    """Mails go out, to a real server in this process."""
    smtp_sink.messages.clear()
    smtp_sink.recipients.clear()
    smtp_sink.refuse_with = None
    settings.MAIL_IS_LOCAL = False
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return smtp_sink
