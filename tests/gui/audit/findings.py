# SPDX-License-Identifier: Apache-2.0
"""The rows of the accessibility table (screens.md 1.3), each as a search for what breaks it."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from math import hypot

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QFontInfo, QFontMetricsF, QTextLayout

from kiosk.flow.values import Contrast, Size
from kiosk.ui.lines import plain
from kiosk.ui.theme import Role
from tests.gui.audit.measure import Painted, Screen, Target, contrast_of

CAPITAL_MM = {Size.NORMAL: 8.1, Size.LARGE: 11.9, Size.EXTRA_LARGE: 11.9}
"""Row 1: letters of 45 and 66 px on the reference panel, measured as capitals."""

FAMILY = "Noto Sans SC"
TEXT_CONTRAST = {Contrast.STANDARD: 7.0, Contrast.HIGH: 15.0}
ASLEEP_CONTRAST = 4.5
TARGET_MM, GAP_MM, WIDE_GAP_MM = 22.0, 6.35, 12.7
TILE_MM = (60.0, 25.0)
LOWEST_MM, LOW_MM, HIGHEST_MM = 380.0, 1100.0, 1200.0
MOST_CHOICES = 6
LONGEST_LINE = 20
FINAL = frozenset(
    {
        "cancel",
        "done",
        "give_up",
        "keep",
        "leave",
        "still_here",
        "not_this",
        "confirm",
        "number_done",
    }
)
"""Cancel, finish, and what decides alike."""

RUNNING = frozenset({Role.BODY.value, Role.STRONG.value})
LINE_DISTANCE = 1.5
UNSPOKEN = frozenset({Role.HEADER.value, "number_field"})
"""The visitor's name and typed digits are never said; how many digits there are is."""

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def small_type(screen: Screen) -> Iterator[str]:
    """Row 1: capitals of every painted text in millimetres, and that our font paints them."""
    for text in screen.texts:
        capital = QFontMetricsF(text.line.font).capHeight() / screen.px_per_mm
        if capital < CAPITAL_MM[screen.size]:
            yield f"{text}: capitals of {capital:.1f} mm"
        if QFontInfo(text.line.font).family() != FAMILY:
            yield f"{text}: painted with {QFontInfo(text.line.font).family()}"


def weak_contrast(screen: Screen) -> Iterator[str]:
    """Row 3: from the pixels; a control that is asleep may be softer."""
    for text in screen.texts:
        least = TEXT_CONTRAST[screen.contrast] if text.owner.isEnabled() else ASLEEP_CONTRAST
        contrast = contrast_of(screen, text.ink)
        if contrast < least:
            yield f"{text}: contrast {contrast:.1f}"


def small_targets(screen: Screen) -> Iterator[str]:
    """Row 4."""
    for target in screen.targets:
        width, height = _mm(screen, target.rect.width()), _mm(screen, target.rect.height())
        is_tile = target.name.startswith("service.")
        least = TILE_MM if is_tile else (TARGET_MM, TARGET_MM)
        if width < least[0] or height < least[1]:
            yield f"{target.name}: {width:.1f} x {height:.1f} mm"


def narrow_gaps(screen: Screen) -> Iterator[str]:
    """Row 5, and that no two controls overlap."""
    for one, other in combinations(screen.targets, 2):
        gap = _mm(screen, _distance(one.rect, other.rect))
        least = WIDE_GAP_MM if {one.name, other.name} & FINAL else GAP_MM
        if gap < least:
            yield f"{one.name} and {other.name}: {gap:.1f} mm apart"


def too_many_choices(screen: Screen) -> Iterator[str]:
    """Row 6."""
    choices = [target for target in screen.targets if _is_choice(target)]
    if len(choices) > MOST_CHOICES:
        yield f"{len(choices)} choices"


def too_high_for_who_sits(screen: Screen) -> Iterator[str]:
    """The low layout: the upper edge of each control over the floor."""
    for target in screen.targets:
        top = _over_floor(screen, target.rect.top())
        if top > LOW_MM:
            yield f"{target.name}: {top:.0f} mm over the floor"


def out_of_reach(screen: Screen) -> Iterator[str]:
    """Row 7: the upper edge of each control over the floor, and the lower edge of the lowest."""
    for target in screen.targets:
        top = _over_floor(screen, target.rect.top())
        bottom = _over_floor(screen, target.rect.bottom() + 1)
        if top > HIGHEST_MM or bottom < LOWEST_MM:
            yield f"{target.name}: {bottom:.0f} to {top:.0f} mm over the floor"


def clipped_text(screen: Screen) -> Iterator[str]:
    """Row 10: every text is whole inside its widget and inside the panel."""
    if not screen.fits:
        yield "the screen does not fit"
    for text in screen.texts:
        ink = text.ink.adjusted(1, 1, -1, -1)  # without the blur of smooth edges
        if not (text.place.contains(ink) and screen.rect.contains(ink)):
            yield f"{text}: clipped, ink {_said(text.ink)} in {_said(text.place)}"


