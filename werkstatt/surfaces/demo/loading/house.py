"""The whole demo, all or nothing."""

from datetime import timedelta

from django.db import transaction

from werkstatt.foundation.events import actions as events
from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.kernel.clock import set_demo_clock
from werkstatt.foundation.people import actions as people
from werkstatt.services.billing import actions as billing
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.editions import load_editions
from werkstatt.surfaces.demo.loading.facts import Progress, facts
from werkstatt.surfaces.demo.loading.orders import load_orders
from werkstatt.surfaces.demo.loading.programme import load_programme
from werkstatt.surfaces.demo.loading.staff import load_plans, load_staff
from werkstatt.surfaces.demo.personas import EDITION


@transaction.atomic
def load_demo(*, report: Progress) -> bool:
    """Load the demo edition unless it stands already; True if it was loaded. All or nothing."""
    if Edition.objects.filter(slug=EDITION).exists():
        return False
    data = facts("edition")
    people.load_directory()
    report("Gemeindeverzeichnis geladen")
    edition = load_editions(data)
    before_all = edition.registration_opens_at or MOMENTS["before"]
    billing.set_default_tax_rules(edition=edition)
    events.write_default_legal_texts(edition=edition, now=before_all - timedelta(days=1))
    load_programme(edition, data["breaks"])
    load_staff(edition, now=before_all - timedelta(days=1))
    report("49 Programmpunkte geladen")
    load_orders(edition, report=report)
    load_plans(edition, now=MOMENTS["before"] - timedelta(days=1))
    set_demo_clock(to=MOMENTS["before"])
    return True
