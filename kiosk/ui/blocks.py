# SPDX-License-Identifier: Apache-2.0
"""How leaves are arranged: blocks that know how high they are and place what is in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect

from kiosk.ui.leaves import INFO, Backdrop, Block, Label, Machine, Picture, Placed, Surface
from kiosk.ui.lines import advance
from kiosk.ui.theme import Theme


@dataclass(frozen=True)
class Spring:
    """Empty room that grows, between the gap above it and the block below."""

    weight: int = 1

    def height(self, theme: Theme, width: int) -> int:
        """Nothing when there is no room to spare."""
        return 0

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """Shows nothing."""
        yield from ()


@dataclass(frozen=True)
class Grow:
    """A block that takes what room is left, up to `most` pixels of the reference panel."""

    block: Block
    most: int = 10_000
    weight: int = 4

    def height(self, theme: Theme, width: int) -> int:
        """What the block needs at least."""
        return self.block.height(theme, width)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """The block in all of the room."""
        return self.block.place(theme, rect)


@dataclass(frozen=True)
class Spare:
    """A block that may be left out where letters need the room; the highest rank goes first."""

    block: Block
    rank: int = 1

    def height(self, theme: Theme, width: int) -> int:
        """As the block."""
        return self.block.height(theme, width)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """As the block."""
        return self.block.place(theme, rect)


@dataclass(frozen=True)
class Aside:
    """Controls that are not among the choices; on a wide panel they stand under the words."""

    block: Block

    def height(self, theme: Theme, width: int) -> int:
        """As the block."""
        return self.block.height(theme, width)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """As the block."""
        return self.block.place(theme, rect)


@dataclass(frozen=True)
class Apart:
    """A block with more room above it than between two things."""

    block: Block
    more: int = 18  # of the reference panel

    def height(self, theme: Theme, width: int) -> int:
        """The block and the room."""
        return self.block.height(theme, width) + theme.px(self.more)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """The block below the room."""
        return self.block.place(theme, rect.adjusted(0, theme.px(self.more), 0, 0))


@dataclass(frozen=True)
class WithControls:
    """Words that stand over the controls where a panel is wide."""

    block: Block

    def height(self, theme: Theme, width: int) -> int:
        """As the block."""
        return self.block.height(theme, width)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """As the block."""
        return self.block.place(theme, rect)


@dataclass(frozen=True)
class Ends:
    """A line with words at both ends; those on the right are left out where there is no room."""

    left: Label
    right: Label

    def height(self, theme: Theme, width: int) -> int:
        """The higher one."""
        return max(one.height(theme, width) for one in self._shown(theme, width))

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """First what is on the left."""
        shown = self._shown(theme, rect.width())
        needed = 0 if len(shown) == 1 else _ink_width(self.right, theme, rect.width())
        yield from self.left.place(theme, rect.adjusted(0, 0, -needed, 0))
        if needed:
            yield from self.right.place(theme, rect.adjusted(rect.width() - needed, 0, 0, 0))

    def _shown(self, theme: Theme, width: int) -> tuple[Label, ...]:
        widths = [advance(one.text, theme.font(one.role)) for one in (self.left, self.right)]
        has_room = sum(widths) + 2 * theme.gap <= width
        return (self.left, self.right) if self.right.text and has_room else (self.left,)


@dataclass(frozen=True)
class Column:
    """Blocks one under the other."""

    blocks: tuple[Block, ...]
    gap: int = 36  # of the reference panel

    def height(self, theme: Theme, width: int) -> int:
        """All blocks and the gaps between them."""
        heights = sum(theme.height_of(block, width) for block in self.blocks)
        return heights + sum(self._gaps(theme))

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """From the top down; what is left goes to springs and growing blocks."""
        heights = self._grown(theme, rect)
        top = rect.top()
        for block, height, gap in zip(self.blocks, heights, [*self._gaps(theme), 0], strict=True):
            yield from block.place(theme, QRect(rect.left(), top, rect.width(), height))
            top += height + gap

    def _grown(self, theme: Theme, rect: QRect) -> list[int]:
        heights = [theme.height_of(block, rect.width()) for block in self.blocks]
        left = rect.height() - sum(heights) - sum(self._gaps(theme))
        growing = [number for number, block in enumerate(self.blocks) if _weight(block)]
        # Growing blocks first take up to their most, heaviest limits last; springs share the rest.
        growing.sort(key=lambda number: isinstance(grows(self.blocks[number]), Spring))
        for place, number in enumerate(growing):
            weights = sum(_weight(self.blocks[other]) for other in growing[place:])
            share = max(0, left) * _weight(self.blocks[number]) // weights
            block = grows(self.blocks[number])
            if isinstance(block, Grow):
                share = min(share, max(0, theme.px(block.most) - heights[number]))
            heights[number] += share
            left -= share
        return heights

    def _gaps(self, theme: Theme) -> list[int]:
        return [
            0 if isinstance(before, Spring) else theme.px(self.gap) for before in self.blocks[:-1]
        ]


def grows(block: Block) -> "Spring | Grow | None":
    """What grows in the block, if it does."""
    inner = block.block if isinstance(block, Spare) else block
    return inner if isinstance(inner, Spring | Grow) else None


def _weight(block: Block) -> int:
    growing = grows(block)
    return growing.weight if growing else 0


@dataclass(frozen=True)
class Row:
    """Blocks side by side in shares of the width, all as high as the highest."""

    blocks: tuple[Block, ...]
    shares: tuple[float, ...] = ()
    gap: int = 36

    def height(self, theme: Theme, width: int) -> int:
        """The highest block."""
        widths = self.widths(theme, width)
        pairs = zip(self.blocks, widths, strict=True)
        return max(theme.height_of(block, width) for block, width in pairs)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """From left to right."""
        left = rect.left()
        for block, width in zip(self.blocks, self.widths(theme, rect.width()), strict=True):
            yield from block.place(theme, QRect(left, rect.top(), width, rect.height()))
            left += width + theme.px(self.gap)

    def widths(self, theme: Theme, width: int) -> list[int]:
        """The width of each block."""
        shares = self.shares or (1.0,) * len(self.blocks)
        room = width - theme.px(self.gap) * (len(self.blocks) - 1)
        return [int(room * share / sum(shares)) for share in shares]


@dataclass(frozen=True)
class Beside:
    """A picture and what it stands for, side by side; centred together when `is_centred`.

    The picture goes when the room is too narrow for a word of the text beside it.
    """

    picture: Picture
    block: Block
    is_centred: bool = False
    gap: int = 24

    def height(self, theme: Theme, width: int) -> int:
        """The higher of the two."""
        if not self._has_room(theme, width):
            return theme.height_of(self.block, width)
        return max(
            self.picture.height(theme, width),
            theme.height_of(self.block, self._rest(theme, width)),
        )

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """The picture left, the block in the middle of the height."""
        if not self._has_room(theme, rect.width()):
            yield from self.block.place(theme, rect)
            return
        side = self.picture.px(theme)
        gap = theme.px(self.gap)
        width = self._rest(theme, rect.width())
        left = rect.left()
        if self.is_centred and isinstance(self.block, Label):
            width = _ink_width(self.block, theme, width)
            left += (rect.width() - side - gap - width) // 2
        height = theme.height_of(self.block, self._rest(theme, rect.width()))
        middle = rect.top() + rect.height() // 2
        yield from self.picture.place(theme, QRect(left, middle - side // 2, side, side))
        yield from self.block.place(
            theme, QRect(left + side + gap, middle - height // 2, width, height)
        )

    def _rest(self, theme: Theme, width: int) -> int:
        return width - self.picture.px(theme) - theme.px(self.gap)

    def _has_room(self, theme: Theme, width: int) -> bool:
        rest = self._rest(theme, width)
        return not isinstance(self.block, Label) or _ink_width(self.block, theme, rest) <= rest + 1


def _ink_width(label: Label, theme: Theme, width: int) -> int:
    font = theme.font(label.role)
    return round(max(advance(line, font) for line in label.lines(theme, width))) + 1


@dataclass(frozen=True)
class Boxed:
    """A block on a ground of its own; not touchable."""

    block: Block
    surface: Surface = INFO
    pad_x: int = 36
    pad_y: int = 30

    def height(self, theme: Theme, width: int) -> int:
        """The block and the air around it."""
        inner = theme.height_of(self.block, width - 2 * theme.px(self.pad_x))
        return inner + 2 * theme.px(self.pad_y)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """First the ground, then the block in the middle of the height."""
        yield from Backdrop(self.surface).place(theme, rect)
        pad = theme.px(self.pad_x)
        width = rect.width() - 2 * pad
        height = rect.height() - 2 * theme.px(self.pad_y)
        top = rect.top() + theme.px(self.pad_y)
        if not isinstance(self.block, Machine):
            needed = theme.height_of(self.block, width)
            top, height = top + (height - needed) // 2, needed
        yield from self.block.place(theme, QRect(rect.left() + pad, top, width, height))


@dataclass(frozen=True)
class AsHighAs:
    """A block in a place as high as the highest of others; the block stays at the top."""

    block: Block
    others: tuple[Block, ...]

    def height(self, theme: Theme, width: int) -> int:
        """The highest."""
        return max(theme.height_of(other, width) for other in (self.block, *self.others))

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """The block at the top."""
        height = self.block.height(theme, rect.width())
        return self.block.place(theme, QRect(rect.left(), rect.top(), rect.width(), height))


@dataclass(frozen=True)
class Grid:
    """Blocks in columns, row by row; rows are of one height up to `most` where there is room."""

    blocks: tuple[Block, ...]
    columns: int = 2
    gap: int = 36
    most: int = 400

    def height(self, theme: Theme, width: int) -> int:
        """Every row as high as its highest block."""
        needed = self._needed(theme, width)
        return sum(needed) + (len(needed) - 1) * theme.px(self.gap)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """From the top left."""
        gap, width = theme.px(self.gap), self._width(theme, rect.width())
        heights = self._heights(theme, rect)
        for number, block in enumerate(self.blocks):
            row, column = divmod(number, self.columns)
            left = rect.left() + column * (width + gap)
            top = rect.top() + sum(heights[:row]) + row * gap
            yield from block.place(theme, QRect(left, top, width, heights[row]))

    def _heights(self, theme: Theme, rect: QRect) -> list[int]:
        needed = self._needed(theme, rect.width())
        room = rect.height() - (len(needed) - 1) * theme.px(self.gap)
        even = room // len(needed)
        if max(needed) <= even:
            return [max(min(even, theme.px(self.most)), *needed)] * len(needed)
        spare = (room - sum(needed)) // len(needed)
        return [height + max(0, spare) for height in needed]

    def _needed(self, theme: Theme, width: int) -> list[int]:
        inner = self._width(theme, width)
        heights = [theme.height_of(block, inner) for block in self.blocks]
        starts = range(0, len(heights), self.columns)
        return [max(heights[start : start + self.columns]) for start in starts]

    def _width(self, theme: Theme, width: int) -> int:
        return (width - (self.columns - 1) * theme.px(self.gap)) // self.columns
