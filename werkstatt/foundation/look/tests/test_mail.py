from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkstatt.foundation.look.mail import body, html_mail

TEXT = """Guten Tag Kim Muster,

Ihre Anmeldung ist eingegangen. Bitte überweisen Sie 90,00 € bis zum 15. März 2022.

Tag: Mo., 2. Mai 2022
Kanal: vor Ort

Bitte mitbringen
- diese Mail
- ein Telefon

→ Anmeldung ansehen: https://werkstatt.example/orders/abc/

Fragen? Schreiben Sie an hilfe@institut.example.
"""


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words(html: str) -> str:
    parser = Words()
    parser.feed(html)
    return " ".join(" ".join(parser.found).split())


def test_habits_of_plain_text_become_headings_facts_lists_and_one_button():
    page = body(TEXT)
    assert "<h2>Bitte mitbringen</h2>" in page
    assert page.count("<li>") == 2
    assert '<td><span class="on-site">vor Ort</span></td>' in page
    assert '<th scope="row">Tag</th><td>Mo., 2. Mai 2022</td>' in page
    assert '<a class="button" href="https://werkstatt.example/orders/abc/">Anmeldung ansehen</a>' in page
    assert 'href="mailto:hilfe@institut.example"' in page
    assert "<p>Guten Tag Kim Muster,</p>" in page


@given(st.text(alphabet=st.sampled_from("ab :-→<>&\"'/\n."), max_size=80))
def test_no_text_is_lost_and_none_becomes_markup(text):
    kept = "".join(character for character in text if character.isalpha())
    shown = words(body(text))
    assert "".join(character for character in shown if character.isalpha()) == kept


@pytest.mark.parametrize("name", ["<b>Kim</b>", '"><script>x</script>', "{{ secret }}"])
def test_names_stay_text(name):
    page = html_mail(subject=name, text=f"Guten Tag {name},\n\nhallo.", sender=name, language="de")
    assert name in words(page)
    assert "<script>" not in page
