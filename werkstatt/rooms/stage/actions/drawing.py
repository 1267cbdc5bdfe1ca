"""An open poll is drawn again shortly after votes came in: at most about three times a second, and after the last vote.

Counting and rendering cost more than a vote; so votes only say that there is something new, once per process and moment.
"""

import threading
from datetime import datetime

from django.db import connection, transaction

from werkstatt.foundation.kernel import clock
from werkstatt.rooms.stage.choices import HallView, PollState
from werkstatt.rooms.stage.models import Poll
from werkstatt.rooms.stage.news import hall
from werkstatt.rooms.stage.news import polls as news
from werkstatt.rooms.stage.news.nudges import nudge_desk

PAUSE_SECONDS = 0.3
_pending: dict[int, threading.Timer] = {}  # by the key of the poll, until the drawing begins
_at_work: set[threading.Timer] = set()  # until it is done
_guard = threading.Lock()


def draw_soon(poll: int) -> None:
    """When this transaction commits, the poll will be drawn within a moment."""
    transaction.on_commit(lambda: _plan(poll))


def draw_poll(*, poll: Poll, now: datetime) -> None:
    """How many voted; the result, too, if it is released while people vote."""
    with transaction.atomic():
        if poll.state != PollState.OPEN:
            return
        news.votes_came(poll, now=now)
        if poll.stage.hall_view == HallView.POLL and poll.stage.hall_poll_id == poll.pk:
            hall.show_scene(poll.stage, now=now)
        nudge_desk(poll.stage, "polls", "voice", now=now)


def settle() -> None:
    """Wait until everything planned is drawn."""
    while waiting := list(_at_work):
        for timer in waiting:
            timer.join()


def _plan(poll: int) -> None:
    with _guard:
        if poll in _pending:
            return
        timer = threading.Timer(PAUSE_SECONDS, _draw, [poll])
        timer.daemon = True
        _pending[poll] = timer
        _at_work.add(timer)
        timer.start()


def _draw(key: int) -> None:
    with _guard:
        timer = _pending.pop(key)
    try:
        poll = Poll.objects.select_related("stage__session__edition").filter(pk=key).first()
        if poll is not None:
            draw_poll(poll=poll, now=clock.now())
    finally:
        connection.close()
        _at_work.discard(timer)
