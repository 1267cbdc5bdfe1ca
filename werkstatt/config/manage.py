"""Run a management command: `python -m werkstatt.config.manage migrate`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkstatt.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (after the environment is set)

    from werkstatt.config.database import ensure_database  # noqa: PLC0415

    ensure_database()
    execute_from_command_line(["bin/manage", *sys.argv[1:]])


if __name__ == "__main__":
    main()
