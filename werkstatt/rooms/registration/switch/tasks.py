"""Jobs of the switch. Each asks the database what is still to do, so each may run twice, be killed, or run twofold."""

from procrastinate.contrib.django import app

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.registration.switch import closing, expiry, run


@app.task(name="registration.work_switch")
def work_switch(switch: int) -> None:
    run.work_through(switch, moment=clock.now)


@app.task(name="registration.hand_on_seats")
def hand_on_seats(switch: int) -> None:
    closing.finish_switch(switch, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="registration.watch_switches", queueing_lock="registration.watch_switches")
def watch_switches(timestamp: int) -> None:
    """Every minute: offers whose deadline has passed, and switches that somebody left half done."""
    now = clock.now()
    expiry.expire_offers(now=now)
    closing.finish_switches(now=now)
    run.take_up_again()
