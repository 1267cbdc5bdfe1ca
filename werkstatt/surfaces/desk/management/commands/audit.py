"""bin/manage audit <edition> [--json]: what an edition holds and whether everything adds up. Exit code 1 if not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkstatt.foundation.events.queries import edition_by_slug
from werkstatt.surfaces.desk.audit.report import Report, audit
from werkstatt.surfaces.desk.audit.sessions import breaks


class Command(BaseCommand):
    help = "Print what an edition holds and check every invariant. Exits 1 if one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="the edition's name in its address, e.g. neo-2022")
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--language", default="de", choices=["de", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            edition = edition_by_slug(options["edition"])
            if edition is None:
                raise CommandError(_("Eine Ausgabe „%(slug)s“ gibt es nicht.") % {"slug": options["edition"]})
            report = audit(edition)
            if options["json"]:
                self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
            else:
                self.stdout.write(in_words(report, breaks(edition)))
        if report.broken:
            raise SystemExit(1)


def in_words(report: Report, breaks: int) -> str:
    days, fees, items = report.person_days, report.fees_cents, report.sessions
    lines = [
        _("Personen: %s") % report.persons,
        _("Personentage: %(on_site)s vor Ort, %(online)s online") % days,
        _("Programm: %(total)s Punkte, davon %(on_site)s vor Ort, %(online)s online, %(both)s beides") % items
        + _("; dazu %s Pausen") % breaks,
        _("Gebühren: %(on_site)s vor Ort, %(online)s online, zusammen %(total)s")
        % {name: _euro(cents) for name, cents in fees.items()},
        *[
            f"{kind}: {facts['count']} ({facts['first'] or '-'} … {facts['last'] or '-'}), {_euro(facts['cents'])}"
            for kind, facts in report.documents.items()
        ],
        _("Zahlungen: %s") % _euro(report.payments_cents),
        _("Auszuzahlen: %s") % _euro(report.refunds_due_cents),
        _("Offen: %s") % _euro(report.balance_cents),
        "",
        *(
            [_("Nicht in Ordnung:"), *(f"- {sentence}" for sentence in report.broken)]
            if report.broken
            else [_("Alles stimmt.")]
        ),
    ]
    return "\n".join(str(line) for line in lines)


def _euro(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02} €"
