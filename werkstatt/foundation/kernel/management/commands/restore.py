import tarfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from werkstatt.foundation.kernel import backups


class Command(BaseCommand):
    help = "Put a backup back. Stop the house first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        if not backups.is_empty() and not options["replace"]:
            raise CommandError("The database is not empty. With --replace what it holds now is lost.")
        try:
            backups.restore_backup(options["file"])
        except (backups.BackupFailed, OSError, tarfile.TarError, KeyError, ValueError) as error:
            raise CommandError(f"Nothing restored, nothing changed. {error}") from error
        self.stdout.write("Restored. Start the house with bin/up; it brings an older backup up to this version.")
