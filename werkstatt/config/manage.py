"""Management commands: `python -m werkstatt.config.manage migrate`."""

import os
import sys


def run() -> None:
    """Run the command in sys.argv as it is, without a database of our own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkstatt.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (after the environment is set)

    execute_from_command_line(["bin/manage", *sys.argv[1:]])


def main() -> None:
    from werkstatt.config.database import ensure_database  # noqa: PLC0415

    ensure_database()
    run()


if __name__ == "__main__":
    main()
