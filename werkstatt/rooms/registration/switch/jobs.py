"""Setting the worker to work on a switch. Deferred inside the transaction: no switch without its job."""

from procrastinate.contrib.django import app

from werkstatt.rooms.registration.models import ChannelSwitch

HANDS = 2  # jobs that share the cases of one switch; each claims its own, so more or fewer never matters


def set_to_work(switch: ChannelSwitch) -> None:
    for _ in range(HANDS):
        app.configure_task("registration.work_switch").defer(switch=switch.pk)


def hand_on_seats(switch: ChannelSwitch) -> None:
    """Seats came back while people wait in the row."""
    app.configure_task("registration.hand_on_seats").defer(switch=switch.pk)
