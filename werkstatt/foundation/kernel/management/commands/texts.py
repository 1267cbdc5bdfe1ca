from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from werkstatt.foundation.kernel import texts


class Command(BaseCommand):
    help = "Collect the German texts of every app, merge them into its English .po file and compile it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", help="labels of apps (default: all)")
        parser.add_argument("--check", action="store_true", help="change nothing; fail when English is missing")
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = [folder for folder in texts.app_folders() if not options["apps"] or folder.name in options["apps"]]
        if options["check"]:
            self._check(folders)
            return
        if not options["compile"]:
            for folder in folders:
                texts.write(folder)
                missing = texts.faults(folder).missing
                for text in missing:
                    self.stdout.write(f"{folder.name}: no English for: {text}")
        self.stdout.write(f"Compiled {texts.compile_stale()} file(s).")

    def _check(self, folders: list[Path]) -> None:
        found = [f"{folder.name}: {line}" for folder in folders for line in texts.faults(folder).lines()]
        found += [f"needs a context: {line}" for line in texts.disagreements(texts.app_folders())]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every German text has its English.")
