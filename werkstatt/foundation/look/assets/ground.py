"""Write static/look/bw.svg: the ground of the map, from the positions of the municipalities.

Run from the checkout after a change of the directory: `python -m werkstatt.foundation.look.assets.ground`.
Positions: (c) GeoBasis-DE / BKG 2020 and Statistisches Bundesamt (Destatis); data changed.
"""

import csv
from pathlib import Path

from werkstatt.foundation.look.charts.dotmap import HEIGHT, WIDTH, project

LOOK = Path(__file__).resolve().parents[1]
SOURCE = LOOK.parent / "people/data/gemeinden_bw.csv"


def main() -> None:
    with SOURCE.open(encoding="utf-8") as file:
        places = [(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file) if row["typ_code"] != "66"]
    spots = sorted(tuple(round(value) for value in project(*place)) for place in places)
    path = "".join(f"M{x} {y}h0" for x, y in spots)
    round_line = 'fill="none" stroke="currentColor" stroke-linecap="round"'
    (LOOK / "static/look/bw.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">\n'
        "<!-- Municipalities of Baden-Württemberg. Positions: (c) GeoBasis-DE / BKG 2020, Destatis; data changed -->\n"
        f'<path id="land" {round_line} stroke-width="40" d="{path}"/>\n'
        f'<path id="ground" {round_line} stroke-width="3.4" d="{path}"/>\n</svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
