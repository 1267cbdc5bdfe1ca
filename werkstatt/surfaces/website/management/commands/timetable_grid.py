from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from werkstatt.surfaces.website.grid_styles import grid_styles

FOLDER = Path(__file__).resolve().parents[2] / "static" / "website"


class Command(BaseCommand):
    help = "Write the style sheet of the timetable's grid from its frame and the numbered classes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        frame = (FOLDER / "timetable-frame.css").read_text()
        (FOLDER / "timetable-grid.css").write_text(grid_styles(frame))
