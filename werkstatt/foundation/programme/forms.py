"""What the desk fills in: sessions, their speakers, moves and cancellations."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel
from werkstatt.foundation.events.models import Edition, Room, Theme
from werkstatt.foundation.events.queries import days_on
from werkstatt.foundation.programme.actions import (
    CodeIsTaken,
    DayIsNotPartOfEdition,
    RoomDoesNotFit,
    RoomIsTaken,
    SessionEntry,
    SpeakerEntry,
    SpeakerLink,
)
from werkstatt.foundation.programme.choices import SessionChannel, SessionFormat, SpeakerRole
from werkstatt.foundation.programme.models import Session, Speaker
from werkstatt.foundation.programme.photos import PhotoIsUnreadable, square_photo
from werkstatt.foundation.programme.slots import Slot

PROBLEMS = (DayIsNotPartOfEdition, RoomDoesNotFit, RoomIsTaken, CodeIsTaken)
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]


class SlotForm(forms.Form):
    """When and where. `refuse(problem)` turns an action's named exception into a sentence at the right field."""

    day = forms.ChoiceField(label=_("Tag"))
    starts = forms.TimeField(label=_("Beginn"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ende"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    hall_room = forms.ModelChoiceField(Room.objects.none(), label=_("Raum vor Ort"), required=False)
    online_room = forms.ModelChoiceField(
        Room.objects.none(),
        label=_("Online-Raum"),
        required=False,
        help_text=_(
            "Bei einem Programmpunkt vor Ort: Er wird dorthin übertragen, und wer online teilnimmt, ist dabei."
        ),
    )

    beside = (("day", "starts", "ends"), ("hall_room", "online_room"), ("format", "theme"), ("seats", "language"))

    def __init__(self, *args: Any, edition: Edition, session: Session | None = None, **kwargs: Any) -> None:
        if session is not None:
            kwargs["initial"] = {**initial_of(session, edition), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.edition = edition
        self._choices("day", [(on.isoformat(), date_format(on, "D, j. F Y")) for on in days_on(edition)])
        self._rooms("hall_room", Channel.ON_SITE)
        self._rooms("online_room", Channel.ONLINE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Uhrzeiten."))
        return cleaned

    def slot(self) -> Slot:
        data = self.cleaned_data
        on = datetime.fromisoformat(data["day"]).date()
        zone = self.edition.zone
        return Slot(
            datetime.combine(on, data["starts"], zone),
            datetime.combine(on, data["ends"], zone),
            data.get("hall_room"),
            data.get("online_room"),
        )

    def refuse(self, problem: Exception) -> None:
        """Say in words why the action refused (one of PROBLEMS)."""
        if isinstance(problem, RoomIsTaken):
            self.add_error(_room_field(problem.room), _clash_in_words(problem, self.edition))
        elif isinstance(problem, RoomDoesNotFit):
            missing, wrong = _("Bitte wählen Sie einen Raum."), _("Dieser Raum passt nicht zum gewählten Kanal.")
            self.add_error(problem.field, missing if problem.is_missing else wrong)
        elif isinstance(problem, CodeIsTaken):
            self.add_error("code", _("Dieses Kürzel hat schon ein anderer Programmpunkt."))
        else:
            self.add_error("day", _("Der Programmpunkt muss an einem Tag der Ausgabe beginnen und enden."))

    def _choices(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def _rooms(self, name: str, channel: Channel) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = self.edition.rooms.filter(channel=channel)
            field.empty_label = _("kein Raum")


class SessionForm(SlotForm):
    """A whole session. `entry()` gives what create_session and edit_session take."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    title_en = forms.CharField(label=_("Titel auf Englisch"), max_length=200, required=False)
    format = forms.ChoiceField(label=_("Format"), choices=SessionFormat.choices)
    channel = forms.ChoiceField(label=_("Kanal"), choices=SessionChannel.choices, widget=forms.RadioSelect)
    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Thema"), required=False, empty_label=_("kein Thema"))
    abstract = forms.CharField(label=_("Beschreibung"), widget=forms.Textarea, required=False, max_length=5_000)
    abstract_en = forms.CharField(
        label=_("Beschreibung auf Englisch"), widget=forms.Textarea, required=False, max_length=5_000
    )
    takeaway = forms.CharField(
        label=_("Was nehmen Teilnehmende mit?"), widget=forms.Textarea, required=False, max_length=2_000
    )
    seats = forms.IntegerField(label=_("Plätze"), min_value=1, max_value=100_000, required=False)
    language = forms.ChoiceField(label=_("Sprache"), choices=LANGUAGES, initial="de")
    code = forms.SlugField(
        label=_("Kürzel in der Adresse"),
        max_length=60,
        required=False,
        help_text=_("Leer lassen: Es entsteht aus dem Titel."),
    )

    field_order = [
        "title",
        "format",
        "theme",
        "channel",
        "day",
        "starts",
        "ends",
        "hall_room",
        "online_room",
        "seats",
        "language",
        "abstract",
        "takeaway",
        "title_en",
        "abstract_en",
        "code",
    ]

    def __init__(self, *args: Any, edition: Edition, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, session=session, **kwargs)
        theme = self.fields["theme"]
        if isinstance(theme, forms.ModelChoiceField):
            theme.queryset = edition.themes.all()

    def entry(self, speakers: list[SpeakerLink] | None = None) -> SessionEntry:
        """What the actions take; `speakers` None leaves the linked speakers as they are."""
        data = self.cleaned_data
        plain = {name: data[name] for name in (*TEXT_FIELDS, "theme", "seats", "language", "code")}
        return SessionEntry(
            format=SessionFormat(data["format"]),
            channel=SessionChannel(data["channel"]),
            slot=self.slot(),
            speakers=speakers,
            **plain,
        )


TEXT_FIELDS = ("title", "title_en", "abstract", "abstract_en", "takeaway")


class SpeakerLinkForm(forms.Form):
    """One line of a session's cast; the order of the lines is the order in the programme."""

    speaker = forms.ModelChoiceField(
        Speaker.objects.all(), label=_("Person"), required=False, empty_label=_("bitte wählen")
    )
    role = forms.ChoiceField(label=_("Aufgabe"), choices=SpeakerRole.choices, initial=SpeakerRole.SPEAKER)


if TYPE_CHECKING:
    LineSet = forms.BaseFormSet[SpeakerLinkForm]
else:
    LineSet = forms.BaseFormSet


class BaseSpeakerLinks(LineSet):
    @cached_property
    def _speakers(self) -> list[tuple[Any, Any]]:
        """The choices of all lines, read once."""
        return list(iter(self.form.base_fields["speaker"].choices))  # type: ignore[attr-defined]  # list() alone counts them first

    def add_fields(self, form: SpeakerLinkForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["speaker"].choices = self._speakers  # type: ignore[attr-defined]

    def clean(self) -> None:
        chosen = [form.cleaned_data.get("speaker") for form in self.forms if hasattr(form, "cleaned_data")]
        people = [speaker for speaker in chosen if speaker]
        if len(people) != len(set(people)):
            raise forms.ValidationError(_("Eine Person steht zweimal in der Liste."))

    def links(self) -> list[SpeakerLink]:
        filled = [form for form in self.ordered_forms if form.cleaned_data.get("speaker")]
        return [SpeakerLink(form.cleaned_data["speaker"], SpeakerRole(form.cleaned_data["role"])) for form in filled]


SpeakerLinkFormSet = cast(
    type[BaseSpeakerLinks],
    forms.formset_factory(
        SpeakerLinkForm, formset=BaseSpeakerLinks, extra=2, max_num=30, absolute_max=60, can_order=True, can_delete=True
    ),
)


class CancelSessionForm(forms.Form):
    note = forms.CharField(
        label=_("Hinweis für alle"),
        max_length=300,
        required=False,
        help_text=_("Steht öffentlich beim Programmpunkt, zum Beispiel: Die Vortragende ist erkrankt."),
    )


class SpeakerForm(forms.Form):
    """Somebody who speaks. A photo is cut square and stripped of the camera's notes."""

    beside = (("organisation_name", "position"),)

    name = forms.CharField(label=_("Name"), max_length=200)
    organisation_name = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    position = forms.CharField(label=_("Funktion"), max_length=150, required=False)
    about = forms.CharField(label=_("Zur Person"), widget=forms.Textarea, required=False, max_length=3_000)
    about_en = forms.CharField(
        label=_("Zur Person auf Englisch"), widget=forms.Textarea, required=False, max_length=3_000
    )
    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        help_text=_("JPEG, PNG oder WebP, höchstens 10 MB. Es wird quadratisch zugeschnitten."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(label=_("Foto entfernen"), required=False)
    photo_credit = forms.CharField(label=_("Bildnachweis"), max_length=120, required=False)

    def __init__(self, *args: Any, speaker: Speaker | None = None, **kwargs: Any) -> None:
        self.speaker = speaker
        if speaker is not None:
            names = ("name", "organisation_name", "position", "about", "about_en", "photo_credit")
            kwargs.setdefault("initial", {name: getattr(speaker, name) for name in names})
        super().__init__(*args, **kwargs)
        if speaker is None or speaker.photo_id is None:
            del self.fields["remove_photo"]

    def clean_photo(self) -> bytes | None:
        upload = self.cleaned_data.get("photo")
        if not upload:
            return None
        try:
            return square_photo(upload)
        except PhotoIsUnreadable as problem:
            text = _("Diese Datei ist kein lesbares Foto. Bitte wählen Sie ein JPEG, PNG oder WebP bis 10 MB.")
            raise forms.ValidationError(text) from problem

    def entry(self) -> SpeakerEntry:
        data = dict(self.cleaned_data)
        if data.pop("remove_photo", False) and data["photo"] is None:
            data["photo"] = b""
        return SpeakerEntry(person=self.speaker.person if self.speaker else None, **data)


def initial_of(session: Session, edition: Edition) -> dict[str, Any]:
    """A session as the form shows it, times in the edition's zone."""
    starts, ends = session.starts_at.astimezone(edition.zone), session.ends_at.astimezone(edition.zone)
    names = (*TEXT_FIELDS, "format", "channel", "theme", "seats", "language", "code", "hall_room", "online_room")
    plain = {name: getattr(session, name) for name in names}
    return {**plain, "day": starts.date().isoformat(), "starts": starts.time(), "ends": ends.time()}


def links_initial(session: Session) -> list[dict[str, Any]]:
    """The cast of a session as rows for SpeakerLinkFormSet."""
    return [{"speaker": link.speaker, "role": link.role} for link in session.cast]


def _room_field(room: Room | None) -> str:
    return "online_room" if room is not None and room.channel == Channel.ONLINE else "hall_room"


def _clash_in_words(problem: RoomIsTaken, edition: Edition) -> str:
    if problem.other is None or problem.room is None:
        return str(_("Der Raum ist zu dieser Zeit belegt."))
    starts, ends = (timezone.localtime(at, edition.zone) for at in (problem.other.starts_at, problem.other.ends_at))
    text = _("%(room)s ist von %(starts)s bis %(ends)s Uhr belegt: „%(title)s“.")
    facts = {"room": problem.room.name, "title": problem.other.title}
    return str(text) % {**facts, "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
