from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.actions import lift_protection
from werkstatt.foundation.people.models import Person


class Command(BaseCommand):
    help = "Remove passkeys, authenticator app and recovery codes of a person who lost them. First make sure who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            gone = lift_protection(email=options["email"], now=clock.now())
        except Person.DoesNotExist as error:
            raise CommandError(f"nobody is known by {options['email']!r}") from error
        self.stdout.write(f"{gone} removed; a code to {options['email']} opens the account again")
