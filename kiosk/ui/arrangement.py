# SPDX-License-Identifier: Apache-2.0
"""Where a screen's blocks are on the panel: all in one column, side by side, or with controls low."""

from collections.abc import Iterator
from math import ceil

from PySide6.QtCore import QRect

from kiosk.ui.blocks import Column, Spring, grows
from kiosk.ui.leaves import Block
from kiosk.ui.look import PanelLook
from kiosk.ui.part import Part, has_controls
from kiosk.ui.sides import sides
from kiosk.ui.theme import Theme

LOW_MM = 1100.0
"""No control of the low layout is higher over the floor: somebody who sits reaches it."""

_MARGIN_BELOW, _MARGIN_BELOW_WIDE = 36, 30  # of the reference panel, over the bar


def arrangements(
    content: Column, theme: Theme, look: PanelLook, *, is_low: bool
) -> Iterator[tuple[Part, ...]]:
    """The ways to arrange the content, the best first; each in its parts, in reading order."""
    rect = content_rect(theme, look)
    if look.is_wide:
        yield from sides(content, theme, rect)
    elif is_low:
        yield _low(content, theme, look, rect)
    else:
        yield (Part(content, rect),)


def content_rect(theme: Theme, look: PanelLook) -> QRect:
    """Where the content of a screen may be: margins at the sides, the bar below."""
    top = theme.px(30 if look.is_wide else 44)
    below = theme.px(_MARGIN_BELOW_WIDE if look.is_wide else _MARGIN_BELOW)
    bottom = look.height_px - theme.bar_height - below
    return QRect(theme.margin, top, look.width_px - 2 * theme.margin, bottom - top)


def low_top(look: PanelLook) -> int:
    """The highest pixel of a low control."""
    panel_top_mm = look.bottom_edge_mm + look.height_px / look.px_per_mm
    return max(0, ceil((panel_top_mm - LOW_MM) * look.px_per_mm))


def _low(content: Column, theme: Theme, look: PanelLook, rect: QRect) -> tuple[Part, ...]:
    """What is said above, where it is only read; below it everything that is touched."""
    blocks = [block for block in content.blocks if not isinstance(block, Spring)]
    told = [block for block in blocks if not has_controls(block)]
    touched = tuple(block for block in blocks if has_controls(block))
    if not touched:
        return (Part(content, rect),)
    above, below = Column((*told, Spring())), Column(_at_end(touched))
    told_bottom = rect.top() + above.height(theme, rect.width()) + theme.gap
    top = max(low_top(look), told_bottom)
    upper = QRect(rect.left(), rect.top(), rect.width(), top - theme.gap - rect.top())
    lower = QRect(rect.left(), top, rect.width(), rect.bottom() + 1 - top)
    return Part(above, upper), Part(below, lower)


def _at_end(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Down at the bar, unless something takes the room."""
    return blocks if any(map(grows, blocks)) else (Spring(), *blocks)
