# SPDX-License-Identifier: Apache-2.0
"""A part of a screen: blocks, the room they have, and which of them are touched."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect

from kiosk.ui.blocks import Apart, Aside, Boxed, Column, Grid, Grow, Row, Spare, WithControls
from kiosk.ui.leaves import Block, Button, Label, Placed
from kiosk.ui.lines import HINT, advance
from kiosk.ui.theme import Theme

_SHORT = 9
"""Characters of a word or a name that is read at a glance."""
_BETWEEN_WORDS = rf"[{HINT}\s，、；。：？！（）·]+"


@dataclass(frozen=True)
class Part:
    """A column and the room it has."""

    column: Column
    rect: QRect

    def fits(self, theme: Theme) -> bool:
        """Whether it needs no more than its room."""
        return self.column.height(theme, self.rect.width()) <= self.rect.height()


def cut_words(placed: Iterable[Placed], theme: Theme) -> int:
    """How many short words of Chinese are cut by the end of a line."""
    return sum(map(_cut, _texts_in(placed, theme)))


def _texts_in(placed: Iterable[Placed], theme: Theme) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each text with its lines."""
    for one in placed:
        match one.leaf:
            case Label():
                yield one.leaf.text, one.leaf.lines(theme, one.rect.width())
            case Button():
                inner = one.leaf.inner(theme, one.rect)
                yield from _texts_in(one.leaf.content.place(theme, inner), theme)
            case _:
                pass


def _cut(text: tuple[str, tuple[str, ...]]) -> int:
    whole, lines = text
    if len(lines) == 1:
        return 0
    words = (word for word in re.split(_BETWEEN_WORDS, whole) if len(word) <= _SHORT)
    return sum(all(word not in line for line in lines) for word in words)


def has_whole_words(placed: Iterable[Placed], theme: Theme) -> bool:
    """Whether no word is wider than its place, and no character stands alone in a line."""
    for one in placed:
        match one.leaf:
            case Label() if not one.leaf.fits:
                lines, font = one.leaf.lines(theme, one.rect.width()), theme.font(one.leaf.role)
                if any(advance(line, font) > one.rect.width() for line in lines):
                    return False
                if len(lines) > 1 and len(re.sub(r"\W", "", lines[-1])) == 1:
                    return False
            case Button():
                inner = one.leaf.inner(theme, one.rect)
                if not has_whole_words(one.leaf.content.place(theme, inner), theme):
                    return False
            case _:
                pass
    return True


def has_controls(block: Block) -> bool:
    """Whether anything of the block can be touched."""
    match block:
        case Button():
            return True
        case Apart() | Aside() | Boxed() | Grow() | Spare() | WithControls():
            return has_controls(block.block)
        case Column() | Row() | Grid():
            return any(has_controls(one) for one in block.blocks)
        case _:
            return False
