import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from werkstatt.foundation.events import actions, forms, legal
from werkstatt.foundation.events.tests.factories import (
    FIRST_DAY,
    IN_MARCH,
    EditionFactory,
    SeriesFactory,
    edition_with_days,
)

pytestmark = pytest.mark.django_db


def test_a_form_leaves_the_row_alone_so_that_the_action_sees_what_changed():
    edition = EditionFactory.create(title="Alt")
    form = forms.EditionTextsForm({"title": "Neu", "motto": edition.motto}, instance=edition)
    assert form.is_valid()
    assert edition.title == "Alt"
    actions.edit_edition(edition=edition, changes=form.changes(), by=None, now=IN_MARCH)
    edition.refresh_from_db()
    assert edition.title == "Neu"
    with pytest.raises(TypeError):
        form.save()


def test_a_new_edition_needs_an_address_of_its_own():
    EditionFactory.create(slug="neo-2022")
    for slug in ("neo-2022", "desk", "en"):
        form = forms.NewEditionForm({"title": "A", "slug": slug, "first_day_on": "2023-05-08", "day_count": 2})
        assert list(form.errors) == ["slug"]
    form = forms.NewEditionForm({"title": "A", "slug": "neo-2023", "first_day_on": "08.05.2023", "day_count": 2})
    assert form.is_valid()
    assert [day.isoformat() for day in form.facts().days] == ["2023-05-08", "2023-05-09"]


def test_the_seller_is_checked_by_the_digits():
    good = {
        "title": "R",
        "number_code": "neo",
        "host_name": "H",
        "host_country": "de",
        "iban": "DE02 1203 0000 0000 2020 51",
    }
    form = forms.SeriesForm(good, instance=SeriesFactory.create())
    assert form.is_valid(), form.errors
    assert (form.changes()["iban"], form.changes()["number_code"]) == ("DE02120300000000202051", "NEO")
    SeriesFactory.create(number_code="NEO")
    bad = {**good, "iban": "DE02120300000000202052", "bic": "XX", "host_vat_id": "DE1"}
    assert set(forms.SeriesForm(bad).errors) == {"iban", "bic", "host_vat_id", "number_code"}


def test_a_colour_that_nobody_can_read_is_answered_with_one_that_works():
    form = forms.SkinForm({"accent_color": "f7e017", "action_color": "#ffee00"}, instance=EditionFactory.create())
    assert "Nahe dabei: #" in form.errors["action_color"][0]
    assert forms.SkinForm({"action_color": "#1a3da5"}, instance=EditionFactory.create()).is_valid()
    assert not forms.SkinForm({"action_color": "red;}"}, instance=EditionFactory.create()).is_valid()


def test_a_logo_needs_words_and_pixels():
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    junk, picture = SimpleUploadedFile("a.png", b"<svg/>"), SimpleUploadedFile("b.svg", out.getvalue())
    assert list(forms.SkinForm({"logo_text": "x"}, {"logo_file": junk}).errors) == ["logo_file"]
    assert list(forms.SkinForm({}, {"logo_file": picture}).errors) == ["logo_text"]


def test_cancellation_terms_rise_towards_the_day():
    edition = edition_with_days()

    def filled(*pairs: tuple[int, int]):
        data = {"terms-TOTAL_FORMS": len(pairs), "terms-INITIAL_FORMS": min(2, len(pairs))}
        for number, (days, fee) in enumerate(pairs):
            data |= {f"terms-{number}-days_before": days, f"terms-{number}-fee_percent": fee}
        return forms.terms_formset(edition, data)

    good = filled((27, 50), (6, 100))
    assert good.is_valid()
    assert good.terms() == [(27, 50), (6, 100)]
    for wrong in ([(27, 100), (6, 50)], [(6, 50), (6, 60)], [(5, 101)]):
        assert not filled(*wrong).is_valid()
    assert [form.initial["days_before"] for form in forms.terms_formset(edition).initial_forms] == [27, 6]


@pytest.mark.parametrize("kind", legal.KINDS)
@pytest.mark.parametrize("language", legal.LANGUAGES)
def test_every_legal_text_comes_with_the_product_and_is_filled(kind: str, language: str):
    edition = edition_with_days()
    text = legal.default_text(kind=kind, language=language, edition=edition, today=FIRST_DAY)
    assert "{{" not in text
    assert edition.series.host_name in text


def test_a_gap_in_a_legal_text_stays_visible_until_the_host_writes_her_own():
    edition = EditionFactory.create(series=SeriesFactory.create(host_street=""))

    def imprint() -> legal.LegalPage:
        return legal.legal_page(kind="imprint", language="de", edition=edition, today=FIRST_DAY)

    assert "[Straße]" in imprint().body
    actions.save_legal_text(edition=edition, kind="imprint", language="de", body="Wir.", by=None, now=IN_MARCH)
    assert (imprint().body, imprint().is_default) == ("Wir.", False)
    actions.save_legal_text(edition=edition, kind="imprint", language="de", body="", by=None, now=IN_MARCH)
    assert imprint().is_default


def test_the_products_texts_are_taken_over_once_and_never_over_the_hosts_own():
    edition = edition_with_days()
    actions.save_legal_text(edition=edition, kind="imprint", language="de", body="Wir.", by=None, now=IN_MARCH)
    for _ in range(2):
        actions.write_default_legal_texts(edition=edition, now=IN_MARCH)
    texts = {(text.kind, text.language): text.body for text in edition.legal_texts.all()}
    assert len(texts) == 8
    assert texts["imprint", "de"] == "Wir."
    assert edition.title in texts["privacy", "en"]


def test_a_list_of_terms_that_claims_thousands_of_rows_is_refused_without_building_them():
    edition = edition_with_days()
    prefix = forms.terms_formset(edition).prefix
    data = {f"{prefix}-TOTAL_FORMS": "2147483648", f"{prefix}-INITIAL_FORMS": "0"}
    claimed = forms.terms_formset(edition, data)
    assert not claimed.is_valid()
    assert len(claimed.forms) <= 20
