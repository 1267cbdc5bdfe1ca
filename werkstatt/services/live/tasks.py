"""Jobs: clearing away."""

from procrastinate.contrib.django import app

from werkstatt.services.live.clearing import clear_away


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="live.clear_away")
def clear_log(timestamp: int) -> None:
    """Every night: events, receipts and revocations nobody can ask for any more."""
    clear_away()
