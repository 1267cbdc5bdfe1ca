"""bin/manage first_code: the code with which the first owner enters in the browser."""

from typing import Any

from django.core.management.base import BaseCommand

from werkstatt.foundation.people.queries import has_owner
from werkstatt.surfaces.desk.first_owner import code


class Command(BaseCommand):
    help = "Print the code for /desk/owner/, as long as nobody owns this house."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("This house has an owner." if has_owner() else code())
