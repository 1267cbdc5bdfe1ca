"""What the style page shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest

from werkstatt.foundation.look.fields import ClockField, DayField, MoneyField


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
        "tones": ("info", "success", "warning", "danger"),
    }
