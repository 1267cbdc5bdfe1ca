import io
import re
import threading
from datetime import date
from typing import Any

import pikepdf
import pytest

from werkstatt.foundation.look import paper
from werkstatt.foundation.look.paper.glyphs import printable

SAMPLE = "foundation/look/paper/sample.typ"
FACTS: dict[str, Any] = {
    "language": "de",
    "title": "Rechnung NEO-R-2022-00001",
    "number": "NEO-R-2022-00001",
    "dated": "2022-03-01",
    "sender": {
        "name": "Institut für kommunale Erneuerung e. V.",
        "street": "Musterstraße 12",
        "postcode": "89073",
        "city": "Ulm",
        "iban": "DE02120300000000202051",
    },
    "recipient": ["Gemeinde Dornstadt", "Kirchplatz 2", "89160 Dornstadt"],
    "lines": [{"on": "2022-05-02", "text": "Teilnahme vor Ort: Łukasz Çelik", "quantity": 2, "cents": 4500}] * 60,
    "cents": 540000,
}


def sheet(**changes) -> bytes:
    return paper.render(
        SAMPLE, FACTS | changes, dated=date(2022, 3, 1), attachments=[paper.Attachment("facts.xml", "<x/>")]
    )


def test_a_letter_is_archive_and_accessible_at_once():
    with pikepdf.open(io.BytesIO(sheet())) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "de-DE"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
            assert about["dc:title"] == FACTS["title"]
        assert "/OutputIntents" in root
        assert list(pdf.attachments) == ["facts.xml"]
        assert str(root.AF[0].AFRelationship) == "/Alternative"
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "FiraSans" in str(descriptor.FontName)
                assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
                assert "/ToUnicode" in font
        assert len(pdf.pages) == 2


def test_heads_of_columns_are_table_heads():
    with pikepdf.open(io.BytesIO(sheet())) as pdf:
        kinds = [str(obj.S) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") is not None]
    assert kinds.count("/TH") == 5
    assert "/H1" in kinds


def test_the_same_facts_give_the_same_bytes_and_no_clock_is_asked():
    assert sheet() == sheet()
    assert sheet() != sheet(number="NEO-R-2022-00002")
    assert not re.search(rb"D:202[3-9]", sheet())


def test_every_thread_has_its_own_press():
    made: list[bytes] = []

    def work() -> None:
        made.extend(sheet() for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 12
    assert len(set(made)) == 1


def test_what_people_typed_is_text_and_never_markup():
    nasty = '#panic("x") *b* $y$ ] } \\ " \u202e <a> @ref'
    with pikepdf.open(io.BytesIO(sheet(recipient=[nasty], lines=[FACTS["lines"][0] | {"text": nasty}]))) as pdf:
        assert len(pdf.pages) == 1


def test_a_broken_template_says_where():
    with pytest.raises(paper.PaperJam, match="nowhere"):
        paper.render("foundation/look/paper/nowhere.typ", {})


@pytest.mark.parametrize("name", ["Mia 😀", "漢字 Wáng", "محمد", "a\u0308 b\u2011c", "● ✓ \u200d"])
def test_signs_our_fonts_do_not_know_never_keep_a_paper_from_being_set(name):
    assert sheet(recipient=[name]).startswith(b"%PDF")


def test_texts_are_fitted_all_through_and_known_ones_stay_as_they_are():
    facts = {"a": ["Grüße aus Ulm 😀", {"b": "漢字 und mehr", "c": 7, "d": None}]}
    assert printable(facts) == {"a": ["Grüße aus Ulm", {"b": "[…] und mehr", "c": 7, "d": None}]}
    assert printable("Łukasz Çelik, 5 €\n„Nguyễn“") == "Łukasz Çelik, 5 €\n„Nguyễn“"
