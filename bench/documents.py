"""Documents and mails: what one costs to issue, cancel, set as PDF, write and hand to a mail server."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bench.figures import percentile
from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import vat
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document
from werkstatt.services.mailing import actions as mailing
from werkstatt.services.mailing.letter import FileSource, Letter

COUNT = 200
SINK_PORT = 2627
SINK = """
import asyncio, sys
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, *envelope): return "250 OK"
controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1]))
controller.start()
print("ready", flush=True)
sys.stdin.read()
"""
TOWN = Buyer("Stadt Beispielingen", "", "Rathausplatz 1", "89073", "Ulm")


def main() -> dict[str, Any]:
    edition, now = Edition.objects.select_related("series").get(slug="neo-2022"), timezone.now()
    billing.render_missing()
    accounts = [
        billing.open_account(edition=edition, key=f"bench:{n}", debtor_name=TOWN.name, now=now) for n in range(COUNT)
    ]
    invoices: list[Document] = []
    result = {
        "issue": _each(accounts, lambda account: invoices.append(_invoice(account))),
        "cancel": _each(invoices, lambda invoice: billing.cancel_lines(document=invoice, now=now)),
        "set_as_pdf": _all(billing.render_missing),
    }
    settings.MAIL_IS_LOCAL = False
    result["write_mail"] = _each(invoices, lambda invoice: mailing.write_mail(_letter(invoice), now=now))
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", SINK_PORT
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    sink = subprocess.Popen([sys.executable, "-c", SINK, str(SINK_PORT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert sink.stdout is not None
        sink.stdout.readline()
        result["send_mail_with_pdf"] = _all(mailing.send_waiting)
    finally:
        sink.kill()
        sink.wait()
    return result


def _invoice(account: Account) -> Document:
    lines = [
        Line(f"{account.key}:{n}", "Teilnahme vor Ort", date(2022, 5, 2), 4500, vat.COURSE, f"Person {n}")
        for n in range(3)
    ]
    return billing.issue_invoice(account=account, channel="on_site", buyer=TOWN, lines=lines, now=timezone.now())


def _letter(invoice: Document) -> Letter:
    return Letter(
        kind="bench",
        edition=invoice.edition,
        to_name="Erika Beispiel",
        to_email="erika@stadt.example",
        language="de",
        template="registration/mails/documents_for_billing",
        context={"documents": [invoice], "order": {"code": invoice.account.key}},
        once_key=f"bench:{invoice.number}",
        attachments=[FileSource(f"{invoice.number}.pdf", f"document:{invoice.pk}")],
    )


def _each(things: Iterable[Any], work: Callable[[Any], object]) -> dict[str, float]:
    """Each in a transaction of its own."""
    walls, cpu = [], time.process_time()
    for thing in list(things):
        started = time.perf_counter()
        with transaction.atomic():
            work(thing)
        walls.append((time.perf_counter() - started) * 1000)
    return {
        "p50_ms": round(percentile(walls, 0.5), 2),
        "p99_ms": round(percentile(walls, 0.99), 2),
        "cpu_ms": round((time.process_time() - cpu) * 1000 / len(walls), 2),
    }


def _all(work: Callable[[], int]) -> dict[str, float]:
    """One process working through what waits; the processor time is ours, without database and mail server."""
    started, cpu = time.perf_counter(), time.process_time()
    count = work()
    wall = time.perf_counter() - started
    return {
        "count": count,
        "per_second": round(count / wall, 1),
        "cpu_ms": round((time.process_time() - cpu) * 1000 / max(count, 1), 2),
    }
