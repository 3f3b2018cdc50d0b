# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.design`: writes into docs/design.md what follows from the program.

Between `<!-- NAME -->` and `<!-- end -->` stands the part of that name; all else is written by hand.
"""

import re
import sys
from collections.abc import Callable, Iterable

from bench.plan import ROOT, say
from bench.sheets import LANGUAGES, SHAPES, one_of_each, sheet_name
from kiosk.flow.values import Contrast, Size
from kiosk.ui.icons import FOLDER
from kiosk.ui.look import REFERENCE_PX_PER_MM
from kiosk.ui.theme import FLOOR, LETTERS, PALETTES, WIDE_LETTERS, Colour, Role, Theme
from tests.gui.samples import samples

DESIGN = ROOT / "docs" / "design.md"
HAN, CAPITAL = 0.90, 0.733
"""Ink of a Han character and of a capital, in heights of the font."""

PAIRS = (
    (Colour.INK, Colour.GROUND, 7.0),
    (Colour.SOFT_INK, Colour.GROUND, 7.0),
    (Colour.INK, Colour.ACCENT_TINT, 7.0),
    (Colour.SOFT_INK, Colour.ACCENT_TINT, 7.0),
    (Colour.SOFT_INK, Colour.GREY_TINT, 7.0),
    (Colour.ACCENT, Colour.GROUND, 7.0),
    (Colour.ACCENT, Colour.ACCENT_TINT, 7.0),
    (Colour.GROUND, Colour.ACCENT, 7.0),
    (Colour.INK, Colour.GREEN_TINT, 7.0),
    (Colour.SOFT_INK, Colour.GREEN_TINT, 7.0),
    (Colour.GREEN, Colour.GREEN_TINT, 7.0),
    (Colour.INK, Colour.AMBER_TINT, 7.0),
    (Colour.AMBER, Colour.AMBER_TINT, 7.0),
    (Colour.ASLEEP, Colour.GROUND, 4.5),
    (Colour.LINE, Colour.GROUND, 3.0),
)
"""What is painted on what, and the least contrast in standard colours."""
HIGH_LEAST = 15.0
"""In high contrast, of all but sleeping controls and lines."""


def main() -> int:
    """Writes the file anew; 0."""
    DESIGN.write_text(renewed(DESIGN.read_text(encoding="utf-8")), encoding="utf-8")
    say(str(DESIGN))
    return 0


def renewed(text: str) -> str:
    """The text with each part made anew; raises KeyError for a part that nobody makes."""

    def make(found: re.Match[str]) -> str:
        return f"<!-- {found[1]} -->\n\n{PARTS[found[1]]()}\n\n<!-- end -->"

    return re.sub(r"<!-- (?!end)(\w+) -->.*?<!-- end -->", make, text, flags=re.DOTALL)


def grid() -> str:
    """The measures of every screen."""
    upright, across = (Theme(1.0, Size.NORMAL, "", is_wide=is_wide) for is_wide in (False, True))
    rows = (
        ("margin at the sides", upright.margin, across.margin),
        ("gap between two things", upright.gap, across.gap),
        ("padding inside a box", upright.padding, across.padding),
        ("corner of a box", upright.corner, across.corner),
        ("bar at the bottom", upright.bar_height, across.bar_height),
    )
    cells = ((name, *map(_px_and_mm, measures)) for name, *measures in rows)
    return table(("measure", "upright", "across"), cells)


def letters() -> str:
    """The type scale."""
    sizes = tuple(Size)
    rows = [
        (role.value, *(_letter(LETTERS[role].px(size), role, size) for size in sizes), *_set(role))
        for role in Role
    ]
    floor = ("least of all", *(_letter(FLOOR[size]) for size in sizes), "", "")
    head = ("text", *(size.name.lower().replace("_", " ") for size in sizes), "weight", "lines")
    return table(head, (*rows, floor))


def _letter(px: int, role: Role | None = None, size: Size | None = None) -> str:
    wide = WIDE_LETTERS[role].px(size) if role and size else px
    across = f" (across {wide})" if wide != px else ""
    return f"{px}{across} px: {px * HAN / REFERENCE_PX_PER_MM:.1f} mm"


def _set(role: Role) -> tuple[str, str]:
    return "bold" if LETTERS[role].is_bold else "regular", f"{LETTERS[role].pitch:.2f}"


def colours() -> str:
    """Each pair that is painted, with its contrast in both palettes."""
    rows = (
        (
            f"{ink.value} on {ground.value}",
            *(_pair(contrast, ink, ground) for contrast in Contrast),
            f"{least:g}:1",
        )
        for ink, ground, least in PAIRS
    )
    return table(("what on what", "standard", "high contrast", "least in standard"), rows)


def _pair(contrast: Contrast, ink: Colour, ground: Colour) -> str:
    palette = PALETTES[contrast]
    measured = contrast_of(palette[ink], palette[ground])
    return f"`{palette[ink]}` on `{palette[ground]}`: {measured:.1f}:1"


def contrast_of(one: str, other: str) -> float:
    """WCAG contrast of two colours as in "#14202B"."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def channel(start: int) -> float:
        value = int(colour[start : start + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)


def icons() -> str:
    """All there are."""
    names = sorted(path.stem for path in FOLDER.glob("*.svg"))
    return f"{len(names)} icons: {', '.join(names)}."


def screens() -> str:
    """The sheets, and in which order the screens stand on them."""
    rows = (
        (
            language,
            *(f"![{language}](pictures/screens/{sheet_name(one, language)})" for one in SHAPES),
        )
        for language in LANGUAGES
    )
    names = one_of_each(samples())
    order = "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
    return f"{table(('language', *SHAPES.values()), rows)}\n\n{order}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """In Markdown."""
    first = tuple(head)
    lines = (first, ("---",) * len(first), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _px_and_mm(px: int) -> str:
    return f"{px} px: {px / REFERENCE_PX_PER_MM:.0f} mm"


PARTS: dict[str, Callable[[], str]] = {
    "grid": grid,
    "letters": letters,
    "colours": colours,
    "icons": icons,
    "screens": screens,
}

if __name__ == "__main__":
    sys.exit(main())
