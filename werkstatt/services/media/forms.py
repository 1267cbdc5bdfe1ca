"""The form of a provider, made from what it says it needs; secrets go in and never come out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from werkstatt.services.media.actions import FURTHER, Entry
from werkstatt.services.media.choices import Kind, SecondKind
from werkstatt.services.media.models import VideoSource
from werkstatt.services.media.providers import provider_of
from werkstatt.services.media.providers.provider import Setting, SettingIsWrong, https

LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LONGEST = 500
KEPT = _("Gespeichert. Leer lassen, um es zu behalten.")


class SourceForm(forms.Form):
    """`provider.settings` first, then what every kind of video may have beside it."""

    captions_url = forms.URLField(
        label=_("Untertitel"),
        required=False,
        max_length=LONGEST,
        assume_scheme="https",
        help_text=_("Adresse einer WebVTT-Datei; nicht nötig, wenn die Übertragung Untertitel mitbringt"),
    )
    captions_language = forms.ChoiceField(label=_("Sprache der Untertitel"), choices=LANGUAGES, initial="de")
    second_kind = forms.ChoiceField(
        label=_("Zweites Bild oder zweiter Ton"), choices=SecondKind.choices, initial=SecondKind.SIGN_LANGUAGE
    )
    second_url = forms.URLField(
        label=_("Adresse dafür"),
        required=False,
        max_length=LONGEST,
        assume_scheme="https",
        help_text=_("Endet sie auf .m3u8, steht das Bild neben dem ersten, sonst ist es ein Link."),
    )
    audio_url = forms.URLField(
        label=_("Nur Ton"),
        required=False,
        max_length=LONGEST,
        assume_scheme="https",
        help_text=_("Für schmale Leitungen: Adresse einer Tonübertragung oder ein Link zum Einwählen"),
    )
    notice = forms.CharField(
        label=_("Satz zum Datenschutz"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leer: der Satz, den wir für diesen Anbieter vorschlagen"),
    )

    def __init__(self, *args: Any, kind: Kind, source: VideoSource | None = None, **kwargs: Any) -> None:
        self.kind, self.provider = kind, provider_of(kind)
        same = source if source is not None and source.kind == kind else None
        kwargs["initial"] = {**_further(source), **(same.settings if same else {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        kept = set(same.sealed) if same else set()
        own = {each.name: _field(each, is_kept=each.name in kept) for each in self.provider.settings}
        if not self.provider.can.captions:
            del self.fields["captions_language"]
        if kind != Kind.HLS:
            del self.fields["captions_url"]
        self.fields = {**own, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("captions_url", "second_url", "audio_url"):
            try:
                cleaned[name] = https(name, cleaned[name]) if cleaned.get(name) else ""
            except SettingIsWrong as wrong:
                self.refuse(wrong)
        return cleaned

    def entry(self) -> Entry:
        data = self.cleaned_data
        plain = {each.name: data.get(each.name) or "" for each in self.provider.settings if not each.is_secret}
        secret = {each.name: data.get(each.name) or "" for each in self.provider.settings if each.is_secret}
        further = {name: data[name] for name in FURTHER if name in data}
        return Entry(self.kind, plain, secret, further)

    def refuse(self, wrong: SettingIsWrong) -> None:
        self.add_error(wrong.name if wrong.name in self.fields else None, str(wrong.words))


def _further(source: VideoSource | None) -> dict[str, str]:
    return {name: getattr(source, name) for name in FURTHER} if source else {}


def _field(setting: Setting, *, is_kept: bool) -> forms.Field:
    hint = KEPT if is_kept else setting.hint
    common: dict[str, Any] = {
        "label": setting.label,
        "help_text": hint,
        "required": setting.is_required and not is_kept,
    }
    if setting.kind == "choice":
        return forms.ChoiceField(choices=list(setting.choices), initial=setting.default, **common)
    if setting.kind == "address":
        return forms.URLField(max_length=LONGEST, assume_scheme="https", **common)
    if setting.kind == "secret":
        widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        return forms.CharField(max_length=LONGEST, widget=widget, **common)
    if setting.kind == "long_secret":
        tall = forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"})
        return forms.CharField(max_length=10_000, widget=tall, **common)
    return forms.CharField(max_length=LONGEST, **common)
