"""What the style page shows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest

from werkstatt.foundation.look.charts import Bar, Chart, Dot, Meter, Part, Series, bars, dot_map, meters, over_time
from werkstatt.foundation.look.fields import ClockField, DayField, MoneyField
from werkstatt.foundation.look.tables import Choice, Column, Table, View


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie auf der Teilnahmebescheinigung.")
    email = forms.EmailField(label="E-Mail-Adresse")
    fee = MoneyField(label="Gebühr")
    on = DayField(label="Tag", required=False)
    at = ClockField(label="Beginn", required=False)
    group = forms.ChoiceField(label="Gruppe", choices=[("", "Bitte wählen"), ("m", "Gemeinde"), ("c", "Landkreis")])
    channel = forms.ChoiceField(
        label="Kanal", choices=[("on_site", "vor Ort"), ("online", "online")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(label="Unterstützung", required=False, choices=[("step", "stufenfreier Zugang"), ("sign", "Gebärdensprache")], widget=forms.CheckboxSelectMultiple)  # fmt: skip
    note = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Datei", required=False)
    agree = forms.BooleanField(label="Ich habe die Hinweise zum Datenschutz gelesen.")


class SampleTable(Table):
    name = "sample"
    caption = "Personen"
    columns = (
        Column("name", "Name", sort="name", is_key=True, link=lambda row: "#", note=lambda row: row["organisation"]),
        Column("city", "Ort", sort="city"),
        Column("channel", "Kanal", kind="channel", sort="channel"),
        Column("ordered", "Angemeldet", kind="moment", sort="ordered"),
        Column("fee", "Gebühr", kind="money", sort="fee"),
        Column("state", "Stand", kind="badge", tone=lambda row: "success" if row["state"] == "bezahlt" else "warning"),
    )
    search = ("name",)
    search_hint = "Name oder Ort"
    filters = (Choice("channel", "Kanal", [("on_site", "vor Ort"), ("online", "online")], lambda rows, value: [row for row in rows if row["channel"] == value]),)  # fmt: skip
    default_sort = "name"
    per_page = 8
    views = (View("Alle", ""), View("Nur online", "channel=online"))


def people() -> list[dict[str, Any]]:
    cities = ("Dornstadt", "Ulm", "Schwäbisch Gmünd", "Villingen-Schwenningen", "Aalen", "Bad Mergentheim")
    return [
        {
            "name": f"Muster, Kim {number}",
            "organisation": "Gemeindeverwaltung",
            "city": cities[number % 6],
            "channel": "online" if number % 3 == 0 else "on_site",
            "ordered": datetime(2022, 2, 1 + number % 28, 9, 15, tzinfo=UTC),
            "fee": 4500 if number % 3 else 2500,
            "state": "offen" if number % 4 == 0 else "bezahlt",
        }
        for number in range(1, 41)
    ]


def charts() -> list[Chart]:
    first = date(2022, 2, 1)
    grown = [(first + timedelta(days=n), min(161, round(161 * (n / 88) ** 1.4))) for n in range(0, 90, 3)]
    slower = [(on, round(value * 0.33)) for on, value in grown]
    groups = (("Gemeinden", 61, 17), ("Landkreise", 22, 6), ("Landesverwaltung", 14, 5), ("Unternehmen", 26, 11), ("Start-ups", 12, 4), ("Wissenschaft", 18, 7), ("Zivilgesellschaft", 8, 3))  # fmt: skip
    places = (("Ulm", 48.40, 9.99, 38), ("Stuttgart", 48.78, 9.18, 31), ("Ortenaukreis", 48.47, 7.94, 9), ("Karlsruhe", 49.01, 8.40, 14), ("Ravensburg", 47.78, 9.61, 6), ("Main-Tauber-Kreis", 49.62, 9.66, 4))  # fmt: skip
    return [
        over_time(title="Anmeldungen", says="Seit Ende März kommen jede Woche rund 20 Anmeldungen dazu, zwei Drittel davon vor Ort.", series=[Series("on_site", "vor Ort", grown), Series("online", "online", slower)]),
        bars(title="Wer kommt", says="Gemeinden und Landkreise stellen die Hälfte.", heads=("Gruppe", "Personen"), rows=[Bar(name, [Part("on_site", here), Part("online", there)], url="#") for name, here, there in groups]),
        meters(title="Auslastung", says="Der Montag vor Ort ist fast voll.", rows=[Meter("Mo., 2. Mai", 138, 140, "on_site", held=2), Meter("Mo., 2. Mai", 51, 300, "online"), Meter("Di., 3. Mai", 98, 140, "on_site", held=6), Meter("Di., 3. Mai", 51, 300, "online")]),
        dot_map(title="Woher", says="Menschen aus 23 der 44 Stadt- und Landkreise nehmen teil.", heads=("Kreis", "Personen"), dots=[Dot(*place) for place in places]),
    ]  # fmt: skip


def context(request: HttpRequest) -> dict[str, Any]:
    start = datetime(2022, 5, 2, 7, 30, tzinfo=UTC)
    return {
        "form": SampleForm(initial={"fee": 4500}),
        "broken_form": SampleForm({"b-name": "Kim Muster", "b-email": "keine Adresse", "b-fee": "45.50"}, prefix="b"),
        "start": start,
        "end": start + timedelta(minutes=45),
        "cents": 123450,
        "steps": [
            {"name": "Personen", "state": "done", "url": "#"},
            {"name": "Tage", "state": "done", "url": "#"},
            {"name": "Rechnung", "state": "now"},
            {"name": "Prüfen", "state": "next"},
        ],
        "crumbs": [("Werkstatt NEO", "/"), ("Gestaltung", "")],
        "tabs": [
            {"label": "Alle", "url": "#", "current": True, "count": 1214},
            {"label": "Offen", "url": "#", "count": 12},
        ],
        "table": SampleTable(request, people()),
        "charts": charts(),
        "tones": ("info", "success", "warning", "danger"),
    }
