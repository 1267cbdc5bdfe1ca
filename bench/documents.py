"""Documents and mails: what one costs to issue, cancel, set as PDF, write and hand to a mail server; beside bare ones."""

import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bench import bare
from bench.figures import measured, percentile, ratio
from bench.sink import mail_sink, seen
from werkstatt.foundation.events.models import Edition
from werkstatt.services.billing import actions as billing
from werkstatt.services.billing import vat
from werkstatt.services.billing.lines import Buyer, Line
from werkstatt.services.billing.models import Account, Document
from werkstatt.services.mailing import actions as mailing
from werkstatt.services.mailing.letter import FileSource, Letter

COUNT = 200
TOWN = Buyer("Stadt Beispielingen", "", "Rathausplatz 1", "89073", "Ulm")


def main() -> dict[str, Any]:
    edition, now = Edition.objects.select_related("series").get(slug="neo-2022"), timezone.now()
    billing.render_missing()
    accounts = [
        billing.open_account(edition=edition, key=f"bench:{n}", debtor_name=TOWN.name, now=now) for n in range(COUNT)
    ]
    invoices: list[Document] = []
    settings.MAIL_IS_LOCAL = False
    with mail_sink() as note:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", seen(note)["port"]
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        page = measured(bare.empty_page(), runs=50)["cpu_p50_ms"]
        mail = measured(bare.mails_with_pdf(settings.EMAIL_PORT), runs=50)["cpu_p50_ms"]
        return {
            "reference": {"name": "an empty page, and a bare mail with it", "page_cpu_ms": page, "mail_cpu_ms": mail},
            "issue": _each(accounts, lambda account: invoices.append(_invoice(account))),
            "cancel": _each(invoices, lambda invoice: billing.cancel_lines(document=invoice, now=now)),
            "set_as_pdf": _all(billing.render_missing, "bare_page", page),
            "write_mail": _each(invoices, lambda invoice: mailing.write_mail(_letter(invoice), now=now)),
            "send_mail_with_pdf": _all(mailing.send_waiting, "bare_mail", mail),
        }


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


def _all(work: Callable[[], int], name: str, reference_ms: float) -> dict[str, float]:
    """One process working through what waits; the processor time is ours, without database and mail server."""
    started, cpu = time.perf_counter(), time.process_time()
    count = work()
    wall = time.perf_counter() - started
    each = (time.process_time() - cpu) * 1000 / max(count, 1)
    return {
        "count": count,
        "per_second": round(count / wall, 1),
        "cpu_ms": round(each, 2),
        f"cpu_times_{name}": ratio(each, reference_ms),
    }
