"""What billing does when the ground announces something."""

from typing import Any

from django.dispatch import receiver

from werkstatt.foundation.events.models import Edition
from werkstatt.foundation.events.signals import edition_copied
from werkstatt.services.billing import actions


@receiver(edition_copied)
def copy_tax_rules(*, source: Edition, copy: Edition, **_kwargs: Any) -> None:
    actions.copy_tax_rules(source=source, copy=copy)
