"""The channel switch with 5,000 places: documents, PDFs and mails to a real SMTP server, two workers."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench.figures import measured, ratio
from bench.sink import mail_sink, seen

PLACES = int(os.environ.get("BENCH_PLACES", "5000"))
WORKERS = 2
GIVE_UP_SECONDS = 600


def main() -> dict[str, Any]:
    command = [sys.executable, "-m", "werkstatt.config.manage", "worker"]
    workers: list[subprocess.Popen[bytes]] = []
    with mail_sink() as note:
        environment = os.environ | {"EMAIL_URL": f"smtp://127.0.0.1:{seen(note)['port']}", "DATABASE_POOL": "4"}
        bare = _bare_cpu_ms(seen(note)["port"])
        try:
            edition = _edition()
            orders = _orders(edition)
            _render_invoices(environment, command)
            workers = [subprocess.Popen(command, env=environment) for _ in range(WORKERS)]
            time.sleep(5)
            figures = _measure(edition, workers, note)
        finally:
            for process in workers:
                process.terminate()
            for process in workers:
                process.wait(timeout=30)
    name = "an empty page by the same press and a bare mail with it, without any row"
    times = ratio(figures["cpu_ms_per_document"], bare)
    reference = {"name": name, "cpu_ms": bare}
    return {"places": PLACES, "orders": orders, "reference": reference, **figures, "cpu_times_reference": times}


def _bare_cpu_ms(port: int) -> float:
    from bench import bare

    mail = measured(bare.mails_with_pdf(port), runs=50)
    return round(measured(bare.empty_page(), runs=50)["cpu_p50_ms"] + mail["cpu_p50_ms"], 2)


def _edition() -> Any:
    from werkstatt.foundation.events.models import Day, DayChannel, Edition

    first = Edition.objects.exclude(venue=None)[0]
    edition = Edition.objects.create(
        series=first.series, slug="bench", title="Bench", venue=first.venue, state="public"
    )
    for on in (date(2022, 5, 2), date(2022, 5, 3)):
        day = Day.objects.create(edition=edition, on=on)
        for channel, price in (("on_site", 4500), ("online", 2500)):
            DayChannel.objects.create(day=day, channel=channel, price_cents=price, capacity=2 * PLACES)
    return edition


def _orders(edition: Any) -> int:
    """Orders in the shape of the demo edition: about 2.8 days on site each, eight in ten paid."""
    from werkstatt.rooms.registration.tests.switch.crowds import BOTH, ONE, Wanted, placed

    shapes = ([BOTH], [BOTH, ONE], [ONE, ONE], [BOTH, BOTH], [BOTH, ONE])
    wanted: list[Wanted] = []
    places = 0
    while places < PLACES:
        rows = shapes[len(wanted) % len(shapes)]
        wanted.append(Wanted(rows, paid=len(wanted) % 5 > 0))
        places += sum(channel is not None for row in rows for channel in row)
    with transaction.atomic():
        placed(edition, wanted, name="b")
    return len(wanted)


def _render_invoices(environment: dict[str, str], command: list[str]) -> None:
    """The invoices had their PDFs long before the switch."""
    renderers = [subprocess.Popen([*command, "--until-empty"], env=environment) for _ in range(WORKERS)]
    for renderer in renderers:
        renderer.wait(timeout=GIVE_UP_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(edition: Any, workers: list[Any], note: Path) -> dict[str, Any]:
    from werkstatt.foundation.kernel import clock
    from werkstatt.rooms.registration.choices import SwitchKind
    from werkstatt.rooms.registration.switch import queries
    from werkstatt.rooms.registration.switch.plan import Wish, make_plan
    from werkstatt.rooms.registration.switch.starting import Confirmation, Terms, start_switch
    from werkstatt.rooms.registration.switch.world import load_world
    from werkstatt.services.mailing.models import Mail

    wish = Wish(SwitchKind.CLOSE, frozenset(edition.days.values_list("pk", flat=True)))
    now = clock.now()
    started = time.perf_counter()
    plan = make_plan(wish, load_world(edition, wish))
    planned = time.perf_counter() - started
    cpu_before, db_before = _cpu_seconds(workers), _database_cpu()
    before = seen(note)
    started = time.perf_counter()
    switch = start_switch(
        edition=edition,
        wish=wish,
        terms=Terms(deadline=now + timedelta(days=5), reason="Bench"),
        confirmation=Confirmation(plan.figures, "bench", None),
        now=now,
    )
    confirmed = time.perf_counter() - started
    reached = _wait(edition, switch, started)
    cpu = _cpu_seconds(workers) - cpu_before
    database = _database_cpu() - db_before
    time.sleep(0.5)
    _, sums = queries.standing_of(switch)
    received = seen(note)
    return {
        "plan_s": round(planned, 2),
        "confirm_s": round(confirmed, 2),
        **{name: round(seconds, 1) for name, seconds in reached.items()},
        "documents": sums.documents,
        "cancelled_cents": sums.cancelled_cents,
        "mails_written": Mail.objects.filter(edition=edition).count(),
        "mails_received": received["mails"] - before["mails"],
        "pdfs_received": received["pdfs"] - before["pdfs"],
        "worker_cpu_s": round(cpu, 1),
        "database_cpu_s": round(database, 1),
        "cpu_s": round(cpu + database, 1),
        "cpu_ms_per_document": round((cpu + database) * 1000 / max(1, sums.documents), 1),
    }


def _wait(edition: Any, switch: Any, started: float) -> dict[str, float]:
    """Seconds until the orders, the PDFs and the mails were done."""
    from werkstatt.services.billing.queries import documents_without_pdf
    from werkstatt.services.mailing.models import Mail

    reached: dict[str, float] = {}
    while len(reached) < 3 and time.perf_counter() - started < GIVE_UP_SECONDS:
        time.sleep(0.25)
        switch.refresh_from_db()
        so_far = time.perf_counter() - started
        if switch.state != "running":
            reached.setdefault("worked_through_s", so_far)
            if not documents_without_pdf().filter(edition=edition).exists():
                reached.setdefault("all_pdfs_s", so_far)
            if not Mail.objects.filter(edition=edition).exclude(state="sent").exists():
                reached.setdefault("all_mails_s", so_far)
    return reached


def _cpu_seconds(processes: list[Any]) -> float:
    return sum(_ticks(process.pid) for process in processes)


def _ticks(pid: int | str) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _database_cpu() -> float:
    """What our server's backends for this database have used so far (they live as long as the workers' pools)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return sum(_ticks(row[0]) for row in cursor.fetchall())
