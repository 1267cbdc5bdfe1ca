"""Jobs: rows in PostgreSQL that a worker takes up, again if the worker before died over them.

A task is a function in a room's tasks.py with `@app.task(...)` from procrastinate.contrib.django. It is deferred inside the
transaction of an action, so it exists if and only if the action happened. Every task may run twice: a killed worker's
jobs are taken up again, so a task asks the database what is still to do before it does it.
"""

import asyncio
import contextlib
import logging
import random
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0
STALLED_SECONDS = 6.0  # a worker silent for this long is dead; its jobs go to the others
RESCUE_SECONDS = 1.0


@dataclass(frozen=True)
class _Wake:
    task: str
    lanes: int

    def __call__(self) -> None:
        number = random.randrange(self.lanes)  # noqa: S311  (which lane is no secret)
        lane = f"{self.task}:{number}"
        with contextlib.suppress(AlreadyEnqueued):  # one waits there already and will find the work
            app.configure_task(self.task, queueing_lock=lane, lock=lane).defer(lane=number)


def wake(task: str, *, lanes: int) -> None:
    """After commit, let `task(lane=…)` look for work; once per transaction, in one of `lanes` that run side by side.

    For tasks that work through a table: however much is written, at most one run per lane waits and one works.
    """
    call = _Wake(task, lanes)
    if all(hook[1] != call for hook in connection.run_on_commit):
        transaction.on_commit(call, robust=True)


async def run_worker(*, name: str, concurrency: int, wait: bool = True) -> None:
    """Work until told to stop (SIGTERM, SIGINT); with `wait` off until no job is left."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the Django connector has it
    with app.replace_connector(connector) as own:
        async with own.open_async():
            own.perform_import_paths()  # type: ignore[no-untyped-call]
            worker = Worker(
                app=own,
                name=name,
                concurrency=concurrency,
                wait=wait,
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=10.0,
                task_middleware=(own.worker_defaults or {}).get("task_middleware"),
            )
            rescue = asyncio.create_task(_rescue(own, worker))
            try:
                await worker.run()  # type: ignore[no-untyped-call]
            finally:
                rescue.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await rescue


async def _rescue(own: App, worker: Worker) -> None:
    """Hand the jobs of dead workers back to the queue, for as long as we live."""
    while True:
        try:
            await rescue_jobs(own, spare=worker.worker_id)
        except Exception:  # a short outage of the database must not end the rescue
            logger.exception("Could not look for the jobs of dead workers")
        await asyncio.sleep(RESCUE_SECONDS)


async def rescue_jobs(own: App, *, spare: int | None) -> int:
    """Put every job whose worker is gone back to the queue, but none of worker `spare`; how many they were."""
    stalled = await own.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    lost = [job for job in stalled if job.worker_id is None or job.worker_id != spare]
    for job in lost:
        await _take_up_again(own, job)
    return len(lost)


async def _take_up_again(own: App, job: Job) -> None:
    """Back to the queue; if one with the same queueing lock waits there already, that one does the work of both."""
    logger.warning("Taking up job %s (%s) again: its worker is gone", job.id, job.task_name)
    try:
        await own.job_manager.retry_job(job)
    except UniqueViolation:
        await own.job_manager.finish_job(job, Status.ABORTED, delete_job=False)


def run_waiting_jobs(*, limit: int = 1000) -> int:
    """Run what waits in the queue, here and now, in order; how many ran. For tests and loaders, not for the web."""
    for done in range(limit):
        with transaction.atomic():
            job = (
                ProcrastinateJob.objects.filter(
                    Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now()), status="todo"
                )
                .select_for_update(skip_locked=True)
                .order_by("-priority", "id")
                .first()
            )
            if job is None:
                return done
            app.tasks[job.task_name].func(**job.args)
            _mark_done(job.pk)
    message = f"more than {limit} jobs: does one of them defer itself?"
    raise RuntimeError(message)


def _mark_done(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [pk])
