# SPDX-License-Identifier: Apache-2.0
"""What a screen is made of: blocks that know how high they are and place their leaves.

A leaf is shown by one widget; every other block only arranges. All are frozen values, so two
screens can be compared and nothing is drawn twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from hall.identity import Secret
from kiosk.flow.events import Touch
from kiosk.flow.values import Size
from kiosk.ui.lines import advance, break_lines
from kiosk.ui.look import ReaderPosition
from kiosk.ui.theme import Colour, Role, Theme

_SMALL = 100


class Block(Protocol):
    """Something with a height that can be put somewhere."""

    def height(self, theme: Theme, width: int) -> int:
        """Pixels it needs at this width."""

    def place(self, theme: Theme, rect: QRect) -> "Iterator[Placed]":
        """Its leaves with their places, in reading order."""


class _Leaf:
    """A block that is shown by one widget."""

    def place(self, theme: Theme, rect: QRect) -> "Iterator[Placed]":
        yield Placed(self, rect)  # type: ignore[arg-type]  # every subclass is in the union Leaf


@lru_cache(maxsize=4096)
def _lines(text: str, role: Role, theme: Theme, width: int) -> tuple[str, ...]:
    return break_lines(text, theme.font(role), width)


@dataclass(frozen=True)
class Label(_Leaf):
    """A text that wraps; `fits` makes the letters smaller instead, for one line that is a hero."""

    text: str
    role: Role = Role.BODY
    colour: Colour = Colour.INK
    is_centred: bool = False
    fits: bool = False

    def font(self, theme: Theme, width: int) -> QFont:
        """The font it is painted with at this width."""
        font = theme.font(self.role)
        if self.fits and (needed := advance(self.text, font)) > width:
            font = QFont(font)
            font.setPixelSize(max(1, int(font.pixelSize() * width / needed)))
        return font

    def lines(self, theme: Theme, width: int) -> tuple[str, ...]:
        """The lines it is painted in at this width."""
        if self.fits:
            return (self.text,)
        return _lines(self.text, self.role, theme, width)

    def height(self, theme: Theme, width: int) -> int:
        """Its lines, one pitch each."""
        return theme.pitch(self.role) * len(self.lines(theme, width))


@dataclass(frozen=True)
class Picture(_Leaf):
    """An icon, centred in its place."""

    icon: str
    colour: Colour = Colour.ACCENT
    reference_px: int = 84

    def px(self, theme: Theme) -> int:
        """Side of the square it is painted in; beside words it grows with them."""
        is_small = self.reference_px <= _SMALL
        return theme.icon(self.reference_px) if is_small else theme.px(self.reference_px)

    def height(self, theme: Theme, width: int) -> int:
        """The side of the square."""
        return self.px(theme)


@dataclass(frozen=True)
class Surface:
    """Ground and border of a box or a control."""

    fill: Colour = Colour.GROUND
    line: Colour | None = Colour.LINE
    line_px: int = 3  # of the reference panel
    pressed: Colour = Colour.ACCENT_TINT


FILLED = Surface(Colour.ACCENT, None, 0, pressed=Colour.ACCENT_PRESSED)
"""The one recommended way on."""
OUTLINED = Surface(Colour.GROUND, Colour.ACCENT, 4)
"""Another way on."""
CHOICE = Surface(Colour.GROUND, Colour.LINE, 4)
"""A choice among equals."""
GREEN = Surface(Colour.GREEN_TINT, Colour.GREEN, 4, pressed=Colour.GROUND)
"""The green channel."""
QUIET = Surface(Colour.GREY_TINT, Colour.LINE, 3, pressed=Colour.GROUND)
"""A choice that leads to an explanation."""
ASLEEP = Surface(Colour.GROUND, None, 0)
"""A control that does nothing on this screen and keeps its place."""
INFO = Surface(Colour.GROUND, Colour.LINE, 3)
"""Facts; not touchable."""
TINTED = Surface(Colour.ACCENT_TINT, None, 0)
"""The thing this screen is about."""
WARNING = Surface(Colour.AMBER_TINT, Colour.AMBER, 3)
"""Something is wrong, and here is what you do."""


@dataclass(frozen=True)
class Panel(_Leaf):
    """The ground of a box; the box's contents are placed over it."""

    surface: Surface

    def height(self, theme: Theme, width: int) -> int:
        """None of its own."""
        return 0


