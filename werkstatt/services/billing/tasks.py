"""Jobs: PDFs of issued documents."""

from procrastinate.contrib.django import app

from werkstatt.services.billing.actions import render_missing


@app.task
def render_documents(lane: int) -> None:
    """One of a few renderers that work at the same time."""
    render_missing()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="billing.sweep")
def sweep_documents(timestamp: int) -> None:
    """Whatever a killed worker left without a PDF."""
    render_missing()
