"""The PDF of a document: accessible, archivable, the same on every run. (Not a full veraPDF validation.)"""

import io
import json

import pikepdf
import pypdf
import pytest

from werkstatt.foundation.look.paper import PaperJam
from werkstatt.services.billing import actions, queries, sheet, vat
from werkstatt.services.billing.tests.factories import DAY, NOW, TOWN, invoice, line, make_account

pytestmark = pytest.mark.django_db


def text_of(document):
    reader = pypdf.PdfReader(io.BytesIO(sheet.pdf(bytes(document.content))))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace("\u00a0", " ")


def test_an_invoice_says_who_what_how_much_and_how_to_pay():
    document = invoice(None, line(person="Erika Musterfrau"), line(person="Jörg Öztürk"))
    text = text_of(document)
    for words in (
        f"Rechnung {document.number}",
        "Stadt Musterlingen Amt für Digitales Rathausplatz 1 89073 Ulm",
        "Mo., 2. Mai 2022",
        "Erika Musterfrau, Jörg Öztürk",
        "90,00 €",
        "Steuerfrei nach § 4 Nr. 22 Buchst. a UStG.",
        "Bitte überweisen Sie 90,00 € bis Mo., 28. März 2022",
        "DE89 3704 0044 0532 0130 00",
        "AO-2022-17",
        TOWN.leitweg_id,
        "Seite 1 von 1",
    ):
        assert words in text


def test_english_and_taxed():
    document = invoice(None, line(tax=vat.Tax("S", 19)), language="en", channel="online")
    text = text_of(document)
    for words in (f"Invoice {document.number}", "VAT 19 % on €37.82", "€7.18", "Mon 28 March 2022", "online"):
        assert words in text


def test_a_cancellation_names_its_invoice_and_what_becomes_of_the_money():
    account = make_account()
    document = invoice(account)
    actions.book_payment(account=account, amount_cents=4500, received_on=DAY, by=None, now=NOW)
    text = text_of(actions.cancel_lines(document=document, now=NOW))
    assert f"hebt die Rechnung {document.number} vom 14. März 2022 vollständig auf" in text
    assert "Wir zahlen Ihnen 45,00 € zurück" in text


def test_what_an_earlier_cancellation_promised_back_is_not_promised_twice():
    account = make_account()
    document = invoice(account, line(person="Ada Eins"), line(person="Bo Zwei"))
    actions.book_payment(account=account, amount_cents=9000, received_on=DAY, by=None, now=NOW)
    first = document.lines.all()[0]
    texts = [text_of(actions.cancel_lines(document=document, amounts={first.pk: 4500}, now=NOW))]
    texts.append(text_of(actions.cancel_lines(document=document, now=NOW)))
    assert all("Wir zahlen Ihnen 45,00 € zurück" in text for text in texts)
    assert sum(refund.amount_cents for refund in account.refunds.all()) == 9000


def test_an_invoice_settled_by_credit_asks_for_nothing():
    account = make_account()
    actions.book_payment(account=account, amount_cents=4500, received_on=DAY, by=None, now=NOW)
    text = text_of(invoice(account))
    assert "Sie müssen nichts überweisen" in text
    assert "IBAN DE89" in text, "still in the footer"
    assert "Bitte überweisen" not in text


@pytest.mark.parametrize("kind", ["invoice", "cancellation"])
def test_it_is_tagged_archivable_and_carries_its_facts(kind):
    document = invoice()
    if kind == "cancellation":
        document = actions.cancel_lines(document=document, now=NOW)
    with pikepdf.open(io.BytesIO(sheet.pdf(bytes(document.content)))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).startswith("de")
        assert root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in root
        assert root.OutputIntents
        with pdf.open_metadata() as meta:
            assert document.number in meta["dc:title"]
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        attached = pdf.attachments[f"{document.number}.json"].get_file().read_bytes()
        assert json.loads(attached)["number"] == document.number
        tags = set(tags_below(root.StructTreeRoot))
        assert {"/H1", "/Table", "/TH", "/TD"} <= tags
        for font in fonts_of(pdf):
            assert "/ToUnicode" in font
            (descendant,) = font.DescendantFonts
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())


def test_setting_it_again_gives_the_same_bytes():
    document = invoice(None, *[line(person=f"Person {n}") for n in range(60)])
    bytes_ = bytes(document.content)
    assert sheet.pdf(bytes_) == sheet.pdf(bytes_) == actions.render(document=document).pdf.data


def test_the_transfer_code_holds_the_epc_fields():
    document = invoice()
    assert sheet.transfer_text(document.facts).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "COBADEFFXXX",
        "Institut für Beispiele",
        "DE89370400440532013000",
        "EUR45.00",
        "",
        "",
        document.number,
    ]


def tags_below(node):
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node and "/Type" in node and node.get("/Type") == "/StructElem":
            yield str(node.S)
        if "/K" in node:
            yield from tags_below(node.K)
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags_below(child)


def fonts_of(pdf):
    for page in pdf.pages:
        yield from page.Resources.get("/Font", {}).values()


def test_a_document_that_jams_the_press_does_not_stop_those_behind_it():
    jam, fine = invoice(), invoice()
    content = bytes(jam.content).replace(b'"template":"invoice-1"', b'"template":"invoice-0"')
    jam.pk, jam.number, jam.running, jam.content, jam._state.adding = fine.pk - 10_000, "J-1", 99, content, True
    jam.save(force_insert=True)
    assert actions.render_missing() == 2
    assert list(queries.documents_without_pdf()) == [jam]
    with pytest.raises(PaperJam):
        actions.render(document=jam)


def test_many_pdfs_take_as_many_queries_as_one(django_assert_num_queries):
    account = make_account()
    for count in (1, 3):
        keys = [invoice(account).pk for _ in range(count)]
        with django_assert_num_queries(5 + 4):  # and a savepoint around each of two looks
            assert actions.render_missing() == count
        with django_assert_num_queries(1):
            assert list(actions.pdfs_of(keys)) == keys
