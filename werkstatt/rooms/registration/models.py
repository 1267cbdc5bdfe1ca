from django.conf import settings
from django.db import models
from django.db.models import Q

from werkstatt.foundation.events.models import DayChannel, Edition, Participation
from werkstatt.foundation.people.models import Organisation
from werkstatt.rooms.registration.choices import (
    BillingKind,
    CaseState,
    EndReason,
    OfferState,
    OrderState,
    PlaceState,
    SwitchKind,
    SwitchState,
)


class Order(models.Model):
    """One order for one or many persons. A draft holds its seats until `hold_until`; placing it issues the invoices.

    Held places of a draft without `hold_until` are wishes: they are kept, but take no seat any more.
    `link_version` goes into the signed magic link: raising it makes all earlier links void.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="orders")
    code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)
    language = models.CharField(max_length=2, default="de")
    orderer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    orderer_name = models.CharField(max_length=210, blank=True)
    orderer_email = models.EmailField(blank=True)
    orderer_phone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    billing_kind = models.CharField(max_length=12, choices=BillingKind.choices, default=BillingKind.ORGANISATION)
    billing_name = models.CharField(max_length=200, blank=True)
    billing_extra = models.CharField(max_length=200, blank=True)
    billing_street = models.CharField(max_length=200, blank=True)
    billing_postcode = models.CharField(max_length=12, blank=True)
    billing_city = models.CharField(max_length=100, blank=True)
    billing_country = models.CharField(max_length=2, default="DE")
    billing_vat_id = models.CharField(max_length=20, blank=True)
    billing_email = models.EmailField(blank=True, help_text="Where else the invoices go, e.g. the treasury")
    order_reference = models.CharField(max_length=60, blank=True)
    leitweg_id = models.CharField(max_length=46, blank=True)
    names_on_invoice = models.BooleanField(default=True)
    refund_iban = models.CharField(max_length=34, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every change; a stale second tab is told")
    held_since = models.DateTimeField(null=True, blank=True, help_text="Extending a hold ends two hours after this")
    hold_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-placed_at", "-created_at"]
        indexes = [
            models.Index(fields=["edition", "state", "placed_at"], name="order_by_edition"),
            models.Index(fields=["hold_until"], condition=Q(hold_until__isnull=False), name="order_with_hold"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="placed") | (Q(placed_at__isnull=False) & ~Q(orderer_email="")),
                name="placed_order_has_moment_and_address",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def account_key(self) -> str:
        return f"order:{self.code}"


class Attendee(models.Model):
    """A person within an order, as the orderer wrote her. `person` is linked when the order is placed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="attendees")
    position = models.PositiveSmallIntegerField(default=0)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=210, db_index=True)
    email = models.EmailField()
    function = models.CharField(max_length=150, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    substitute_for = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substituted_by"
    )
    left_at = models.DateTimeField(null=True, blank=True, help_text="When a substitute took over")

    class Meta:
        ordering = ["order", "position", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class SupportNeeds(models.Model):
    """Art. 9 data: only for those who prepare the day, deleted by job after `delete_on`."""

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="support_needs")
    needs = models.TextField(blank=True)
    diet = models.CharField(max_length=200, blank=True)
    delete_on = models.DateField()

    def __str__(self) -> str:
        return f"support needs of attendee {self.attendee_id}"


class Place(models.Model):
    """One attendee, one day, one channel, one price: the line of an order."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="places")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="places")
    day_channel = models.ForeignKey(DayChannel, on_delete=models.PROTECT, related_name="places")
    price_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=PlaceState.choices, default=PlaceState.HELD)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, null=True, blank=True, related_name="place"
    )
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["attendee", "day_channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "day_channel"], condition=~Q(state="ended"), name="place_once_per_attendee"
            ),
            models.CheckConstraint(
                condition=(~Q(state="ended") & Q(end_reason="")) | (Q(state="ended") & ~Q(end_reason="")),
                name="ended_place_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.day_channel}"

    @property
    def item_key(self) -> str:
        return f"place:{self.pk}"


class ChannelSwitch(models.Model):
    """One use of the channel switch (Lageschalter): what was decided, by whom, and how far it has come."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="switches")
    kind = models.CharField(max_length=6, choices=SwitchKind.choices)
    state = models.CharField(max_length=10, choices=SwitchState.choices, default=SwitchState.RUNNING)
    days = models.ManyToManyField("events.Day", related_name="switches")
    limit = models.PositiveIntegerField(
        null=True, blank=True, help_text="Persons a day who may still come; seats a day when opening again"
    )
    reason = models.TextField(blank=True, help_text="Goes into the mails")
    deadline = models.DateTimeField()
    preview = models.JSONField(default=dict, help_text="The dry run's figures as confirmed")
    capacities = models.JSONField(default=dict, help_text="Seats on site before, by primary key of the day-channel")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    worked_through_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.edition} {self.kind} {self.started_at:%Y-%m-%d}"


class SwitchCase(models.Model):
    """One order inside a switch. Done in one transaction: documents, places, offers and mails, or nothing."""

    switch = models.ForeignKey(ChannelSwitch, on_delete=models.CASCADE, related_name="cases")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="switch_cases")
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.PENDING)
    places = models.ManyToManyField(Place, related_name="switch_cases")
    cancelled_cents = models.PositiveIntegerField(default=0)
    credit_cents = models.PositiveIntegerField(default=0, help_text="Paid money set free by the cancellation")
    invoiced_cents = models.PositiveIntegerField(default=0)
    refunded_cents = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, help_text="Why it could not be done; tried again later")
    done_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["switch", "id"]
        indexes = [models.Index(fields=["switch", "state"], name="case_by_state")]
        constraints = [models.UniqueConstraint(fields=["switch", "order"], name="case_once_per_order")]

    def __str__(self) -> str:
        return f"{self.switch}: {self.order}"


class Offer(models.Model):
    """An offer to one attendee to take part on the other channel, with a deadline. Silence costs nothing.

    `round` counts up when seats come back and the next in the row gets an offer.
    """

    case = models.ForeignKey(SwitchCase, on_delete=models.PROTECT, related_name="offers")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="offers")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=OfferState.choices, default=OfferState.OPEN)
    deadline = models.DateTimeField()
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "attendee", "round"], name="offer_once_per_attendee_and_round")
        ]

    def __str__(self) -> str:
        return f"{self.attendee}: {self.state}"


class OfferedPlace(models.Model):
    """One day of an offer: the seat kept free, and what became of it."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="offered_places")
    former = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers_made")
    day_channel = models.ForeignKey(DayChannel, on_delete=models.PROTECT, related_name="offered_places")
    price_cents = models.PositiveIntegerField()
    holds_seat = models.BooleanField(default=True)
    new_place = models.OneToOneField(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="came_from")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "day_channel"], name="offered_day_once")]

    def __str__(self) -> str:
        return f"{self.offer} {self.day_channel}"
