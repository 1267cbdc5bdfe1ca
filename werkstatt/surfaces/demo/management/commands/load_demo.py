from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from werkstatt.surfaces.demo.loading import load_demo


class Command(BaseCommand):
    help = "Load the demo edition (again and again without harm); --afresh empties the demo house first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="drop everything and load anew; demo mode only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only: set DEMO=true.")
        if options["afresh"]:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            call_command("migrate", verbosity=0)
        loaded = load_demo(report=lambda step: self.stdout.write(f"  {step}"))
        self.stdout.write("Demo edition loaded." if loaded else "The demo edition stands already.")
