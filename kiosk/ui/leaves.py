# SPDX-License-Identifier: Apache-2.0
"""What a screen is made of: leaves, each shown by one widget.

All are frozen values, so two screens can be compared and nothing is drawn twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from hall.identity import Secret
from kiosk.flow.touches import Touch
from kiosk.flow.values import Size
from kiosk.ui.lines import Face, advance, break_lines, count_han, font_of
from kiosk.ui.look import ReaderPosition
from kiosk.ui.theme import Colour, Role, Theme

LONGEST_LINE = 20
"""Han characters (screens.md 1.3, row 21)."""

_SMALL = 100
_NUMBER_RIGHT, _NUMBER_TOP = 26, 10


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
def _lines(text: str, face: Face, width: int) -> tuple[str, ...]:
    font = font_of(face)
    lines = break_lines(text, font, width)
    if any(count_han(line) > LONGEST_LINE for line in lines):
        return break_lines(text, font, min(width, LONGEST_LINE * font.pixelSize()))
    return lines


@dataclass(frozen=True)
class Label(_Leaf):
    """A text that wraps; `fits` makes the letters smaller instead, for one line that is a hero.

    One that is private is never read aloud: it may name somebody.
    """

    text: str
    role: Role = Role.BODY
    colour: Colour = Colour.INK
    is_centred: bool = False
    fits: bool = False
    is_private: bool = False

    def font(self, theme: Theme, width: int) -> QFont:
        """The font it is painted with at this width."""
        font = theme.font(self.role)
        width -= theme.px(8) if theme.is_wide else 0
        if self.fits and (needed := advance(self.text, font)) > width:
            font = QFont(font)
            font.setPixelSize(max(1, int(font.pixelSize() * width / needed)))
        return font

    def lines(self, theme: Theme, width: int) -> tuple[str, ...]:
        """The lines it is painted in at this width."""
        if self.fits:
            return (self.text,)
        return _lines(self.text, theme.face(self.role), width)

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
class Backdrop(_Leaf):
    """The ground of a box; the box's contents are placed over it."""

    surface: Surface

    def height(self, theme: Theme, width: int) -> int:
        """None of its own."""
        return 0


@dataclass(frozen=True)
class Button(_Leaf):
    """A control: what is painted in it, and the touch it stands for.

    `spoken` is its accessible name. `least` is its least height in pixels of the reference panel.
    `number` stands in its upper right corner: the key of a keypad that presses it; what else is
    in it leaves `number_room` free at the right, in pixels of the reference panel.
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
    number: str = ""
    number_room: int = 0

    def inside(self, theme: Theme, rect: QRect) -> Iterator["Placed"]:
        """What is painted in it, in reading order."""
        if self.number:
            number = Label(self.number, Role.BAR, Colour.SOFT_INK)
            width = round(advance(self.number, theme.font(Role.BAR))) + 1
            left = rect.right() + 1 - theme.px(_NUMBER_RIGHT) - width
            top = rect.top() + theme.px(_NUMBER_TOP)
            yield Placed(number, QRect(left, top, width, theme.pitch(Role.BAR)))
        yield from self.content.place(theme, self.inner(theme, rect))

    def inner(self, theme: Theme, rect: QRect) -> QRect:
        """Where its content is placed: centred in height."""
        pad = theme.px(self.pad_x)
        width = self._width(theme, rect.width())
        height = theme.height_of(self.content, width)
        top = rect.top() + (rect.height() - height) // 2
        return QRect(rect.left() + pad, top, width, height)

    def height(self, theme: Theme, width: int) -> int:
        """Its content and some air, and never too small for a finger."""
        inner = theme.height_of(self.content, self._width(theme, width))
        return max(theme.px(self.least), inner + 2 * theme.px(self.pad_y))

    def _width(self, theme: Theme, width: int) -> int:
        room = theme.px(self.number_room) if self.number_room else 0
        return width - 2 * theme.px(self.pad_x) - room


ID_NUMBER_GROUPS = (6, 4, 4, 4)
_PAIR = 2


@dataclass(frozen=True)
class NumberField(_Leaf):
    """A typed number in its groups; its digits are in no name and no repr.

    `groups` are the digits of each, by default those of an ID number.
    """

    typed: Secret
    spoken: str
    wrong_groups: tuple[int, ...] = ()
    groups: tuple[int, ...] = ID_NUMBER_GROUPS

    def rows(self, theme: Theme) -> tuple[tuple[int, ...], ...]:
        """Groups by line, two and two where the digits are large or the field is narrow."""
        numbers = tuple(range(len(self.groups)))
        is_narrow = theme.is_wide and len(numbers) > _PAIR
        if theme.size is not Size.EXTRA_LARGE and not is_narrow:
            return (numbers,)
        return tuple(numbers[first : first + 2] for first in range(0, len(numbers), 2))

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
class Photo(_Leaf):
    """A picture of the site's own, as large as its room allows; `name` says what it shows."""

    path: Path
    name: str
    least: int = 300

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


Leaf = Label | Picture | Backdrop | Button | NumberField | Machine | Photo | Countdown


@dataclass(frozen=True)
class Placed:
    """A leaf and where it is."""

    leaf: Leaf
    rect: QRect
