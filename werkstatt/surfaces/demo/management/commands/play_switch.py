from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from werkstatt.foundation.kernel.clock import set_demo_clock
from werkstatt.surfaces.demo.calendar import MOMENTS
from werkstatt.surfaces.demo.loading.switching import play_switch


class Command(BaseCommand):
    help = "Play the reference channel switch on the demo edition: close the hall, accept, decline, stay silent."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is played in demo mode only: set DEMO=true.")
        played = play_switch()
        set_demo_clock(to=MOMENTS["after"])
        self.stdout.write(
            f"cancelled {played.cancelled_cents} cents; {played.accepted_days} days accepted for"
            f" {played.invoiced_cents} cents"
        )