@dataclass(frozen=True)
class Button(_Leaf):
    """A control: what is painted in it, and the touch it stands for.

    `spoken` is its accessible name. `least` is its least height in pixels of the reference panel.
    """

    name: str
    event: Touch
    spoken: str
    content: Block
    surface: Surface = OUTLINED
    is_active: bool = True
    least: int = 132
    pad_x: int = 30
    pad_y: int = 16

    def inner(self, theme: Theme, rect: QRect) -> QRect:
        """Where its content is placed: centred in height."""
        pad = theme.px(self.pad_x)
        width = rect.width() - 2 * pad
        height = self.content.height(theme, width)
        top = rect.top() + (rect.height() - height) // 2
        return QRect(rect.left() + pad, top, width, height)

    def height(self, theme: Theme, width: int) -> int:
        """Its content and some air, and never too small for a finger."""
        inner = self.content.height(theme, width - 2 * theme.px(self.pad_x))
        return max(theme.px(self.least), inner + 2 * theme.px(self.pad_y))


@dataclass(frozen=True)
class NumberField(_Leaf):
    """The typed ID number in its groups; its digits are in no name and no repr."""

    typed: Secret
    spoken: str
    wrong_groups: tuple[int, ...] = ()

    def rows(self, theme: Theme) -> tuple[tuple[int, ...], ...]:
        """Groups by line: 6-4-4-4, in two lines where the digits are large."""
        return ((0, 1), (2, 3)) if theme.size is Size.EXTRA_LARGE else ((0, 1, 2, 3),)

    def height(self, theme: Theme, width: int) -> int:
        """A box per line of groups."""
        return self.row_height(theme) * len(self.rows(theme))

    def row_height(self, theme: Theme) -> int:
        """One line of groups."""
        return theme.pick(140, 150, 138)


class CardMove(Enum):
    """What the card in the drawing does."""

    TO_READER = "to_reader"
    ON_READER = "on_reader"
    BACK = "back"


@dataclass(frozen=True)
class Machine(_Leaf):
    """A drawing of this kiosk with its reader, lit, and a card."""

    position: ReaderPosition
    move: CardMove = CardMove.TO_READER
    least: int = 230

    def height(self, theme: Theme, width: int) -> int:
        """At least so much; it takes what is left."""
        return theme.px(self.least)


@dataclass(frozen=True)
class Countdown(_Leaf):
    """A number that counts the seconds down, from the moment it is first shown."""

    seconds: int
    text: str  # "{seconds}" stands for the number
    colour: Colour = Colour.SOFT_INK

    def label(self, seconds: int) -> Label:
        """What it shows at so many seconds."""
        text = self.text.replace("{seconds}", str(seconds))
        return Label(text, Role.BODY, self.colour, is_centred=True)

    def height(self, theme: Theme, width: int) -> int:
        """The height of its widest moment."""
        return self.label(self.seconds).height(theme, width)


Leaf = Label | Picture | Panel | Button | NumberField | Machine | Countdown


@dataclass(frozen=True)
class Placed:
    """A leaf and where it is."""

    leaf: Leaf
    rect: QRect


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
class Column:
    """Blocks one under the other."""

    blocks: tuple[Block, ...]
    gap: int = 36  # of the reference panel

    def height(self, theme: Theme, width: int) -> int:
        """All blocks and the gaps between them."""
        heights = sum(block.height(theme, width) for block in self.blocks)
        return heights + sum(self._gaps(theme))

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """From the top down; what is left goes to springs and growing blocks."""
        heights = self._grown(theme, rect)
        top = rect.top()
        for block, height, gap in zip(self.blocks, heights, [*self._gaps(theme), 0], strict=True):
            yield from block.place(theme, QRect(rect.left(), top, rect.width(), height))
            top += height + gap

    def _grown(self, theme: Theme, rect: QRect) -> list[int]:
        heights = [block.height(theme, rect.width()) for block in self.blocks]
        left = rect.height() - sum(heights) - sum(self._gaps(theme))
        growing = [number for number, block in enumerate(self.blocks) if _weight(block)]
        # Growing blocks first take up to their most, heaviest limits last; springs share the rest.
        growing.sort(key=lambda number: isinstance(_grows(self.blocks[number]), Spring))
        for place, number in enumerate(growing):
            weights = sum(_weight(self.blocks[other]) for other in growing[place:])
            share = max(0, left) * _weight(self.blocks[number]) // weights
            block = _grows(self.blocks[number])
            if isinstance(block, Grow):
                share = min(share, max(0, theme.px(block.most) - heights[number]))
            heights[number] += share
            left -= share
        return heights

    def _gaps(self, theme: Theme) -> list[int]:
        return [
            0 if isinstance(before, Spring) else theme.px(self.gap) for before in self.blocks[:-1]
        ]

    def without(self, rank: int) -> "Column":
        """The same column, and all in it, without spare blocks of this rank or a higher one."""
        kept = (without(block, rank) for block in self.blocks)
        return replace(self, blocks=tuple(block for block in kept if block is not None))


