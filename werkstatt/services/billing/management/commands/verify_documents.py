"""`bin/manage verify_documents [EDITION …]`: proves that documents are what they were when they were issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import translation

from werkstatt.foundation.events.models import Edition, Series
from werkstatt.services.billing import audit, sheet
from werkstatt.services.billing.models import Document


class Command(BaseCommand):
    help = "Check numbers, chain, sums and stored PDFs of all documents, and set every PDF again to compare the bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("editions", nargs="*", help="slugs; all without any")
        parser.add_argument("--quick", action="store_true", help="do not set the PDFs again")

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.order_by("pk")
        if options["editions"]:
            editions = editions.filter(slug__in=options["editions"])
        if missing := set(options["editions"]) - set(editions.values_list("slug", flat=True)):
            raise CommandError(f"No such edition: {', '.join(sorted(missing))}")
        documents = Document.objects.filter(edition__in=editions)
        with translation.override("de"):
            faults = [
                fault
                for series in Series.objects.filter(editions__in=editions).distinct()
                for fault in audit.broken_chains(series)
            ]
            faults += audit.broken_sums(documents)
            faults += [fault for edition in editions for fault in audit.broken_accounts(edition)]
            faults += audit.broken_renderings(documents)
            if not options["quick"]:
                faults += audit.changed_renderings(documents)
                self._tell_of_other_renderers(documents)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{documents.count()} documents checked: {len(faults)} faults")
        self.stdout.write(f"{documents.count()} documents checked: all are what they were when they were issued")

    def _tell_of_other_renderers(self, documents: QuerySet[Document]) -> None:
        older = documents.exclude(rendering=None).exclude(rendering__renderer=sheet.renderer()).count()
        if older:
            self.stdout.write(
                f"{older} PDFs were set by an earlier renderer: their stored bytes are checked, not set again"
            )
