# SPDX-License-Identifier: Apache-2.0
"""What a calling order did to visitors, over many days."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Sequence
from math import floor, inf
from typing import NamedTuple

from hall.place import Lane
from tests.simulation.fairness.run import Happened
from tests.simulation.fairness.visitors import EARLY_MINUTES


def percentile(values: Sequence[float], percent: float) -> float:
    """With linear interpolation between the two nearest values."""
    ordered = sorted(values)
    exact = (len(ordered) - 1) * percent / 100
    below = floor(exact)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (exact - below)


def mean(values: Sequence[float]) -> float:
    """The plain average."""
    return sum(values) / len(values)


def overtaken(happened: Happened) -> list[int]:
    """For each visitor how many checked in after him and were called before him."""
    calls = list[float]()
    counts = [0] * len(happened.called)
    for visitor in reversed(happened.day.visitors):
        called = happened.called[visitor.order]
        if called is not None:
            counts[visitor.order] = bisect_left(calls, called)
            insort(calls, called)
    return counts


def passed_by_own_line(happened: Happened) -> int:
    """How many booked were passed by booked who checked in after S-10, when both were due.

    Those called before S-10, while nobody else waited, neither pass nor are passed.
    """
    due = sorted(
        (max(visitor.checked_in, visitor.slot_start - EARLY_MINUTES), visitor.order, called)
        for visitor, called in zip(happened.day.visitors, happened.called, strict=True)
        if visitor.lane is Lane.BOOKED and called is not None
    )
    passed, earliest = 0, inf
    for joins_at, _, called in reversed(due):
        if called >= joins_at:
            passed += called > earliest
            earliest = min(earliest, called)
    return passed


class Figures(NamedTuple):
    """What is printed of many days: minutes, percent of the booked, visitors overtaken by.

    Means of tickets, but `worst_mean` and `worst_most` are of the days' longest walk-in waits.
    """

    walk_in_mean: float
    walk_in_p95: float
    past_slot_mean: float
    past_slot_p95: float
    green_mean: float
    green_p95: float
    booked_mean: float
    booked_p95: float
    within_10: float
    by_slot_end: float
    worst_mean: float
    worst_most: float
    overtaken_mean: float
    overtaken_p95: float
    overtaken_most: float


class Measures:
    """Waits in minutes, of everybody who was called and had a place.

    Attributes:
        walk_in: from the ticket to the call.
        past_slot: of walk-ins, from the start of the slot of their place to the call.
        green: from the ticket to the call.
        booked: from the start of the slot, or from checking in when that was later, to the call.
        worst: the longest wait of a walk-in of each day.
        overtaken: of walk-ins, by how many who came later.
        standby: from the ticket to the call.
    """

    def __init__(self) -> None:
        self.days = 0
        self.walk_in = array("d")
        self.past_slot = array("d")
        self.green = array("d")
        self.booked = array("d")
        self.standby = array("d")
        self.worst = array("d")
        self.overtaken = array("l")
        self._on_time = self._within_10 = self._by_slot_end = 0

    def add(self, happened: Happened) -> None:
        """One more day."""
        self.days += 1
        worst = 0.0
        by_others = overtaken(happened)
        for visitor, called in zip(happened.day.visitors, happened.called, strict=True):
            if called is None:
                continue
            wait = called - visitor.checked_in
            if visitor.is_standby:
                self.standby.append(wait)
            elif visitor.lane is Lane.BOOKED:
                slot_minutes = happened.day.slot_minutes
                self._add_booked(visitor.checked_in, visitor.slot_start, called, slot_minutes)
            elif visitor.lane is Lane.GREEN:
                self.green.append(wait)
            else:
                worst = max(worst, wait)
                self.walk_in.append(wait)
                self.past_slot.append(max(0.0, called - visitor.slot_start))
                self.overtaken.append(by_others[visitor.order])
        self.worst.append(worst)

    def _add_booked(self, came: float, start: float, called: float, slot_minutes: int) -> None:
        self.booked.append(max(0.0, called - max(came, start)))
        if came <= start:
            self._on_time += 1
            self._within_10 += called <= start + 10
            self._by_slot_end += called <= start + slot_minutes

    @property
    def within_10(self) -> float:
        """Percent of the booked checked in by S who were called by S+10."""
        return 100 * self._within_10 / self._on_time

    @property
    def by_slot_end(self) -> float:
        """Percent of the booked checked in by S who were called within their slot."""
        return 100 * self._by_slot_end / self._on_time

    def figures(self) -> Figures:
        """All of it in numbers."""
        waits = (self.walk_in, self.past_slot, self.green, self.booked)
        pairs = (figure for wait in waits for figure in (mean(wait), percentile(wait, 95)))
        return Figures(
            *pairs,
            self.within_10,
            self.by_slot_end,
            mean(self.worst),
            max(self.worst),
            mean(self.overtaken),
            percentile(self.overtaken, 95),
            max(self.overtaken),
        )