def without(block: Block, rank: int) -> Block | None:
    """The block without its spare parts of this rank or a higher one; None when it is one."""
    match block:
        case Spare(inner, its_rank):
            return without(inner, rank) if its_rank < rank else None
        case Column():
            return block.without(rank)
        case Boxed() | Grow() | Beside() | AsHighAs():
            inner_block = without(block.block, rank)
            return None if inner_block is None else replace(block, block=inner_block)
        case Button():
            content = without(block.content, rank)
            return block if content is None else replace(block, content=content)
        case Grid() | Row():
            kept = (without(one, rank) or one for one in block.blocks)
            return replace(block, blocks=tuple(kept))
        case _:
            return block


def _grows(block: Block) -> "Spring | Grow | None":
    """What grows in the block, if it does."""
    inner = block.block if isinstance(block, Spare) else block
    return inner if isinstance(inner, Spring | Grow) else None


def _weight(block: Block) -> int:
    growing = _grows(block)
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
        return max(block.height(theme, width) for block, width in pairs)

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
            return self.block.height(theme, width)
        return max(
            self.picture.height(theme, width),
            self.block.height(theme, self._rest(theme, width)),
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
        height = self.block.height(theme, self._rest(theme, rect.width()))
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
        inner = self.block.height(theme, width - 2 * theme.px(self.pad_x))
        return inner + 2 * theme.px(self.pad_y)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """First the ground, then the block in the middle of the height."""
        yield from Panel(self.surface).place(theme, rect)
        pad = theme.px(self.pad_x)
        width = rect.width() - 2 * pad
        height = rect.height() - 2 * theme.px(self.pad_y)
        top = rect.top() + theme.px(self.pad_y)
        if not isinstance(self.block, Machine):
            needed = self.block.height(theme, width)
            top, height = top + (height - needed) // 2, needed
        yield from self.block.place(theme, QRect(rect.left() + pad, top, width, height))


@dataclass(frozen=True)
class AsHighAs:
    """A block in a place as high as the highest of others; the block stays at the top."""

    block: Block
    others: tuple[Block, ...]

    def height(self, theme: Theme, width: int) -> int:
        """The highest."""
        return max(other.height(theme, width) for other in (self.block, *self.others))

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """The block at the top."""
        height = self.block.height(theme, rect.width())
        return self.block.place(theme, QRect(rect.left(), rect.top(), rect.width(), height))


@dataclass(frozen=True)
class Grid:
    """Blocks in columns, row by row, all of one height that grows up to `most`."""

    blocks: tuple[Block, ...]
    columns: int = 2
    gap: int = 36
    most: int = 400

    def height(self, theme: Theme, width: int) -> int:
        """Every row as high as the highest block needs."""
        rows = self._rows()
        return rows * self._needed(theme, width) + (rows - 1) * theme.px(self.gap)

    def place(self, theme: Theme, rect: QRect) -> Iterator[Placed]:
        """From the top left."""
        gap, rows = theme.px(self.gap), self._rows()
        width = self._width(theme, rect.width())
        height = (rect.height() - (rows - 1) * gap) // rows
        height = min(height, max(theme.px(self.most), self._needed(theme, rect.width())))
        for number, block in enumerate(self.blocks):
            row, column = divmod(number, self.columns)
            left = rect.left() + column * (width + gap)
            yield from block.place(
                theme, QRect(left, rect.top() + row * (height + gap), width, height)
            )

    def _rows(self) -> int:
        return -(-len(self.blocks) // self.columns)

    def _width(self, theme: Theme, width: int) -> int:
        return (width - (self.columns - 1) * theme.px(self.gap)) // self.columns

    def _needed(self, theme: Theme, width: int) -> int:
        return max(block.height(theme, self._width(theme, width)) for block in self.blocks)
