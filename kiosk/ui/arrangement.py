# SPDX-License-Identifier: Apache-2.0
"""Where a screen's blocks are on the panel: all in one column, side by side, or with controls low."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect

from kiosk.ui.blocks import (
    Apart,
    Aside,
    Boxed,
    Column,
    Grid,
    Grow,
    Row,
    Spare,
    Spring,
    WithControls,
    grows,
)
from kiosk.ui.leaves import Block, Button
from kiosk.ui.look import PanelLook
from kiosk.ui.theme import Theme

LOW_MM = 1100.0
"""No control of the low layout is higher over the floor: somebody who sits reaches it."""

_TOLD_SHARE = 0.44
"""Of a wide panel: what is said stands on the left, what is touched on the right."""
_ALONE_PX = 1150  # of the reference panel: a wide screen on which nothing is touched


@dataclass(frozen=True)
class Part:
    """A column and the room it has."""

    column: Column
    rect: QRect

    def fits(self, theme: Theme) -> bool:
        """Whether it needs no more than its room."""
        return self.column.height(theme, self.rect.width()) <= self.rect.height()


def arrange(content: Column, theme: Theme, look: PanelLook, *, is_low: bool) -> tuple[Part, ...]:
    """The content in its parts, in reading order."""
    rect = content_rect(theme, look)
    if look.is_wide:
        return _side_by_side(content, theme, look, rect, is_low=is_low)
    if is_low:
        return _low(content, theme, look, rect)
    return (Part(content, rect),)


def content_rect(theme: Theme, look: PanelLook) -> QRect:
    """Where the content of a screen may be: margins at the sides, the bar below."""
    top = theme.px(44)
    bottom = look.height_px - theme.bar_height - theme.px(36)
    return QRect(theme.margin, top, look.width_px - 2 * theme.margin, bottom - top)


def low_top(look: PanelLook) -> int:
    """The highest pixel of a low control."""
    panel_top_mm = look.bottom_edge_mm + look.height_px / look.px_per_mm
    return max(0, ceil((panel_top_mm - LOW_MM) * look.px_per_mm))


def _low(content: Column, theme: Theme, look: PanelLook, rect: QRect) -> tuple[Part, ...]:
    """What is said above, where it is only read; below it everything that is touched."""
    told, touched = _divided(content.blocks, is_wide=False)
    if not touched:
        return (Part(content, rect),)
    above, below = Column((*told, Spring())), Column(_at_end(touched))
    told_bottom = rect.top() + above.height(theme, rect.width()) + theme.gap
    top = max(low_top(look), told_bottom)
    upper = QRect(rect.left(), rect.top(), rect.width(), top - theme.gap - rect.top())
    lower = QRect(rect.left(), top, rect.width(), rect.bottom() + 1 - top)
    return Part(above, upper), Part(below, lower)


def _side_by_side(
    content: Column, theme: Theme, look: PanelLook, rect: QRect, *, is_low: bool
) -> tuple[Part, ...]:
    told, touched = _divided(content.blocks, is_wide=True)
    if not touched:
        width = min(rect.width(), theme.px(_ALONE_PX))
        margin = (rect.width() - width) // 2
        return (Part(content, rect.adjusted(margin, 0, -margin, 0)),)
    gap = theme.gap * 2
    width = round((rect.width() - gap) * _TOLD_SHARE)
    asides = tuple(block for block in told if isinstance(block, Aside))
    words = tuple(block for block in told if not isinstance(block, Aside))
    left = QRect(rect.left(), rect.top(), width, rect.height())
    right = QRect(left.right() + 1 + gap, rect.top(), rect.width() - width - gap, rect.height())
    if is_low:
        right.setTop(max(right.top(), low_top(look)))
    return (
        Part(Column((*words, Spring(), *asides)), left),
        Part(Column(_in_middle(touched)), right),
    )


def _divided(
    blocks: Iterable[Block], *, is_wide: bool
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What is only looked at, and what can be touched; springs were for one column."""
    told, touched = list[Block](), list[Block]()
    for block in blocks:
        if isinstance(block, Spring):
            continue
        is_touched = has_controls(block)
        if is_wide:
            is_touched = _is_over_controls(block) or (is_touched and not isinstance(block, Aside))
        (touched if is_touched else told).append(block)
    return tuple(told), tuple(touched)


def _is_over_controls(block: Block) -> bool:
    inner = block.block if isinstance(block, Spare) else block
    return isinstance(inner, WithControls)


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


def _at_end(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Down at the bar, unless something takes the room."""
    return blocks if any(map(grows, blocks)) else (Spring(), *blocks)


def _in_middle(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return blocks if any(map(grows, blocks)) else (Spring(), *blocks, Spring())
