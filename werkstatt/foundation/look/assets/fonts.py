"""Cut the fonts of the house from the KERN package.

Run after an update of `@kern-ux/native`: `python werkstatt/foundation/look/assets/fonts.py`.
Writes WOFF2 for the pages and TTF for the documents; both are committed, so nobody needs this to build.
Fira Sans is licensed under the SIL Open Font License 1.1 (see OFL.txt beside the fonts).
"""

from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

LOOK = Path(__file__).resolve().parents[1]
SOURCE = LOOK.parents[2] / "node_modules/@kern-ux/native/dist/fonts/fira-sans"
WEIGHTS = ("Regular", "SemiBold")
# Latin, Latin-1, Latin Extended-A, the marks and quotes German and English use, arrows, euro and a few signs.
PAGES = "U+0020-007E,U+00A0-017F,U+0218-021B,U+02BC,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"


def cut(weight: str, target: Path, flavor: str | None, unicodes: str) -> None:
    options = subset.Options()
    options.flavor = flavor
    options.layout_features = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "locl", "ccmp", "case"]
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = ["*"] if flavor is None else [0, 1, 2, 13, 14]
    font: TTFont = subset.load_font(str(SOURCE / f"FiraSans-{weight}.woff2"), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    for weight in WEIGHTS:
        cut(weight, LOOK / f"static/look/fonts/FiraSans-{weight}.woff2", "woff2", PAGES)
        cut(
            weight,
            LOOK / f"paper/fonts/FiraSans-{weight}.ttf",
            None,
            "U+0020-024F,U+0370-03FF,U+0400-04FF,U+1E00-1EFF," + PAGES,
        )


if __name__ == "__main__":
    main()
