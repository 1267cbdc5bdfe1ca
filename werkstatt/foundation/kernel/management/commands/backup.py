from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from werkstatt.foundation.kernel import backups


class Command(BaseCommand):
    help = "Write database, secret key and media into one file. The house may stay open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/werkstatt-<time>.tar.gz in the home")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        target = options["file"] or settings.HOME / "backups" / f"werkstatt-{now:%Y-%m-%d-%H%M%S}.tar.gz"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            size = backups.take_backup(target, now=now)
        except (backups.BackupFailed, OSError) as error:
            raise CommandError(f"No backup taken. {error}") from error
        self.stdout.write(
            f"{target} ({size / 1_000_000:.1f} MB). It holds personal data and the secret key: keep it safe."
        )
