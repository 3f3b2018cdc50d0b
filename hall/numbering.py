# SPDX-License-Identifier: Apache-2.0
"""Ticket numbers and their ranges (rules.md 1). A number is never used twice on one day."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from hall.checks import at_least
from hall.errors import BadValueError, NoNumberLeftError

LETTERS = "ACDEFGHJKLMNPRTUVWX"
"""Letters a service may have; left out are those that sound or look like another or a digit."""

BOOKED_MARK = "Y"
LAST_NUMBER = 9999

BLOCK = 10
"""How many numbers the centre hands to a kiosk at once."""

STOCK = 1.5
"""A kiosk holds numbers for this many times the visitors expected in the next 6 hours."""

_TEXT = re.compile(f"({BOOKED_MARK}?)([{LETTERS}])([0-9]{{3,4}})")
_FIRST_CODE = 11
_BOOKED_STEP = 40


class NumberStyle(StrEnum):
    """How a site writes its numbers."""

    LETTER = "letter"
    """A023, booked YA023."""
    DIGITS = "digits"
    """Digits only: two for the series (11 to 29, booked 51 to 69), then the number."""


@dataclass(frozen=True, slots=True, order=True)
class TicketNumber:
    """What is printed and called: the letter of the service and a number from 1 to 9999."""

    letter: str
    number: int
    is_booked: bool = False

    def __post_init__(self) -> None:
        check_letter(self.letter)
        if not 1 <= self.number <= LAST_NUMBER:
            raise BadValueError(name="number", value=self.number, allowed=f"1 to {LAST_NUMBER}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number that `str()` wrote, letter style."""
        found = _TEXT.fullmatch(text)
        if not found or str(number := cls(found[2], int(found[3]), bool(found[1]))) != text:
            raise BadValueError(name="number", value=text, allowed="as in A023, YA023")
        return number

    def __str__(self) -> str:
        return self.text()

    def text(self, style: NumberStyle = NumberStyle.LETTER) -> str:
        """As printed and shown; beyond 999 it has a fourth digit."""
        return f"{series_mark(self.letter, is_booked=self.is_booked, style=style)}{self.number:03d}"

    def spoken(self, style: NumberStyle = NumberStyle.LETTER) -> tuple[str, ...]:
        """Piece by piece as it is read aloud: A, 0, 2, 3."""
        return tuple(self.text(style))


def series_mark(letter: str, *, is_booked: bool, style: NumberStyle) -> str:
    """What stands before the digits; two series never share it, so no two numbers look alike."""
    if style is NumberStyle.LETTER:
        return f"{BOOKED_MARK}{letter}" if is_booked else letter
    return str(_FIRST_CODE + LETTERS.index(letter) + (_BOOKED_STEP if is_booked else 0))


def check_letter(letter: str) -> None:
    """Raises BadValueError unless a service may have that letter."""
    if len(letter) != 1 or letter not in LETTERS:
        raise BadValueError(name="letter", value=letter, allowed=" ".join(LETTERS))


@dataclass(frozen=True, slots=True, order=True)
class NumberRange:
    """Numbers `first` to `last` of one series, owned by one kiosk, never taken back."""

    letter: str
    first: int
    last: int
    is_booked: bool = False

    @classmethod
    def series(cls, letter: str, *, is_booked: bool = False) -> Self:
        """All numbers of one series, as the centre has them when the business day begins."""
        return cls(letter, 1, LAST_NUMBER, is_booked)

    def __post_init__(self) -> None:
        check_letter(self.letter)
        # `first` one past `last` is a range that is used up.
        if not 1 <= self.first <= self.last + 1 <= LAST_NUMBER + 1:
            value = f"{self.first} to {self.last}"
            raise BadValueError(name="range", value=value, allowed=f"rising, 1 to {LAST_NUMBER}")

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __iter__(self) -> Iterator[TicketNumber]:
        for number in range(self.first, self.last + 1):
            yield TicketNumber(self.letter, number, self.is_booked)

    def take(self) -> tuple[TicketNumber, Self]:
        """The next number and the range without it; raises NoNumberLeftError at its end."""
        if not self:
            raise NoNumberLeftError(series=self.letter)
        number = TicketNumber(self.letter, self.first, self.is_booked)
        return number, type(self)(self.letter, self.first + 1, self.last, self.is_booked)

    def next_block(self, count: int = BLOCK) -> tuple[Self, Self]:
        """The next `count` numbers for a kiosk, fewer at the end, and the range without them.

        What was handed out is never handed out again; a dead kiosk's block stays a gap. Raises
        NoNumberLeftError at the end.
        """
        at_least("count", count, 1)
        if not self:
            raise NoNumberLeftError(series=self.letter)
        last = min(self.first + count - 1, self.last)
        block = type(self)(self.letter, self.first, last, self.is_booked)
        return block, type(self)(self.letter, last + 1, self.last, self.is_booked)


def blocks_to_grant(held: int, forecast: float) -> int:
    """How many more blocks a kiosk should get that holds `held` unused numbers of a series.

    `forecast` is how many numbers it is expected to give in the next 6 hours; it should hold 1.5
    times as many, and at least one, so that it can always issue (I7).
    """
    at_least("held", held)
    at_least("forecast", forecast)
    wanted = max(1, math.ceil(STOCK * forecast))
    return max(0, math.ceil((wanted - held) / BLOCK))
