import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from werkstatt.foundation.kernel import jobs

TASK = "kernel.sleep_then_note"
COMMAND = [sys.executable, "-m", "werkstatt.config.manage", "worker"]


@pytest.mark.django_db
def test_waiting_jobs_run_in_order_and_once():
    app.configure_task("werkstatt.foundation.kernel.tasks.clear_away").defer(timestamp=1)
    assert jobs.run_waiting_jobs() == 1
    assert jobs.run_waiting_jobs() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_taken_up_again_within_seconds():
    place = connection.settings_dict
    url = f"postgresql://postgres@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "werkstatt.config.settings"}
    app.configure_task(TASK).defer(seconds=2.0)
    first = subprocess.Popen(COMMAND, cwd=settings.CHECKOUT, env=environment)
    try:
        _wait_for("doing")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        killed_at = time.monotonic()
        second = subprocess.Popen(COMMAND, cwd=settings.CHECKOUT, env=environment)
        try:
            _wait_for("succeeded")
            assert time.monotonic() - killed_at < 15
        finally:
            second.terminate()
            assert second.wait(timeout=20) == 0
    finally:
        first.kill()
        first.wait()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_lost_job_whose_successor_waits_already_does_not_hold_up_the_others():
    doubled, alone = (app.configure_task(TASK, queueing_lock=lock).defer(seconds=0.0) for lock in ("same", "other"))
    ProcrastinateJob.objects.filter(pk__in=[doubled, alone]).update(status="doing")  # their worker is gone
    app.configure_task(TASK, queueing_lock="same").defer(seconds=0.0)

    async def rescue() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as own:  # type: ignore[attr-defined]
            async with own.open_async():
                return await jobs.rescue_jobs(own, spare=None)

    assert asyncio.run(rescue()) == 2
    states = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert (states[doubled], states[alone]) == ("aborted", "todo")


def _wait_for(status: str) -> None:
    for _ in range(300):
        if ProcrastinateJob.objects.filter(task_name=TASK).values_list("status", flat=True).get() == status:
            return
        time.sleep(0.1)
    pytest.fail(f"no job became {status}")
