"""Jobs: forgetting addresses that were never proven."""

from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.foundation.people.actions import delete_unproven_people


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="people.unproven")
def forget_unproven_people(timestamp: int) -> None:
    delete_unproven_people(now=clock.now())
