from typing import Any

from django.core.management.base import BaseCommand

from werkstatt.foundation.people.actions import load_directory


class Command(BaseCommand):
    help = "Load the official directory of municipalities and counties (as often as you like)."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_directory()
        self.stdout.write(f"{loaded.municipalities} municipalities, {loaded.counties} counties")
