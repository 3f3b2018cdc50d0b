# SPDX-License-Identifier: Apache-2.0
"""A whole screen as a value, and how it is fitted onto the panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect

from kiosk.ui.arrangement import arrangements
from kiosk.ui.blocks import Column, Row
from kiosk.ui.leaves import Placed
from kiosk.ui.look import PanelLook
from kiosk.ui.part import Part
from kiosk.ui.theme import Theme

_RANKS = (None, 5, 4, 3, 2, 1)
_SHRINKS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65)


@dataclass(frozen=True)
class Frame:
    """What a screen shows: the column from title to bar, and the bar itself."""

    title: str
    content: Column
    bar: Row


@dataclass(frozen=True)
class Fitted:
    """A frame with every leaf in its place; `fits` is False where even the floor is too large."""

    theme: Theme
    placed: tuple[Placed, ...]
    fits: bool


def bar_rect(theme: Theme, width: int, height: int) -> QRect:
    """Where the controls of the bar are, the same on every screen."""
    side, above = theme.px(28), theme.px(22)
    top = height - theme.bar_height + above
    return QRect(side, top, width - 2 * side, theme.bar_height - 2 * above)


def fit(frame: Frame, theme: Theme, look: PanelLook, *, is_low: bool = False) -> Fitted:
    """Leaves spare blocks out, then makes letters smaller down to the floor, until all fits."""
    measuring = replace(theme)  # what it has measured goes with it
    way, fits = _first_that_fits(_ways(frame.content, measuring, look, is_low=is_low))
    bar = frame.bar.place(theme, bar_rect(theme, look.width_px, look.height_px))
    placed = (one for part in way.parts for one in part.column.place(way.theme, part.rect))
    return Fitted(way.theme, (*placed, *bar), fits)


@dataclass(frozen=True)
class _Way:
    """The content arranged, with letters of one size."""

    theme: Theme
    parts: tuple[Part, ...]

    @property
    def fits(self) -> bool:
        """Whether all has room; where a panel is wide there are other ways, so words are whole."""
        if not all(part.fits(self.theme) for part in self.parts):
            return False
        is_free = self.theme.is_wide
        return not is_free or all(part.has_whole_words(self.theme) for part in self.parts)


def _first_that_fits(ways: Iterator[_Way]) -> tuple[_Way, bool]:
    """Or the last of them, and False."""
    way = next(ways)
    while not (fits := way.fits):
        further = next(ways, None)
        if further is None:
            break
        way = further
    return way, fits


def _ways(content: Column, theme: Theme, look: PanelLook, *, is_low: bool) -> Iterator[_Way]:
    for chosen, kept in _candidates(content, theme):
        for parts in arrangements(kept, chosen, look, is_low=is_low):
            yield _Way(chosen, parts)


def _candidates(content: Column, theme: Theme) -> Iterator[tuple[Theme, Column]]:
    for rank in _RANKS:
        yield theme, content if rank is None else content.without(rank)
    barest = content.without(1)
    for shrink in _SHRINKS[1:]:
        yield replace(theme, shrink=shrink), barest
