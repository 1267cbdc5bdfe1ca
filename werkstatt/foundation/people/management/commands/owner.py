from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.actions import make_owner


class Command(BaseCommand):
    help = "Make the person with this address an owner of the platform. She signs in by a code sent to the address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address") from error
        person = make_owner(email=options["email"], now=clock.now())
        self.stdout.write(f"{person.email} owns this house now")
