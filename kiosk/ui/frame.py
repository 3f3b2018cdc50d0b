# SPDX-License-Identifier: Apache-2.0
"""A whole screen as a value, and how it is fitted onto the panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from PySide6.QtCore import QRect

from kiosk.ui.arrangement import arrangements
from kiosk.ui.blocks import Column, Row
from kiosk.ui.leaves import Placed
from kiosk.ui.look import PanelLook
from kiosk.ui.part import Part
from kiosk.ui.theme import Theme

_RANKS = (None, 5, 4, 3, 2, 1)
_SHRINKS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65)
_LOOKED_AT = 8
"""So many ways that fit are looked at for the one that cuts the fewest words."""


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
    way, fits = _best(frame.content, measuring, look, is_low=is_low)
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

    @property
    def cut_words(self) -> int:
        """How many short words of Chinese are cut by the end of a line."""
        return sum(part.cut_words(self.theme) for part in self.parts)


def _best(content: Column, theme: Theme, look: PanelLook, *, is_low: bool) -> tuple[_Way, bool]:
    """The first way that fits, better one that cuts fewer words; or the last of all, and False."""
    way: _Way | None = None
    for chosen, kept in _candidates(content, theme):
        ways = [_Way(chosen, parts) for parts in arrangements(kept, chosen, look, is_low=is_low)]
        fitting = list(islice((one for one in ways if one.fits), _LOOKED_AT))
        if fitting:
            return _with_least_cuts(fitting), True
        way = ways[-1] if ways else way
    if way is None:
        raise ValueError(content)
    return way, False


def _with_least_cuts(ways: list[_Way]) -> _Way:
    """The first of those."""
    best, least = ways[0], ways[0].cut_words
    for way in ways[1:]:
        if not least:
            break
        if (cuts := way.cut_words) < least:
            best, least = way, cuts
    return best


def _candidates(content: Column, theme: Theme) -> Iterator[tuple[Theme, Column]]:
    for rank in _RANKS:
        yield theme, content if rank is None else content.without(rank)
    barest = content.without(1)
    for shrink in _SHRINKS[1:]:
        yield replace(theme, shrink=shrink), barest
