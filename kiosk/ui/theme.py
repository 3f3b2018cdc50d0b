# SPDX-License-Identifier: Apache-2.0
"""Colours, measures and letters of look.md, for one panel, one size of letters and one contrast."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Protocol

from PySide6.QtGui import QColor, QFont

from kiosk.flow.values import Contrast, Size
from kiosk.ui.lines import Face, font_of


class Colour(Enum):
    """What a colour is for; the palettes say which one that is."""

    __hash__ = object.__hash__  # Enum's own is a call of Python, and layout looks up thousands

    GROUND = "ground"
    INK = "ink"
    SOFT_INK = "soft_ink"
    ACCENT = "accent"
    """Touchable, active."""
    ACCENT_TINT = "accent_tint"
    ACCENT_PRESSED = "accent_pressed"
    GREEN = "green"
    """The green channel only."""
    GREEN_TINT = "green_tint"
    AMBER = "amber"
    """Something is wrong, and here is what you do."""
    AMBER_TINT = "amber_tint"
    LINE = "line"
    GREY_TINT = "grey_tint"
    ASLEEP = "asleep"
    """A control that does nothing on this screen."""


TINTS = frozenset({Colour.ACCENT_TINT, Colour.GREEN_TINT, Colour.AMBER_TINT, Colour.GREY_TINT})
"""Grounds of boxes; in high contrast only their border tells them."""

_BLACK, _WHITE, _YELLOW = "#000000", "#FFFFFF", "#FFE600"
# The comment is the contrast on the ground it is used on.
PALETTES = {
    Contrast.STANDARD: {
        Colour.GROUND: _WHITE,
        Colour.INK: "#14202B",  # 16.5:1
        Colour.SOFT_INK: "#3B4754",  # 9.5:1, 8.3:1 on the green tint
        Colour.ACCENT: "#0B4F8A",  # 8.4:1, 7.4:1 on its tint
        Colour.ACCENT_TINT: "#EAF2F9",
        Colour.ACCENT_PRESSED: "#083A66",
        Colour.GREEN: "#0A5C3A",  # 7.1:1 on its tint
        Colour.GREEN_TINT: "#E6F3EC",
        Colour.AMBER: "#7A3E00",  # 8.3:1
        Colour.AMBER_TINT: "#FFF3DF",
        Colour.LINE: "#76838F",  # 3.9:1
        Colour.GREY_TINT: "#F3F5F7",
        Colour.ASLEEP: "#5F6B77",  # 5.4:1
    },
    Contrast.HIGH: {
        Colour.GROUND: _BLACK,
        Colour.INK: _WHITE,  # 21:1
        Colour.SOFT_INK: _WHITE,
        Colour.ACCENT: _YELLOW,  # 16.6:1
        Colour.ACCENT_TINT: _BLACK,
        Colour.ACCENT_PRESSED: _WHITE,
        Colour.GREEN: _YELLOW,
        Colour.GREEN_TINT: _BLACK,
        Colour.AMBER: _YELLOW,
        Colour.AMBER_TINT: _BLACK,
        Colour.LINE: _WHITE,
        Colour.GREY_TINT: _BLACK,
        Colour.ASLEEP: "#B0B0B0",  # 9.7:1
    },
}


class Role(Enum):
    """What a text is for; says its size and weight."""

    __hash__ = object.__hash__

    TITLE = "title"
    BODY = "body"
    STRONG = "strong"
    KEY = "key"  # names of services, places, times
    NUMBER = "number"
    BUTTON = "button"
    ACTION = "action"  # a button beside the one that is recommended
    BAR = "bar"
    HEADER = "header"
    DIGIT = "digit"  # in the number field
    KEYPAD = "keypad"


@dataclass(frozen=True)
class Letters:
    """Pixels of the reference panel for the three sizes, weight, and line distance in em."""

    normal: int
    large: int
    extra: int
    is_bold: bool
    pitch: float

    def px(self, size: Size) -> int:
        """The size of letters before scaling."""
        return {Size.NORMAL: self.normal, Size.LARGE: self.large, Size.EXTRA_LARGE: self.extra}[
            size
        ]


# Body grows 1.0 : 1.375 : 2.0 (screens.md 1.3 row 2); what is large already grows less.
LETTERS = {
    Role.TITLE: Letters(84, 104, 120, is_bold=True, pitch=1.28),
    Role.BODY: Letters(48, 66, 96, is_bold=False, pitch=1.5),
    Role.STRONG: Letters(48, 66, 96, is_bold=True, pitch=1.5),
    Role.KEY: Letters(60, 82, 108, is_bold=True, pitch=1.3),
    Role.NUMBER: Letters(280, 284, 284, is_bold=True, pitch=1.0),
    Role.BUTTON: Letters(54, 72, 96, is_bold=True, pitch=1.25),
    Role.ACTION: Letters(48, 66, 96, is_bold=True, pitch=1.25),
    Role.BAR: Letters(46, 66, 66, is_bold=False, pitch=1.15),
    Role.HEADER: Letters(46, 66, 66, is_bold=False, pitch=1.4),
    Role.DIGIT: Letters(66, 76, 100, is_bold=True, pitch=1.2),
    Role.KEYPAD: Letters(84, 96, 100, is_bold=True, pitch=1.15),
}

WIDE_LETTERS = LETTERS | {
    Role.TITLE: Letters(68, 84, 100, is_bold=True, pitch=1.28),
    Role.NUMBER: Letters(220, 220, 220, is_bold=True, pitch=1.0),
}
"""A panel that hangs across has less height."""

FLOOR = {Size.NORMAL: 45, Size.LARGE: 66, Size.EXTRA_LARGE: 66}
"""No text is smaller, in pixels of the reference panel (screens.md 1.3 row 1)."""


class Measured(Protocol):
    """What has a height."""

    def height(self, theme: "Theme", width: int) -> int:
        """Pixels it needs at this width."""


@dataclass(frozen=True)
class Theme:
    """Colours, and measures in pixels of this panel, for one size of letters and one contrast.

    `shrink` is below 1 where a site's own words are so long that nothing else helps; no text goes
    under the floor.
    """

    scale: float
    size: Size
    family: str
    contrast: Contrast = Contrast.STANDARD
    shrink: float = 1.0
    is_wide: bool = False

    def hex(self, colour: Colour) -> str:
        """As in "#14202B"."""
        return PALETTES[self.contrast][colour]

    def q(self, colour: Colour) -> QColor:
        """The colour for Qt."""
        return QColor(self.hex(colour))

    def px(self, reference: float) -> int:
        """Pixels of this panel for pixels of the reference panel, at least one."""
        return max(1, round(reference * self.scale))

    @cached_property
    def _number(self) -> int:
        return list(Size).index(self.size)

    @cached_property
    def _faces(self) -> dict[Role, Face]:
        scale = WIDE_LETTERS if self.is_wide else LETTERS
        return {role: self._face(letters) for role, letters in scale.items()}

    def _face(self, letters: Letters) -> Face:
        full = max(FLOOR[self.size], letters.px(self.size) * self.shrink)
        return self.family, self.px(full), letters.is_bold

    @cached_property
    def _pitches(self) -> dict[Role, int]:
        return {role: round(px * LETTERS[role].pitch) for role, (_, px, _) in self._faces.items()}

    def face(self, role: Role) -> Face:
        """What the font of a role is."""
        return self._faces[role]

    def font(self, role: Role) -> QFont:
        """The font of a role, shared: whoever changes it takes a copy."""
        return font_of(self._faces[role])

    def pitch(self, role: Role) -> int:
        """Distance of two lines."""
        return self._pitches[role]

    def height_of(self, block: Measured, width: int) -> int:
        """The block's height at this width; measured once by this theme, however often asked."""
        key = id(block), width
        known = self._heights.get(key)
        if known is None:
            known = self._heights[key] = (block, block.height(self, width))
        return known[1]

    @cached_property
    def _heights(self) -> dict[tuple[int, int], tuple[Measured, int]]:
        return {}  # with the blocks, so that no other one gets the id of one

    def pick(self, normal: float, large: float, extra: float) -> int:
        """One of three measures by the size of letters, scaled."""
        return self.px((normal, large, extra)[self._number])

    @property
    def margin(self) -> int:
        """14 mm at the sides."""
        return self.px(56)

    @property
    def gap(self) -> int:
        """9 mm between two things."""
        return self.px(36)

    @property
    def padding(self) -> int:
        """9 mm inside a box; less where letters need the room."""
        return self.pick(36, 36, 30)

    @property
    def corner(self) -> int:
        """7 mm radius."""
        return self.px(28)

    @property
    def bar_height(self) -> int:
        """The bar at the bottom, the same for all sizes."""
        return self.px(156 if self.is_wide else 232)

    def icon(self, reference: float) -> int:
        """A picture beside a word grows with the word, though less; a large one stays."""
        return self.pick(reference, reference * 1.17, reference * 1.33)
