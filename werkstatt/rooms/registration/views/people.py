"""Step one, Personen: whatever the button, what was typed is kept."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel import clock
from werkstatt.foundation.kernel.ratelimit import TooOften, count_request
from werkstatt.foundation.people import actions as people_actions
from werkstatt.rooms.registration import actions, guest_list, queries
from werkstatt.rooms.registration.actions.drafts import MOST_PEOPLE
from werkstatt.rooms.registration.entries import PersonEntry
from werkstatt.rooms.registration.forms import ContactForm, PeopleForms
from werkstatt.rooms.registration.forms.lines import is_too_long
from werkstatt.rooms.registration.forms.people import entries_of
from werkstatt.rooms.registration.guest_list import GuestList
from werkstatt.rooms.registration.models import Order
from werkstatt.rooms.registration.refusals import TooManyPeople
from werkstatt.rooms.registration.views import drafting


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, edition: str) -> HttpResponse:
    return drafting.to_step("people", drafting.edition_or_404(request, edition))


@require_http_methods(["GET", "POST"])
@drafting.for_open_edition
def people(request: HttpRequest, edition: Edition) -> HttpResponse:
    draft = drafting.draft_of(request, edition)
    if request.method == "POST":
        return _Sent(request, edition, draft).answer()
    attendees = queries.order_with_people(draft) if draft else []
    rows = PeopleForms.of(attendees)
    rows.focus(request.GET.get("row", ""))
    return _page(request, edition, draft, _contact_form(request, edition, draft), rows)


def _typed_key(edition: Edition) -> str:
    return f"registration-organisation:{edition.pk}"


def _contact_form(request: HttpRequest, edition: Edition, draft: Order | None) -> ContactForm:
    """As the draft has it; an organisation typed but not yet chosen still stands in its field."""
    if draft is not None or not request.user.is_authenticated:
        return ContactForm.of(draft, typed=request.session.get(_typed_key(edition), ""))
    membership = request.user.memberships.select_related("organisation").order_by("-is_primary", "pk").first()
    organisation = membership.organisation if membership else None
    return ContactForm(
        initial={"name": request.user.full_name, "email": request.user.email, "organisation": organisation}
    )


class _Sent:
    """One POST of the step: the forms as sent, and what the pressed button wants."""

    def __init__(self, request: HttpRequest, edition: Edition, draft: Order | None) -> None:
        self.request, self.edition, self.draft, self.now = request, edition, draft, clock.now()
        self.contact, self.rows = ContactForm(request.POST), PeopleForms.sent(request.POST)
        self.button = next(
            (name for name in ("add", "self", "remove", "list", "later") if name in request.POST), "next"
        )

    def answer(self) -> HttpResponse:
        if not self._can_be_kept():
            return self._again()
        entries = self._entries()
        try:
            self.draft = self._save(entries)
        except TooManyPeople as refusal:
            text = _("Eine Anmeldung fasst höchstens %(limit)d Personen. Bitte legen Sie für weitere eine zweite an.")
            messages.error(self.request, text % {"limit": refusal.limit})
            return self._again()
        except TooOften as refusal:
            return drafting.too_often(self.request, refusal)
        return self._onward(self.draft, len(entries))

    def _can_be_kept(self) -> bool:
        """`next` needs everything right; the other buttons keep what is there, as far as it fits."""
        complete = all([self.contact.is_valid(), self.rows.is_valid()])
        if is_too_long(self.contact) or self.rows.is_too_long():
            return False
        if self.button == "next" and complete and not self.rows.rows:
            messages.error(self.request, _("Bitte tragen Sie mindestens eine Person ein."))
            return False
        return complete or self.button != "next"

    def _entries(self) -> list[PersonEntry]:
        entries = self.rows.entries()
        if self.button == "remove":
            gone = self.request.POST["remove"]
            return [entry for number, entry in enumerate(entries) if str(number) != gone]
        if self.button == "add":
            return [*entries, PersonEntry("", "", "")]
        if self.button == "self":
            contact = self.contact.contact()
            first, _space, last = contact.name.rpartition(" ")
            return [*entries, PersonEntry(first[:100], last[:100], contact.email)]
        return entries

    def _save(self, entries: list[PersonEntry]) -> Order:
        """The last tab that sends wins here: rows name their attendee, so nothing is doubled."""
        draft = self.draft or drafting.start(self.request, self.edition, self.now)
        entry = self.contact.organisation_entry()
        self._remember_typed()
        organisation = people_actions.enter_organisation(entry, now=self.now) if entry else None
        if entry is None and self.contact["organisation"].errors:
            organisation = draft.organisation  # not yet understood: the page asks again
        return actions.save_attendees(
            order=draft, people=entries, contact=self.contact.contact(), organisation=organisation, now=self.now
        )

    def _remember_typed(self) -> None:
        """An organisation that is not chosen yet is no organisation, but what was typed is kept."""
        key, typed = _typed_key(self.edition), str(self.contact["organisation"].value().text)[:200]
        if self.contact["organisation"].errors and typed:
            self.request.session[key] = typed
        else:
            self.request.session.pop(key, None)

    def _onward(self, draft: Order, count: int) -> HttpResponse:
        if self.button == "list":
            return _import(self.request, self.edition, draft, self.now)
        if self.button == "later":
            return _send_link(self.request, self.edition, draft, self.contact, self.now)
        if self.button == "next":
            return drafting.to_step("days", self.edition)
        row = f"?row={count}" if self.button in {"add", "self"} else ""
        return drafting.to_step("people", self.edition, row)

    def _again(self) -> HttpResponse:
        return _page(self.request, self.edition, self.draft, self.contact, self.rows, status=422)


def _import(request: HttpRequest, edition: Edition, draft: Order, now: datetime) -> HttpResponse:
    """Take over the good lines; the faulty ones stay in the field, each named with its number."""
    upload = request.FILES.get("file")
    text = guest_list.decode(upload.read(3_000_000)) if upload else request.POST.get("lines", "")
    attendees = queries.order_with_people(draft)
    filled = [each for each in attendees if each.first_name or each.last_name or each.email]
    known = {each.email.lower() for each in filled}
    guests = guest_list.read(text, known=known, room=MOST_PEOPLE - len(filled))
    rows = [*entries_of(filled), *guests.people]
    if guests.people:
        draft = actions.save_attendees(order=draft, people=rows, now=now)
    attendees = queries.order_with_people(draft)
    return _page(
        request, edition, draft, _contact_form(request, edition, draft), PeopleForms.of(attendees), guests=guests
    )


def _send_link(
    request: HttpRequest, edition: Edition, draft: Order, contact: ContactForm, now: datetime
) -> HttpResponse:
    if contact["email"].errors:
        return _page(request, edition, draft, contact, PeopleForms.sent(request.POST), status=422)
    try:
        count_request(drafting.LINKS, request=request, now=now)
    except TooOften as refusal:
        return drafting.too_often(request, refusal)
    actions.send_draft_link(order=draft, now=now)
    text = _("Der Link ist unterwegs an %(email)s. Damit machen Sie später weiter, auch auf einem anderen Gerät.")
    messages.success(request, text % {"email": draft.orderer_email})
    return redirect(drafting.step_url("people", edition))


def _page(  # noqa: PLR0913  (what the page shows)
    request: HttpRequest,
    edition: Edition,
    draft: Order | None,
    contact: ContactForm,
    rows: PeopleForms,
    *,
    guests: GuestList | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "edition": edition,
        "draft": draft,
        "contact": contact,
        "rows": rows.rows,
        "guests": guests,
        "limit": MOST_PEOPLE,
        "forms": [contact, *rows.rows],
        "steps": drafting.steps("people", edition),
        "dropped": queries.dropped_places(draft) if draft else [],
    }
    return render(request, "registration/people.html", context, status=status)
