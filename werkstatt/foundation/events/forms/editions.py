"""An edition: new, as a copy, its texts, its contact, its registration, its skin, its team."""

import re
from datetime import timedelta
from typing import Any, ClassVar, cast
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.actions import CopyWish, EditionFacts
from werkstatt.foundation.events.choices import RoleKind, Typeface
from werkstatt.foundation.events.logos import NotAPicture, reencode
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.rowform import RowForm
from werkstatt.foundation.look import skins
from werkstatt.foundation.look.fields import DayField, MomentField

COLOUR = re.compile(r"#[0-9a-f]{6}")
SLUG_HELP = _("Steht in der Adresse, zum Beispiel neo-2022.")
RESERVED = {"accounts", "billing", "demo", "desk", "en", "look", "mailing", "my", "offers", "orders", "people"}
RESERVED |= {
    "speakers",
    "static",
    "themes",
    "search",
    "healthz",
    "api",
    "editions",
    "plan",
    "photos",
    "attendance",
    "video",
    "join",
    "hall",
    "live",
}
TALL = forms.Textarea(attrs={"rows": 4})


class _NamedEdition(forms.Form):
    title = forms.CharField(label=_("Titel"), max_length=200)
    slug = forms.SlugField(label=_("Kurzname"), max_length=50, help_text=SLUG_HELP)
    first_day_on = DayField(label=_("Erster Tag"))

    def clean_slug(self) -> str:
        slug: str = slugify(self.cleaned_data["slug"])
        if slug in RESERVED or Edition.objects.filter(slug=slug).exists():
            raise ValidationError(_("Dieser Kurzname ist schon vergeben. Bitte wählen Sie einen anderen."))
        return slug


class NewEditionForm(_NamedEdition):
    day_count = forms.IntegerField(label=_("Zahl der Tage"), min_value=1, max_value=14, initial=2)

    def facts(self) -> EditionFacts:
        data = self.cleaned_data
        days = tuple(data["first_day_on"] + timedelta(days=number) for number in range(data["day_count"]))
        return EditionFacts(title=data["title"], slug=data["slug"], days=days)


class CopyEditionForm(_NamedEdition):
    with_sessions = forms.BooleanField(label=_("Auch das Programm kopieren"), required=False)
    with_team = forms.BooleanField(label=_("Auch das Team mit seinen Rollen übernehmen"), required=False)

    def wish(self) -> CopyWish:
        return CopyWish(**self.cleaned_data)


class EditionTextsForm(RowForm):
    class Meta:
        model = Edition
        fields = [
            *("title", "motto", "summary", "summary_en", "about", "about_en"),
            *("on_site_includes", "on_site_includes_en", "online_includes", "online_includes_en"),
        ]
        labels: ClassVar = {
            "title": _("Titel"),
            "motto": _("Leitwort"),
            "summary": _("In zwei Sätzen"),
            "summary_en": _("In zwei Sätzen (englisch)"),
            "about": _("Ausführlich"),
            "about_en": _("Ausführlich (englisch)"),
            "on_site_includes": _("Vor Ort ist enthalten"),
            "on_site_includes_en": _("Vor Ort ist enthalten (englisch)"),
            "online_includes": _("Online ist enthalten"),
            "online_includes_en": _("Online ist enthalten (englisch)"),
        }
        help_texts: ClassVar = {
            "on_site_includes": _("Eine Zeile je Leistung"),
            "online_includes": _("Eine Zeile je Leistung"),
        }
        widgets: ClassVar = dict.fromkeys(fields[2:], TALL)


class ContactForm(RowForm):
    class Meta:
        model = Edition
        fields = ["contact_name", "contact_email", "contact_phone", "time_zone"]
        labels: ClassVar = {
            "contact_name": _("Ansprechperson"),
            "contact_email": _("E-Mail-Adresse"),
            "contact_phone": _("Telefon"),
            "time_zone": _("Zeitzone"),
        }

    def clean_time_zone(self) -> str:
        name = str(self.cleaned_data["time_zone"])
        if name not in available_timezones():
            raise ValidationError(_("Diese Zeitzone gibt es nicht. Für Deutschland: Europe/Berlin."))
        return name