def overlapping_text(screen: Screen) -> Iterator[str]:
    """Row 10: no text touches another, or a control that is not its own."""
    for one, other in combinations(screen.texts, 2):
        if one.ink.intersects(other.ink):
            yield f"{one} and {other} overlap"
    for text in screen.texts:
        for target in screen.targets:
            is_own = text.place == target.rect
            if not is_own and text.ink.intersects(target.rect):
                yield f"{text} lies on {target.name}"


def lonely_characters(screen: Screen) -> Iterator[str]:
    """Row 21: no last line of one character, no line of more than twenty."""
    for text in screen.texts:
        letters = re.sub(r"\W", "", text.line.text)
        if text.is_last_of > 1 and len(letters) == 1:
            yield f"{text}: stands alone in its line"
        if len(HAN.findall(text.line.text)) > LONGEST_LINE:
            yield f"{text}: more than {LONGEST_LINE} characters"


def missing_glyphs(screen: Screen) -> Iterator[str]:
    """Row 27: no box instead of a character."""
    for text in screen.texts:
        if 0 in glyphs_of(text):
            yield f"{text}: a character has no shape"


def glyphs_of(text: Painted) -> list[int]:
    layout = QTextLayout(plain(text.line.text), text.line.font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]


def nameless_controls(screen: Screen) -> Iterator[str]:
    """Row 18: each control is a button, and its name holds the words that are seen on it."""
    for target in screen.targets:
        if target.role is not QAccessible.Role.Button:
            yield f"{target.name}: {target.role}"
        for words in target.words:
            if _letters(words) not in _letters(target.accessible_name):
                yield f"{target.name}: “{words}” is called “{target.accessible_name}”"


def unspoken_text(screen: Screen) -> Iterator[str]:
    """Row 12: what is seen is said; but who is served, and what a sleeping control is called."""
    said = _letters(screen.said)
    for text in screen.texts:
        is_silent = not text.owner.isEnabled() or text.owner.objectName() in UNSPOKEN
        is_key = text.owner.objectName().startswith("key.")
        if not (is_silent or is_key or _letters(plain(text.line.text)) in said):
            yield f"{text}: never said"


def out_of_order(screen: Screen) -> Iterator[str]:
    """Row 17: the focus comes to every control that is awake, once, in the order of reading.

    Down, or to the right: up again only where what follows stands wholly beside.
    """
    awake = [target.name for target in screen.targets if target.is_active]
    if sorted(screen.chain) != sorted(awake):
        yield f"the focus comes to {screen.chain}, awake are {awake}"
        return
    places = {target.name: target.rect for target in screen.targets}
    is_wide = screen.rect.width() > screen.rect.height()
    for one, other in pairwise(screen.chain):
        before, after = places[one], places[other]
        is_right = after.left() > before.right()
        is_below = after.top() > before.bottom()
        are_level = after.top() <= before.bottom() and before.top() <= after.bottom()
        if not (is_below or (is_right and (are_level or is_wide))):
            yield f"{other} comes after {one}"


def tight_lines(screen: Screen) -> Iterator[str]:
    """Row 21: lines of running text are one and a half letters apart."""
    for one, other in pairwise(screen.texts):
        is_running = one.owner.objectName() in RUNNING and one.owner is other.owner
        apart = other.line.origin.y() - one.line.origin.y()
        if is_running and apart < LINE_DISTANCE * one.line.font.pixelSize() - 1:
            yield f"{one}: the next line is {apart:.0f} px below"


def without_help(screen: Screen) -> Iterator[str]:
    """Row 25: a person can be asked for on every screen, but on the one that tells where."""
    helps = [target for target in screen.targets if target.name == "bar.help"]
    if len(helps) != 1:
        yield f"{len(helps)} ways to help"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


Row = Callable[[Screen], Iterator[str]]
ROWS: tuple[Row, ...] = (
    small_type,
    weak_contrast,
    small_targets,
    narrow_gaps,
    too_many_choices,
    out_of_reach,
    clipped_text,
    overlapping_text,
    lonely_characters,
    missing_glyphs,
    nameless_controls,
    unspoken_text,
    out_of_order,
    tight_lines,
    without_help,
)
PIXEL_ROWS = (weak_contrast,)
GEOMETRY_ROWS = tuple(row for row in ROWS if row not in PIXEL_ROWS)
"""Which need no picture."""


def all_findings(screen: Screen) -> list[str]:
    return [finding for row in ROWS for finding in findings(row, screen)]


def findings(row: Row, screen: Screen) -> list[str]:
    return [f"{row.__name__}: {finding}" for finding in row(screen)]


def _mm(screen: Screen, px: float) -> float:
    return px / screen.px_per_mm


def _over_floor(screen: Screen, y: int) -> float:
    return screen.bottom_edge_mm + _mm(screen, screen.rect.height() - y)


def _is_choice(target: Target) -> bool:
    return target.name.startswith(("service.", "offer."))


def _distance(one: QRect, other: QRect) -> float:
    across = max(other.left() - one.right() - 1, one.left() - other.right() - 1, 0)
    down = max(other.top() - one.bottom() - 1, one.top() - other.bottom() - 1, 0)
    return hypot(across, down)


def _said(rect: QRect) -> str:
    return f"{rect.width()}x{rect.height()}+{rect.x()}+{rect.y()}"
