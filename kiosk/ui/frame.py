# SPDX-License-Identifier: Apache-2.0
"""A whole screen as a value, and how it is fitted onto the panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter

from PySide6.QtCore import QRect

from kiosk.ui.arrangement import arrangements
from kiosk.ui.blocks import Column, Row
from kiosk.ui.leaves import Placed
from kiosk.ui.look import PanelLook
from kiosk.ui.part import Part, cut_words, has_whole_words
from kiosk.ui.sparing import ranks, sparing
from kiosk.ui.theme import Theme

LAST_TO_GO = 0
"""The rank of what letters are made a little smaller for, before it is left out."""
_LITTLE = (0.94, 0.88, 0.82)
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
    bar = frame.bar.place(measuring, bar_rect(theme, look.width_px, look.height_px))
    return Fitted(way.theme, (*way.placed, *bar), fits)


@dataclass(frozen=True)
class _Way:
    """The content arranged, with letters of one size."""

    theme: Theme
    parts: tuple[Part, ...]

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every leaf in its place."""
        parts = (part.column.place(self.theme, part.rect) for part in self.parts)
        return tuple(chain.from_iterable(parts))

    @property
    def fits(self) -> bool:
        """Whether all has room; where a panel is wide there are other ways, so words are whole."""
        if not all(part.fits(self.theme) for part in self.parts):
            return False
        return not self.theme.is_wide or has_whole_words(self.placed, self.theme)

    @cached_property
    def cut_words(self) -> int:
        """How many short words of Chinese are cut by the end of a line."""
        return cut_words(self.placed, self.theme)


def _best(content: Column, theme: Theme, look: PanelLook, *, is_low: bool) -> tuple[_Way, bool]:
    """The first way that fits, better one that cuts fewer words; or the last of all, and False."""
    way: _Way | None = None
    for chosen, kept in _candidates(content, theme):
        fitting = list[_Way]()
        for parts in arrangements(kept, chosen, look, is_low=is_low):
            way = _Way(chosen, parts)
            if not way.fits:
                continue
            fitting.append(way)
            if not way.cut_words or len(fitting) == _LOOKED_AT:
                break
        if fitting:
            return min(fitting, key=attrgetter("cut_words")), True
    if way is None:
        raise ValueError(content)
    return way, False


def _candidates(content: Column, theme: Theme) -> Iterator[tuple[Theme, Column]]:
    """With less and less of what is spare; then, with none of it, in smaller and smaller letters."""
    yield theme, content
    kept = content
    for rank in sorted(ranks(content), reverse=True):
        if rank == LAST_TO_GO:
            for shrink in _LITTLE:
                yield replace(theme, shrink=shrink), kept
        kept = sparing(content, rank)
        yield theme, kept
    for shrink in _SHRINKS[1:]:
        yield replace(theme, shrink=shrink), kept
