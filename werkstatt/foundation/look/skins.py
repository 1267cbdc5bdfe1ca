"""The skin of an edition: two colours on top of the theme, delivered as a small stylesheet, contrast kept by arithmetic.

The address carries the colours, so the stylesheet needs no lookup and may be cached for ever:
`/look/skin/f7e017-1a3da5-fira.css` (`fira`, `system` or `serif`). The dark theme gets a lightened action colour; text on a colour is black or white,
whichever reads better. Contrast after WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

import re
from dataclasses import dataclass

from django.urls import reverse

HEX = re.compile(r"#?([0-9a-fA-F]{6})$")
# Typefaces every device has; without one the house's own Fira Sans stays.
TYPEFACES = {
    "system": 'system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif',
    "serif": 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif',
}
WHITE, BLACK, NIGHT = "ffffff", "1e1b19", "1b1715"


@dataclass(frozen=True)
class Skin:
    accent: str
    action: str
    typeface: str = ""


def parse(accent: str, action: str = "", typeface: str = "") -> Skin | None:
    """None when nothing of it is known: no colour like `#f7e017`, no typeface of `TYPEFACES`."""
    first, second = HEX.match(accent.strip()), HEX.match(action.strip())
    known = typeface if typeface in TYPEFACES else ""
    if not first and not second and not known:
        return None
    return Skin(first[1].lower() if first else "", second[1].lower() if second else "", known)


def address(accent: str, action: str = "", typeface: str = "") -> str:
    skin = parse(accent, action, typeface)
    if skin is None:
        return ""
    return reverse("look:skin", args=[skin.accent or "none", skin.action or "none", skin.typeface or "fira"])


def luminance(colour: str) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (part(int(colour[i : i + 2], 16)) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str) -> str:
    """Ink or white, whichever stands out more; pure black where ink is not enough (one of black and white always is)."""
    best = max((BLACK, WHITE), key=lambda ink: contrast(colour, ink))
    return best if contrast(colour, best) >= 4.5 else max(("000000", WHITE), key=lambda ink: contrast(colour, ink))


def enough(colour: str, ground: str, ratio: float = 4.5) -> str:
    """The colour, moved towards black or white until it stands out from the ground."""
    goal = WHITE if luminance(ground) < 0.18 else "000000"
    for step in range(0, 101, 4):
        moved = _mix(colour, goal, step / 100)
        if contrast(moved, ground) >= ratio:
            return moved
    return goal


def problems(skin: Skin) -> list[str]:
    """What a person who picks colours should know: values below the limits (they are mended in the stylesheet)."""
    found = []
    if skin.action and contrast(skin.action, WHITE) < 4.5:
        found.append("action")
    return found


def stylesheet(skin: Skin) -> str:
    lines = []
    if skin.accent:
        lines += [f"--neo-accent:#{skin.accent}", f"--neo-on-accent:#{readable_on(skin.accent)}"]
    if skin.action:
        light, dark = enough(skin.action, WHITE), enough(skin.action, NIGHT)
        lines += [
            f"--neo-action:light-dark(#{light},#{dark})",
            f"--neo-on-action:light-dark(#{readable_on(light)},#{readable_on(dark)})",
        ]
    if skin.typeface:
        lines.append(f"--neo-font:{TYPEFACES[skin.typeface]}")
    return ":root{" + ";".join(lines) + "}\n"


def _mix(colour: str, other: str, share: float) -> str:
    parts = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)
