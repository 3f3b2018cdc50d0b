# SPDX-License-Identifier: Apache-2.0
"""How far waits come out from what was expected, and the range that follows (rules.md 4)."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hall.checks import at_least
from hall.errors import BadValueError
from hall.place import Lane

BINS = 12
"""Expectations are put into so many bins, each with residuals of its own."""
LEAST_IN_BIN = 20
"""Fewer residuals say nothing about their tenths."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Quantiles of the residuals: eight visitors of ten are called between low and high."""
LEARNING_DAYS = 20
"""So many business days of its own a pool must have; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One visitor, in minutes from joining to the call: what was expected and what it became."""

    lane: Lane
    expected: float
    waited: float

    def __post_init__(self) -> None:
        at_least("expected", self.expected)
        at_least("waited", self.waited)

    @property
    def residual(self) -> float:
        """Above 0 when he waited longer than expected."""
        return self.waited - self.expected


@dataclass(frozen=True, slots=True)
class Bin:
    """Residuals in minutes of the expectations from `begins` up to the next bin's."""

    begins: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A calibrated wait in minutes, none below 0; `middle` is as often too long as too short."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class ResidualTable:
    """Bins of one lane by rising expectation; the first also holds what lies below it.

    `is_shipped`: made by the simulation, not by this hall's own days.
    """

    bins: tuple[Bin, ...]
    is_shipped: bool = False

    def __post_init__(self) -> None:
        begins = [each.begins for each in self.bins]
        if not begins or begins != sorted(set(begins)):
            raise BadValueError(name="bins", value=len(begins), allowed="one or more, rising")

    def spread(self, expected: float) -> Spread:
        """The range around an expectation in minutes, corrected by the bin's median."""
        at_least("expected", expected)
        found = bisect_right(self.bins, expected, key=lambda each: each.begins)
        chosen = self.bins[max(0, found - 1)]
        shifted = (expected + shift for shift in (chosen.low, chosen.middle, chosen.high))
        return Spread(*(max(0.0, minutes) for minutes in shifted))


Tables = Mapping[Lane, ResidualTable]
"""The table of each line: booked, walk_in and green."""


def fit(waits: Iterable[Waited], *, is_shipped: bool = False) -> ResidualTable | None:
    """The table of some waits: bins of equal size, as many of 12 as hold 20 residuals or more.

    None when there are not even 20. Equal expectations (often 0) always share a bin.
    """
    rising = sorted(waits, key=lambda each: each.expected)
    if len(rising) < LEAST_IN_BIN:
        return None
    return ResidualTable(tuple(map(_bin, _groups(rising))), is_shipped)


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What a pool learnt: the waits of its last 20 business days that had any."""

    days: tuple[tuple[date, tuple[Waited, ...]], ...] = ()

    def with_day(self, on: date, waits: Iterable[Waited]) -> "OwnDays":
        """One more day, which must come after those known; a day without waits teaches nothing."""
        if self.days and on <= self.days[-1][0]:
            raise BadValueError(name="on", value=on, allowed=f"after {self.days[-1][0]}")
        of_day = tuple(waits)
        return OwnDays((*self.days, (on, of_day))[-LEARNING_DAYS:]) if of_day else self

    def tables(self, shipped: Tables) -> Tables:
        """The pool's own tables after 20 days; `shipped` before, and for a line seldom used."""
        if len(self.days) < LEARNING_DAYS:
            return shipped
        waits = [each for _, of_day in self.days for each in of_day]
        own = {lane: fit(each for each in waits if each.lane is lane) for lane in shipped}
        return MappingProxyType({lane: own[lane] or table for lane, table in shipped.items()})


def _groups(rising: Sequence[Waited]) -> Iterator[Sequence[Waited]]:
    """Equal groups of at least 20; what ties add to one is missing from those after it."""
    start, groups = 0, BINS
    while start < len(rising):
        rest = len(rising) - start
        groups = max(1, min(groups, rest // LEAST_IN_BIN))
        end = _past_ties(rising, start + rest // groups)
        if len(rising) - end < LEAST_IN_BIN:
            end = len(rising)
        yield rising[start:end]
        start, groups = end, groups - 1


def _past_ties(rising: Sequence[Waited], end: int) -> int:
    return bisect_right(rising, rising[end - 1].expected, lo=end, key=lambda each: each.expected)


def _bin(waits: Sequence[Waited]) -> Bin:
    residuals = sorted(each.residual for each in waits)
    low, middle, high = (_quantile(residuals, share) for share in (LOW, MIDDLE, HIGH))
    return Bin(waits[0].expected, low, middle, high)


def _quantile(rising: Sequence[float], share: float) -> float:
    """Between the two values around that share, in proportion."""
    at = share * (len(rising) - 1)
    below = math.floor(at)
    above = min(below + 1, len(rising) - 1)
    return rising[below] + (at - below) * (rising[above] - rising[below])
