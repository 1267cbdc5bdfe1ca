"""What the organiser chooses, the typed confirmation, and what people answer."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.models import Day, Edition, Room
from werkstatt.foundation.kernel.normalise import clean_text, sort_key
from werkstatt.foundation.look import signs
from werkstatt.foundation.look.fields import MomentField
from werkstatt.foundation.look.moments import day as day_in_words
from werkstatt.rooms.registration.choices import SwitchKind
from werkstatt.rooms.registration.models import OfferedPlace
from werkstatt.rooms.registration.switch.casefile import OfferFile
from werkstatt.rooms.registration.switch.figures import Figures, figures_from
from werkstatt.rooms.registration.switch.plan import Wish
from werkstatt.rooms.registration.switch.starting import Terms

USUAL_DAYS = 7
LEAST_TIME = timedelta(hours=1)
ANSWERED_BY = time(18, 0)
LONGEST_REASON = 1_000


def usual_deadline(first_day: Day, now: datetime) -> datetime:
    """A week from now in the evening, but on the eve of the first day at the latest."""
    zone = first_day.edition.zone
    in_a_week = datetime.combine((now + timedelta(days=USUAL_DAYS)).astimezone(zone).date(), ANSWERED_BY, zone)
    the_eve = datetime.combine(first_day.on - timedelta(days=1), ANSWERED_BY, zone)
    return min(in_a_week, the_eve) if the_eve > now + LEAST_TIME else first_day.starts_at


class WishForm(forms.Form):
    """Which days, how far, until when, and why. Nothing happens by it: it leads to the preview."""

    kind = forms.ChoiceField(
        label=_("Was soll geschehen?"),
        choices=[
            (SwitchKind.CLOSE, _("Saal schließen: Niemand kommt vor Ort")),
            (SwitchKind.LIMIT, _("Saal begrenzen: Nur eine bestimmte Zahl kommt vor Ort")),
            (SwitchKind.OPEN, _("Saal wieder öffnen: Plätze vor Ort wieder anbieten")),
        ],
        widget=forms.RadioSelect,
        initial=SwitchKind.CLOSE,
    )
    days = forms.MultipleChoiceField(label=_("An welchen Tagen?"), widget=forms.CheckboxSelectMultiple)
    limit = forms.IntegerField(
        label=_("Personen am Tag"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_(
            "Beim Begrenzen: wie viele höchstens kommen dürfen. "
            "Beim Öffnen: wie viele Plätze es gibt; leer heißt so viele wie zuvor."
        ),
    )
    room = forms.ModelChoiceField(
        label=_("oder so viele, wie in diesen Raum passen"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=_("kein Raum"),
    )
    deadline = MomentField(
        label=_("Antworten bis"),
        help_text=_("So lange halten wir die angebotenen Plätze frei. Danach gilt: kein Platz, Geld zurück."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Steht wörtlich in den Mails. Zum Beispiel, welche Vorschrift jetzt gilt."),
    )

    def __init__(self, *args: Any, edition: Edition, days: Iterable[Day], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.now = edition, now
        self.by_key = {str(day.pk): day for day in days if day.starts_at > now}
        choices = [(key, day_in_words(day.on, signs.language())) for key, day in self.by_key.items()]
        self.fields["days"].choices = choices  # type: ignore[attr-defined]
        self.fields["room"].queryset = Room.objects.filter(  # type: ignore[attr-defined]
            edition=edition, channel="on_site", capacity__isnull=False
        )
        self.fields["room"].label_from_instance = lambda room: f"{room.name} ({room.capacity})"  # type: ignore[attr-defined]
        if self.by_key:
            self.initial.setdefault("days", list(self.by_key))
            self.initial.setdefault("deadline", usual_deadline(next(iter(self.by_key.values())), now))

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (room := cleaned.get("room")) is not None and cleaned.get("limit") is None:
            cleaned["limit"] = room.capacity
        if cleaned.get("kind") == SwitchKind.LIMIT and cleaned.get("limit") is None and "limit" not in self.errors:
            self.add_error(
                "limit", _("Geben Sie an, wie viele Personen am Tag kommen dürfen, oder wählen Sie einen Raum.")
            )
        self._check_deadline(cleaned)
        return cleaned

    def _check_deadline(self, cleaned: dict[str, Any]) -> None:
        deadline, chosen = cleaned.get("deadline"), [self.by_key[key] for key in cleaned.get("days", [])]
        if deadline is None or not chosen:
            return
        first = min(chosen, key=lambda day: day.on)
        if deadline < self.now + LEAST_TIME:
            self.add_error("deadline", _("Die Frist ist zu kurz. Geben Sie mindestens eine Stunde Zeit."))
        elif deadline > first.starts_at:
            words = gettext("Die Frist muss enden, bevor der erste Tag beginnt: %(day)s.")
            self.add_error("deadline", words % {"day": day_in_words(first.on, signs.language())})

    @property
    def wish(self) -> Wish:
        """What was chosen; only when the form is valid."""
        kind = SwitchKind(self.cleaned_data["kind"])
        limit = None if kind is SwitchKind.CLOSE else self.cleaned_data["limit"]
        return Wish(kind, frozenset(int(key) for key in self.cleaned_data["days"]), limit)

    @property
    def terms(self) -> Terms:
        return Terms(deadline=self.cleaned_data["deadline"], reason=self.cleaned_data["reason"])


class ConfirmationForm(forms.Form):
    """The name of the edition, typed; with it the figures that were seen and the key of this form."""

    title = forms.CharField(label=_("Name der Veranstaltung"), max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["title"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

    def clean_title(self) -> str:
        typed = str(self.cleaned_data["title"])
        if sort_key(typed) != sort_key(self.edition.title):
            words = gettext("Das ist nicht der Name. Schreiben Sie: %(title)s")
            raise forms.ValidationError(words % {"title": self.edition.title})
        return typed

    def clean_seen(self) -> Figures:
        try:
            return figures_from(signing.loads(self.cleaned_data["seen"], salt=SEEN))
        except (signing.BadSignature, KeyError, TypeError) as error:
            raise forms.ValidationError(_("Die Vorschau ist veraltet. Bitte sehen Sie sie noch einmal an.")) from error


SEEN = "registration.switch.seen"


def sealed(figures: Figures) -> str:
    """Figures as a hidden field carries them: nobody confirms figures that were never shown."""
    return signing.dumps(figures.as_json(), salt=SEEN, compress=True)


TAKE, LEAVE, LATER = "take", "leave", ""


class AnswerForm(forms.Form):
    """Answers to offers: one choice per person and day. A person is answered wholly or not yet."""

    def __init__(self, *args: Any, offers: Iterable[OfferFile], may_wait: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = list(offers)
        options = [(TAKE, _("teilnehmen")), (LEAVE, _("nicht"))] + ([(LATER, _("später"))] if may_wait else [])
        for each in self.offers:
            for day in each.days:
                self.fields[self.name_of(each, day)] = forms.ChoiceField(
                    label=f"{each.attendee.full_name}, {day_in_words(day.day_channel.day.on, signs.language())}",
                    choices=options,
                    required=False,
                    initial=LATER if may_wait else None,
                    widget=forms.RadioSelect,
                )

    @staticmethod
    def name_of(each: OfferFile, day: OfferedPlace) -> str:
        return f"o{each.offer.pk}-{day.day_channel_id}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if everybody := self.data.get("everybody"):
            choice = TAKE if everybody == TAKE else LEAVE
            cleaned |= {self.name_of(each, day): choice for each in self.offers for day in each.days}
        answered = [cleaned.get(self.name_of(each, day)) for each in self.offers for day in each.days]
        for each in self.offers:
            self._check_whole(each, cleaned)
        if not any(answered) and not self.errors:
            self.add_error(None, _("Wählen Sie für mindestens eine Person, ob sie teilnimmt."))
        return cleaned

    def _check_whole(self, each: OfferFile, cleaned: dict[str, Any]) -> None:
        choices = [cleaned.get(self.name_of(each, day)) for day in each.days]
        if any(choices) and not all(choices):
            words = gettext("Beantworten Sie für %(name)s alle Tage, oder keinen.")
            missing = next(day for day, choice in zip(each.days, choices, strict=True) if not choice)
            self.add_error(self.name_of(each, missing), words % {"name": each.attendee.full_name})

    @property
    def answers(self) -> dict[int, frozenset[int]]:
        """Offers that are answered, each with the day-channels that are taken; only when the form is valid."""
        answers = {}
        for each in self.offers:
            choices = {day.day_channel_id: self.cleaned_data.get(self.name_of(each, day)) for day in each.days}
            if all(choices.values()):
                answers[each.offer.pk] = frozenset(pk for pk, choice in choices.items() if choice == TAKE)
        return answers

    def rows(self) -> list[dict[str, Any]]:
        """People down, days across, as bound fields."""
        return [
            {"file": each, "cells": [(day, self[self.name_of(each, day)]) for day in each.days]} for each in self.offers
        ]

    def hidden(self) -> list[tuple[str, str]]:
        """The choices as hidden fields, for the page that asks once more."""
        return [(name, str(self.cleaned_data.get(name) or "")) for name in self.fields]
