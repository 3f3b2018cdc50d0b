# SPDX-License-Identifier: Apache-2.0
"""What the centre gives out by counting up: walk-in numbers, and the indexes of extra places.

A centre that was restored counts on in another stretch of both, an era: so it never gives what the
lost one may have given to a kiosk that nobody hears of any more (docs/adr/0015).
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Self

from hall.errors import BadValueError
from hall.numbering import BLOCK, LAST_NUMBER, NumberRange

FIRST_ERA_ENDS = 4999
"""The last number of a series as long as the centre was never restored on that day."""

ERA = 1000
"""So many numbers are in each stretch after it but the last, which lasts for any number of restores."""

EXTRAS_IN_ERA = 10_000
"""So many extra places of a service there can be in one era of a day."""


def numbers_of_era(letter: str, era: int) -> NumberRange:
    """1 to 4999, after the first restore 5000 to 5999; of the last thousand half of what is left.

    After the fourth restore of a day there are 1,000 numbers, after the eighth 62, after the 14th 1,
    then none.
    """
    if not era:
        return NumberRange(letter, 1, FIRST_ERA_ENDS)
    left_before, left = (_left_after(count) for count in (era - 1, era))
    return NumberRange(letter, LAST_NUMBER - left_before + 1, LAST_NUMBER - left)


def _left_after(era: int) -> int:
    whole = (LAST_NUMBER - FIRST_ERA_ENDS) // ERA - 1
    return (whole + 1 - era) * ERA if era <= whole else ERA >> (era - whole)


class Series:
    """The walk-in numbers of a day that are nobody's yet, by letter. Concurrency: one thread."""

    def __init__(self, letters: Iterable[str]) -> None:
        self._era = 0
        self._left = {letter: numbers_of_era(letter, 0) for letter in letters}

    def copy(self) -> Self:
        """One that counts on by itself."""
        other = type(self)(())
        other._era, other._left = self._era, dict(self._left)
        return other

    def is_begun(self, letter: str) -> bool:
        """Whether somebody may have numbers with that letter, one of the day's."""
        return self._left[letter] != numbers_of_era(letter, 0)

    def check(self, numbers: Iterable[NumberRange]) -> None:
        """Raises BadValueError for numbers of no service of the day."""
        for each in numbers:
            if each.letter not in self._left:
                allowed = " ".join(self._left)
                raise BadValueError(name="letter", value=each.letter, allowed=allowed)

    def blocks(self, letter: str, count: int) -> tuple[NumberRange, ...]:
        """Whole blocks that hold so many numbers; fewer at the end of the series, then none."""
        left = self._left[letter]
        if not count or not left:
            return ()
        block, _ = left.next_block(math.ceil(count / BLOCK) * BLOCK)
        return (block,)

    def use(self, numbers: Iterable[NumberRange]) -> None:
        """They are somebody's; numbers of a later era say that there was another restore."""
        for each in filter(None, numbers):
            while (left := self._left[each.letter]).last < each.first:
                self.begin_era()
            if left.first <= each.last:
                self._left[each.letter] = replace(left, first=min(each.last, left.last) + 1)

    def learn(self, letters: Iterable[str]) -> None:
        """Of services that were forgotten."""
        for letter in letters:
            self._left.setdefault(letter, numbers_of_era(letter, self._era))

    def begin_era(self) -> None:
        """What was given out so far is not known."""
        self._era += 1
        self._left = {letter: numbers_of_era(letter, self._era) for letter in self._left}
