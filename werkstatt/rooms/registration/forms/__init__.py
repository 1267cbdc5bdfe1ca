"""What people fill in: the steps of an order, and the changes of a placed one."""

from werkstatt.rooms.registration.forms.billing import BillingForm, RefundForm
from werkstatt.rooms.registration.forms.changes import LinkForm, PlacesForm, SubstituteForm
from werkstatt.rooms.registration.forms.days import DaysForm
from werkstatt.rooms.registration.forms.declarations import DeclarationsForm, NeedsForm
from werkstatt.rooms.registration.forms.people import ContactForm, PeopleForms, PersonForm

__all__ = [
    "BillingForm",
    "ContactForm",
    "DaysForm",
    "DeclarationsForm",
    "LinkForm",
    "NeedsForm",
    "PeopleForms",
    "PersonForm",
    "PlacesForm",
    "RefundForm",
    "SubstituteForm",
]
