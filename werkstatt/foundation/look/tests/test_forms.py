from django import forms
from django.contrib.auth.models import Group
from django.utils import translation

from werkstatt.foundation.look.fields import DayField, MoneyField
from werkstatt.foundation.look.forms import rows_of


class Booking(forms.Form):
    email = forms.EmailField(label="E-Mail", help_text="Für die Bestätigung.")
    fee = MoneyField(label="Gebühr")
    on = DayField(label="Tag", required=False)
    channel = forms.ChoiceField(
        label="Kanal", choices=[("on_site", "vor Ort"), ("online", "online")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Ich stimme zu.")


def test_a_field_has_its_label_its_hint_and_its_word_for_optional():
    page = Booking().render()
    assert '<label class="field__label" for="id_email">E-Mail</label>' in page
    assert 'aria-describedby="id_email_helptext"' in page
    assert 'autocomplete="email"' in page
    assert page.count("(freiwillig)") == 1
    assert "error-summary" not in page


def test_fields_may_stand_side_by_side():
    class Slot(Booking):
        beside = (("fee", "on"),)

    rows = [[field.name for field in row] for row in rows_of(Slot())]
    assert rows == [["email"], ["fee", "on"], ["channel"], ["agree"]]
    assert Slot().render().count('class="form__row"') == 1
    assert "form__row" not in Booking().render()


def test_errors_stand_at_the_field_and_in_a_summary_that_leads_there():
    page = Booking({"email": "<kim", "fee": "45.50", "agree": ""}).render()
    assert "data-error-summary" in page
    assert "Bitte ändern Sie 4 Angaben" in page
    for anchor in ("id_email", "id_fee", "id_channel_group", "id_agree"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    assert 'value="&lt;kim"' in page
    assert 'value="45.50"' in page
    assert page.count('aria-invalid="true"') >= 3


def test_money_comes_back_as_it_was_typed():
    form = Booking({"email": "kim@ulm.example", "fee": "1.234,50", "channel": "online", "agree": "on"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fee"] == 123450
    assert 'value="45,00"' in str(Booking(initial={"fee": 4500})["fee"])


def test_words_of_forms_are_german_and_english():
    empty = Booking({})
    assert "Bitte füllen Sie dieses Feld aus." in str(empty.errors)
    with translation.override("en"):
        assert "Please fill in this field." in str(Booking({}).errors)


def test_a_select_marks_what_is_chosen_groups_what_belongs_together_and_escapes_the_rest():
    class Room(forms.Form):
        room = forms.ChoiceField(
            choices=[("", "kein Raum"), ("Im Haus", [("a", "Saal <A>"), ("b", "Saal B")])],
            widget=forms.Select({"disabled": True, "data-name": "<x>"}),
        )

    page = str(Room(initial={"room": "b"})["room"])
    assert '<option value="">kein Raum</option>' in page
    assert '<optgroup label="Im Haus"><option value="a">Saal &lt;A&gt;</option>' in page
    assert '<option value="b" selected>Saal B</option>' in page
    assert 'data-name="&lt;x&gt;"' in page
    assert " disabled" in page.partition(">")[0]


def test_a_field_of_rows_offers_what_is_there_now_and_asks_once(db, django_assert_num_queries):
    class Choose(forms.Form):
        group = forms.ModelChoiceField(Group.objects.order_by("name"), empty_label="keine")

    for there in (["a"], ["a", "b"]):
        Group.objects.get_or_create(name=there[-1])
        with django_assert_num_queries(1) as asked:
            page = str(Choose()["group"])
        assert [name in page for name in ("keine", *there)] == [True] * (len(there) + 1)
        assert "CURSOR" not in asked.captured_queries[0]["sql"]
