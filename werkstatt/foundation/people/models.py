from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from werkstatt.foundation.kernel.normalise import search_column, sort_key
from werkstatt.foundation.people.choices import Purpose, Sector


class County(models.Model):
    """A Landkreis or Stadtkreis of the official directory (Destatis GV100AD); the name says which."""

    key = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    sort_name = models.CharField(max_length=80, db_index=True)
    search = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    seat = models.CharField(max_length=80)
    region = models.CharField(max_length=80)
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ["sort_name"]
        verbose_name_plural = "counties"

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 1,101 municipalities of Baden-Württemberg with its official key (AGS)."""

    ags = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=100, db_index=True)
    search = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    association = models.CharField(max_length=120)
    population = models.PositiveIntegerField()
    postcode = models.CharField(max_length=5)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["sort_name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Whom a person acts for. Municipalities and counties point into the official directory, once each.

    `county` is where it sits, also for a municipality; with sector COUNTY it is the county itself.
    """

    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=250, db_index=True, editable=False)
    search = models.TextField(blank=True, editable=False)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="organisation"
    )
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, default="DE")
    website = models.URLField(blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    leitweg_id = models.CharField(max_length=46, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    references = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_name"]
        constraints = [
            models.UniqueConstraint(fields=["county"], condition=Q(sector="county"), name="county_organisation_once"),
            models.CheckConstraint(
                condition=Q(municipality=None) | Q(sector="municipality"), name="municipality_has_its_sector"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = sort_key(self.municipality.name if self.municipality else self.name)[:250]
        self.search = search_column(self.name, self.city)
        super().save(*args, **kwargs)


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, *, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, *, email: str, password: str | None = None, **fields: object) -> "Person":
        return self.create_user(email=email, password=password, is_superuser=True, is_staff=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """A human being with one e-mail address. Signing in proves the address; the name is theirs to set.

    `is_superuser` marks the platform owner. Rights inside an edition are `events.Role` rows.
    """

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    sort_name = models.CharField(max_length=250, blank=True, db_index=True, editable=False)
    search = models.TextField(blank=True, editable=False)
    position = models.CharField(_("Funktion"), max_length=150, blank=True)
    language = models.CharField(max_length=2, default="de")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["sort_name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_search()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_name", "search"}
        super().save(*args, **kwargs)

    def refresh_search(self) -> None:
        """Make sort name and search words anew from the name; `save` does it, bulk writes call it."""
        self.sort_name = sort_key(f"{self.last_name} {self.first_name}")[:250]
        self.search = search_column(self.first_name, self.last_name, self.email.partition("@")[0])

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Membership(models.Model):
    """A person acts for an organisation; one person may act for several."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    position = models.CharField(max_length=150, blank=True)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class Consent(models.Model):
    """What a person agreed to, when, and in which words. Withdrawing adds the moment, never deletes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    context = models.CharField(max_length=60, blank=True, help_text="What it is about, e.g. edition:neo-2022")
    wording = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.given_at:%Y-%m-%d})"


class LogEntry(models.Model):
    """Who did what to which thing, and when. Written by actions, in their transaction; never changed."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, db_index=True, help_text="kind:key, e.g. order:NEO22-7K3Q")
    scope = models.CharField(max_length=60, blank=True, db_index=True, help_text="e.g. edition:neo-2022")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
