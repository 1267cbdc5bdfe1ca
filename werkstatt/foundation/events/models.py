from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.events.choices import Channel, EditionState, ParticipationState, RoleKind, Typeface


class Series(models.Model):
    """A host's row of editions. The host is the seller on every invoice."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    motto = models.CharField(max_length=300, blank=True)
    about = models.TextField(blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    host_name = models.CharField(max_length=200)
    host_street = models.CharField(max_length=200, blank=True)
    host_postcode = models.CharField(max_length=12, blank=True)
    host_city = models.CharField(max_length=100, blank=True)
    host_country = models.CharField(max_length=2, default="DE")
    host_email = models.EmailField(blank=True)
    host_phone = models.CharField(max_length=40, blank=True)
    host_contact = models.CharField(max_length=120, blank=True)
    host_vat_id = models.CharField(max_length=20, blank=True)
    host_tax_number = models.CharField(max_length=30, blank=True)
    bank_name = models.CharField(max_length=100, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    number_code = models.CharField(max_length=10, help_text=_("Kürzel in Belegnummern, zum Beispiel NEO"))

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class Venue(models.Model):
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=100)
    directions = models.TextField(blank=True)
    access_notes = models.TextField(blank=True, help_text=_("Barrierefreiheit vor Ort"))
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A subject that lives across editions: a place to come back to."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField()
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    hue = models.PositiveSmallIntegerField(default=0, help_text=_("Nummer der Farbe, 0 bis 7"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]
        constraints = [models.UniqueConstraint(fields=["series", "slug"], name="theme_slug_once")]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One workshop of a series: days, venue, rooms, prices, rules and its own texts."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    motto = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True, help_text=_("Zwei Sätze: Was ist das, für wen?"))
    summary_en = models.TextField(blank=True)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    on_site_includes = models.TextField(blank=True)
    on_site_includes_en = models.TextField(blank=True)
    online_includes = models.TextField(blank=True)
    online_includes_en = models.TextField(blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="editions")
    themes = models.ManyToManyField(Theme, blank=True, related_name="editions")
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    time_zone = models.CharField(max_length=40, default="Europe/Berlin")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    hold_minutes = models.PositiveSmallIntegerField(default=30)
    payment_term_days = models.PositiveSmallIntegerField(default=14)
    channel_change_until_days = models.PositiveSmallIntegerField(default=1)
    logo = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logo_text = models.CharField(
        max_length=120, blank=True, help_text="What the logo says, for those who do not see it"
    )
    accent_color = models.CharField(max_length=7, blank=True, help_text="#rrggbb of the edition's mark")
    action_color = models.CharField(max_length=7, blank=True, help_text="#rrggbb of buttons and links")
    typeface = models.CharField(max_length=10, choices=Typeface.choices, blank=True, default="")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class LegalText(models.Model):
    """Imprint, privacy notice, accessibility statement and the like; editable at the desk."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="legal_texts")
    kind = models.SlugField(max_length=40)
    language = models.CharField(max_length=2, default="de")
    body = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "language"], name="legal_text_once")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.kind} ({self.language})"


class Day(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    starts = models.TimeField(default=time(9, 30))
    ends = models.TimeField(default=time(17, 0))

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["edition", "on"], name="day_once")]

    def __str__(self) -> str:
        return self.on.isoformat()

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.on, self.starts, self.edition.zone)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.on, self.ends, self.edition.zone)


class DayChannel(models.Model):
    """One channel on one day: price, capacity and how many seats are taken (booked, held or offered).

    `taken` moves only by `seats.take` / `seats.release`: one conditional UPDATE, so nobody oversells.
    """

    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    price_cents = models.PositiveIntegerField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["day", "-channel"]
        constraints = [
            models.UniqueConstraint(fields=["day", "channel"], name="day_channel_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="day_channel_not_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken


class Room(models.Model):
    """A room in the hall (`on_site`) or an online room with its link."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    slug = models.SlugField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    about = models.TextField(blank=True)
    join_url = models.URLField(blank=True, help_text=_("Weg in den Online-Raum; erscheint nur für Angemeldete"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="room_slug_once")]

    def __str__(self) -> str:
        return self.name


class HouseRule(models.Model):
    """A dated rule of the house (hygiene concept, access, recording). Never stores health data."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="house_rules")
    title = models.CharField(max_length=120)
    text = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    max_persons = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.title


class CancellationTerm(models.Model):
    """From `days_before` days before the day on, cancelling keeps `fee_percent` of the price."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="cancellation_terms")
    days_before = models.PositiveSmallIntegerField()
    fee_percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-days_before"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "days_before"], name="cancellation_term_once"),
            models.CheckConstraint(condition=Q(fee_percent__lte=100), name="cancellation_fee_at_most_all"),
        ]

    def __str__(self) -> str:
        return f"{self.days_before} d: {self.fee_percent} %"


class Role(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person", "kind"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"


class Participation(models.Model):
    """One person, one day, one channel: the atom of taking part. Written by registration, read by all rooms."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations")
    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="participations")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    state = models.CharField(max_length=10, choices=ParticipationState.choices, default=ParticipationState.ACTIVE)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(state="active"), name="person_takes_part_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at=None) | Q(state="ended", ended_at__isnull=False),
                name="participation_ends_with_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.channel}"
