# SPDX-License-Identifier: Apache-2.0
"""The numbers one kiosk may give to walk-ins, by business day and series (rules.md 1)."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import date

from hall.errors import NoNumberLeftError
from hall.numbering import NumberRange, TicketNumber

_Series = tuple[date, str]


class OwnNumbers:
    """Ranges in the order in which they were granted; the first number of the first one is next."""

    def __init__(self) -> None:
        self._ranges: defaultdict[_Series, deque[NumberRange]] = defaultdict(deque)

    def __iter__(self) -> Iterator[tuple[date, NumberRange]]:
        for (business_date, _), ranges in self._ranges.items():
            for numbers in ranges:
                yield business_date, numbers

    def add(self, business_date: date, ranges: Iterable[NumberRange]) -> None:
        """Granted ones; those of bookings are given by the centre alone."""
        for numbers in ranges:
            if numbers and not numbers.is_booked:
                self._ranges[business_date, numbers.letter].append(numbers)

    def has(self, business_date: date, letter: str) -> bool:
        """Whether one of that series is left."""
        return any(self._ranges.get((business_date, letter), ()))

    def next(self, business_date: date, letter: str) -> TicketNumber:
        """The one to be given now; raises NoNumberLeftError when the series is used up here."""
        for numbers in self._ranges.get((business_date, letter), ()):
            return TicketNumber(letter, numbers.first)
        raise NoNumberLeftError(series=letter)

    def take(self, business_date: date, letter: str) -> None:
        """The next one is given; there must be one."""
        ranges = self._ranges[business_date, letter]
        _, rest = ranges.popleft().take()
        if rest:
            ranges.appendleft(rest)
