"""Deferring what need not happen while somebody waits. Inside the transaction: no published record without its letters."""

from procrastinate.contrib.django import app

from werkstatt.rooms.stage.models import Stage


def tell_readers_of(stage: Stage) -> None:
    """Those who may read its record learn of it a moment later."""
    app.configure_task("stage.tell_readers").defer(stage=stage.pk)
