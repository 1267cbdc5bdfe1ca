"""Jobs: sending, and clearing away."""

from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.services.mailing.actions import delete_old_mails, send_waiting


@app.task
def send_mails(lane: int) -> None:
    """One of a few senders that work at the same time, each with a connection of its own."""
    send_waiting()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mailing.sweep")
def sweep_mails(timestamp: int) -> None:
    """Mails whose next attempt is due, and those a killed worker left."""
    send_waiting()


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="mailing.clear_away")
def clear_mails(timestamp: int) -> None:
    delete_old_mails(now=clock.now())
