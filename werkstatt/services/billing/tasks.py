"""Jobs: PDFs of issued documents."""

from procrastinate.contrib.django import app

from werkstatt.services.billing.actions import render_missing


@app.task(queueing_lock="billing.render")
def render_documents() -> None:
    render_missing()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="billing.sweep")
def sweep_documents(timestamp: int) -> None:
    """Whatever a killed worker left without a PDF."""
    render_missing()
