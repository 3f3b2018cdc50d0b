# SPDX-License-Identifier: Apache-2.0
"""A whole screen as a value, and how it is fitted onto the panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect

from kiosk.ui.arrangement import Part, arrange
from kiosk.ui.blocks import Column, Row
from kiosk.ui.leaves import Placed
from kiosk.ui.look import PanelLook
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
    chosen, parts, fits = theme, tuple[Part, ...](), False
    for chosen, content in _candidates(frame.content, theme):
        parts = arrange(content, chosen, look, is_low=is_low)
        if all(part.fits(chosen) for part in parts):
            fits = True
            break
    bar = frame.bar.place(theme, bar_rect(theme, look.width_px, look.height_px))
    placed = (one for part in parts for one in part.column.place(chosen, part.rect))
    return Fitted(chosen, (*placed, *bar), fits)


def _candidates(content: Column, theme: Theme) -> Iterator[tuple[Theme, Column]]:
    for rank in _RANKS:
        yield theme, content if rank is None else content.without(rank)
    barest = content.without(1)
    for shrink in _SHRINKS[1:]:
        yield replace(theme, shrink=shrink), barest
