"""Housekeeping: what has had its time goes."""

import time
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock, idempotency, ratelimit, tokens


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="kernel.clear_away")
def clear_away(timestamp: int) -> None:
    """Every night: expired sessions, links, rate counts and receipts."""
    now = clock.now()
    tokens.delete_old_tokens(now=now)
    ratelimit.delete_old_counts(now=now)
    idempotency.delete_old_receipts(now=now, kept=timedelta(days=90))
    SessionStore.clear_expired()


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="kernel.clear_jobs", pass_context=False)
async def clear_jobs(timestamp: int) -> None:
    """Every night: jobs that went well a month ago."""
    await app.job_manager.delete_old_jobs(nb_hours=30 * 24)


@app.task(name="kernel.sleep_then_note")
def sleep_then_note(seconds: float) -> None:
    """Do nothing for a while: with it an operator sees that jobs run and survive."""
    time.sleep(seconds)