class RegistrationForm(RowForm):
    registration_opens_at = MomentField(label=_("Anmeldung öffnet"), required=False)
    registration_closes_at = MomentField(label=_("Anmeldung schließt"), required=False)
    beside = (("hold_minutes", "payment_term_days", "channel_change_until_days"),)

    class Meta:
        model = Edition
        fields = [
            *("registration_opens_at", "registration_closes_at", "hold_minutes", "payment_term_days"),
            "channel_change_until_days",
        ]
        labels: ClassVar = {
            "hold_minutes": _("Plätze werden gehalten (Minuten)"),
            "payment_term_days": _("Zahlungsziel (Tage)"),
            "channel_change_until_days": _("Kanal wechseln bis (Tage vorher)"),
        }

    def clean_hold_minutes(self) -> int:
        minutes = int(self.cleaned_data["hold_minutes"])
        if not 5 <= minutes <= 240:
            raise ValidationError(_("Zwischen 5 und 240 Minuten."))
        return minutes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("registration_opens_at"), cleaned.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Die Anmeldung schließt, bevor sie öffnet."))
        return cleaned


class SkinForm(RowForm):
    """Two colours and a logo; colours that nobody could read are refused with the nearest one that works."""

    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG, WebP oder GIF, bis 5 MB. Am besten quer und freigestellt."),
    )
    remove_logo = forms.BooleanField(label=_("Logo entfernen"), required=False)

    class Meta:
        model = Edition
        fields = ["accent_color", "action_color", "typeface", "logo_text"]
        labels: ClassVar = {
            "accent_color": _("Farbe der Ausgabe"),
            "action_color": _("Farbe der Schaltflächen"),
            "typeface": _("Schrift"),
            "logo_text": _("Was auf dem Logo steht"),
        }
        help_texts: ClassVar = {
            "accent_color": _("Als #rrggbb. Leer: die Farbe des Landes."),
            "action_color": _("Als #rrggbb. Leer: die Farbe des Landes."),
            "logo_text": _("Für alle, die das Logo nicht sehen"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typeface = cast("forms.TypedChoiceField", self.fields["typeface"])
        typeface.choices = [("", _("Fira Sans, die Schrift der Verwaltung")), *Typeface.choices]
        if cast("Edition", self.instance).logo_id is None:
            del self.fields["remove_logo"]

    def clean_accent_color(self) -> str:
        return _colour(self.cleaned_data["accent_color"])

    def clean_action_color(self) -> str:
        colour = _colour(self.cleaned_data["action_color"])
        if colour and (ratio := skins.contrast(colour[1:], skins.WHITE)) < 4.5:
            readable = f"#{skins.enough(colour[1:], skins.WHITE)}"
            message = _(
                "Auf Weiß ist diese Farbe kaum lesbar (Kontrast %(ratio)s : 1, nötig 4,5 : 1). Nahe dabei: %(readable)s"
            )
            raise ValidationError(message, params={"ratio": f"{ratio:.1f}".replace(".", ","), "readable": readable})
        return colour

    def clean_logo_file(self) -> bytes | None:
        upload = self.cleaned_data["logo_file"]
        if upload is None:
            return None
        content = bytes(upload.read(6_000_000))
        try:
            reencode(content)
        except NotAPicture as error:
            message = _("Diese Datei ist kein Bild, das wir lesen können. Bitte nehmen Sie PNG, JPEG oder WebP.")
            raise ValidationError(message) from error
        return content

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("logo_file") and not cleaned.get("logo_text"):
            self.add_error("logo_text", _("Bitte beschreiben Sie das Logo, zum Beispiel mit dem Namen darauf."))
        return cleaned


class RoleForm(forms.Form):
    """Invite somebody to the desk by her address."""

    email = forms.EmailField(label=_("E-Mail-Adresse"))
    kind = forms.ChoiceField(label=_("Rolle"), choices=RoleKind.choices)


def _colour(value: object) -> str:
    text = str(value or "").strip().lower()
    if text and not text.startswith("#"):
        text = f"#{text}"
    if text and not COLOUR.fullmatch(text):
        raise ValidationError(_("Bitte schreiben Sie die Farbe als #rrggbb, zum Beispiel #1a3da5."))
    return text
