import asyncio
import os
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from werkstatt.foundation.kernel.jobs import run_worker


class Command(BaseCommand):
    help = "Work through the jobs: mails, documents, deadlines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="how many jobs at once (default: 2)")
        parser.add_argument("--until-empty", action="store_true", help="stop when no job is left")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()}-{os.getpid()}"
        asyncio.run(run_worker(name=name, concurrency=options["concurrency"], wait=not options["until_empty"]))
