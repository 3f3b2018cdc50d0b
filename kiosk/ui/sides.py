# SPDX-License-Identifier: Apache-2.0
"""A screen on a wide panel: what is said on the left, what is touched on the right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect

from kiosk.ui.blocks import Aside, Column, Spare, Spring, WithControls, grows
from kiosk.ui.leaves import Block
from kiosk.ui.part import Part, has_controls
from kiosk.ui.theme import Role, Theme

_SHARES = (0.44, 0.5, 0.38, 0.56, 0.32)
"""Of the width for the left side; the first with which all fits is taken."""
_ALONE_PX = 1150  # of the reference panel: a wide screen on which nothing is touched
_LINE = 20
"""No title is wider than so many Han characters (screens.md 1.3 row 21)."""


@dataclass(frozen=True)
class _Sides:
    """What stands where; `over` goes across both sides."""

    over: tuple[Block, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]


def sides(content: Column, theme: Theme, rect: QRect) -> Iterator[tuple[Part, ...]]:
    """The ways to arrange the content, the plainest first; each in reading order."""
    blocks = tuple(block for block in content.blocks if not isinstance(block, Spring))
    if not any(map(has_controls, blocks)):
        for width in (min(rect.width(), theme.px(_ALONE_PX)), rect.width()):
            margin = (rect.width() - width) // 2
            yield (Part(content, rect.adjusted(margin, 0, -margin, 0)),)
    for is_right in (_is_over_or_touched, _is_touched):
        told = tuple(block for block in blocks if not is_right(block))
        for ways in _that_may_fit(blocks, told, theme, rect):
            for share in _SHARES:
                for way in ways:
                    yield _placed(way, theme, rect, share)
    touched = tuple(filter(_is_touched, blocks))
    if touched:  # the plainest of all is shown where none has room
        told = tuple(block for block in blocks if not _is_touched(block))
        yield _placed(_Sides((), told, touched), theme, rect, _SHARES[0])


def _that_may_fit(
    blocks: tuple[Block, ...], told: tuple[Block, ...], theme: Theme, rect: QRect
) -> Iterator[list[_Sides]]:
    """The ways that are worth trying with every share, with more and more on the right."""
    has_room = True
    for moved in range(len(told)):
        plain, *others = _divided(blocks, told, moved)
        # What has no room has none with more beside it, but for what takes both sides.
        has_room = has_room and (not plain.right or _has_room_right(plain, theme, rect))
        ways = (plain, *others) if has_room else (way for way in others if not way.left)
        yield [way for way in ways if way.right and _may_fit(way, theme, rect)]


def _may_fit(way: _Sides, theme: Theme, rect: QRect) -> bool:
    """Whether each side has room where it is widest; known already of the right one, if all of it stands beside."""
    *told, _ = _placed(way, theme, rect, max(_SHARES))
    has_room_left = all(part.fits(theme) for part in told)
    return has_room_left and (not way.over or _has_room_right(way, theme, rect))


def _has_room_right(way: _Sides, theme: Theme, rect: QRect) -> bool:
    """Whether what is touched has room where its side is widest."""
    return _placed(way, theme, rect, min(_SHARES))[-1].fits(theme)


def _divided(blocks: tuple[Block, ...], told: tuple[Block, ...], moved: int) -> Iterator[_Sides]:
    """With the last `moved` of what is told on the right, in the order of reading."""
    left = told[: len(told) - moved]
    # By place: two blocks may be equal.
    right = tuple(block for block in blocks if not any(block is one for one in left))
    yield _Sides((), left, right)
    title = _without_lead(left)
    if title is not None:
        over, rest = title
        yield _Sides(over, rest, right)


def _without_lead(left: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]] | None:
    """The title alone, as it stands over both sides, and what is left for the left one."""
    columns = (place for place, one in enumerate(left) if isinstance(one, Column))
    place = next(columns, None)
    top = None if place is None else left[place]
    if place is None or not isinstance(top, Column):
        return None
    rest = (*top.blocks[1:], *left[place + 1 :])
    return (*left[:place], replace(top, blocks=top.blocks[:1])), rest


def _placed(way: _Sides, theme: Theme, rect: QRect, share: float) -> tuple[Part, ...]:
    over: tuple[Part, ...] = ()
    if way.over:
        column = Column(way.over)
        width = min(rect.width(), theme.font(Role.TITLE).pixelSize() * _LINE)
        height = column.height(theme, width)
        over = (Part(column, QRect(rect.left(), rect.top(), width, height)),)
        rect = rect.adjusted(0, height + theme.gap, 0, 0)
    if not way.left:
        return (*over, Part(Column(_in_middle(way.right)), rect))
    gap = theme.gap * 2
    width = round((rect.width() - gap) * share)
    asides = tuple(block for block in way.left if isinstance(block, Aside))
    words = tuple(block for block in way.left if not isinstance(block, Aside))
    left = QRect(rect.left(), rect.top(), width, rect.height())
    right = QRect(left.right() + 1 + gap, rect.top(), rect.width() - width - gap, rect.height())
    told = Part(Column((*words, Spring(), *asides)), left)
    return (*over, told, Part(Column(_in_middle(way.right)), right))


def _is_over_or_touched(block: Block) -> bool:
    """Whether it stands among what is touched."""
    inner = block.block if isinstance(block, Spare) else block
    return isinstance(inner, WithControls) or _is_touched(block)


def _is_touched(block: Block) -> bool:
    return has_controls(block) and not isinstance(block, Aside)


def _in_middle(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return blocks if any(map(grows, blocks)) else (Spring(), *blocks, Spring())
