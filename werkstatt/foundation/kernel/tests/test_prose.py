import pytest

from werkstatt.foundation.kernel.prose import html, sections


def test_simple_markup_becomes_html():
    text = "# Titel\n\nEin **fetter** Satz,\nzwei Zeilen.\n\n- eins\n- zwei\n\n[Stadt](https://www.ulm.de)"
    assert html(text) == (
        "<h2>Titel</h2>\n<p>Ein <strong>fetter</strong> Satz,<br>\nzwei Zeilen.</p>\n<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"
        '<p><a href="https://www.ulm.de" rel="noopener">Stadt</a></p>\n'
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[hier](javascript:alert(1))",
        "[hier](data:text/html;base64,PHNjcmlwdD4=)",
        "![bild](https://elsewhere.example/pixel.png)",
        "<a href='https://x' onclick='alert(1)'>x</a>",
        '<p style="position:fixed">x</p>',
    ],
)
def test_nothing_but_simple_markup_gets_through(attack):
    result = html(attack)
    for part in ("<script", "<img", 'href="javascript', 'href="data', "<a href='", "<p style"):
        assert part not in result


def test_headings_cut_a_text_into_sections():
    found = sections("Vorab.\n\n## Erste Frage?\nAntwort.\n## Zweite Frage?\n\nNoch eine.")
    assert [(section.title, str(section.body)) for section in found] == [
        ("", "<p>Vorab.</p>\n"),
        ("Erste Frage?", "<p>Antwort.</p>\n"),
        ("Zweite Frage?", "<p>Noch eine.</p>\n"),
    ]
    assert sections("") == []
