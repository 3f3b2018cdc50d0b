# SPDX-License-Identifier: Apache-2.0
"""Calling orders to compare the hall's rule with."""

from collections import deque
from heapq import heappop, heappush
from typing import Protocol

from hall.place import Lane
from tests.simulation.fairness.visitors import Visitor


class Order(Protocol):
    """Who is called next; minutes must not fall from one call to the next."""

    def check_in(self, visitor: Visitor, now: float) -> None:
        """He is there and wants to be called."""

    def call_next(self, now: float) -> Visitor | None:
        """The one to call, who waits no longer; None when nobody waits."""


class FirstCome:
    """FCFS: by time of checking in, booked or not."""

    def __init__(self) -> None:
        self._waiting = deque[Visitor]()

    def check_in(self, visitor: Visitor, now: float) -> None:
        self._waiting.append(visitor)

    def call_next(self, now: float) -> Visitor | None:
        return self._waiting.popleft() if self._waiting else None


_ZMS_AHEAD = 2


class _Lines:
    """Booked by the start of their slot, the others by checking in."""

    def __init__(self) -> None:
        self._booked = list[tuple[float, int, Visitor]]()
        self._walk_in = deque[Visitor]()
        self._green = deque[Visitor]()

    def check_in(self, visitor: Visitor, now: float) -> None:
        match visitor.lane:
            case Lane.BOOKED:
                heappush(self._booked, (visitor.slot_start, visitor.order, visitor))
            case Lane.GREEN:
                self._green.append(visitor)
            case _:
                self._walk_in.append(visitor)


class BookedFirst(_Lines):
    """As ZMS does: green, then bookings due within 2 minutes, then walk-ins, then early bookings."""

    def call_next(self, now: float) -> Visitor | None:
        if self._green:
            return self._green.popleft()
        is_due = self._booked and self._booked[0][0] <= now + _ZMS_AHEAD
        if self._walk_in and not is_due:
            return self._walk_in.popleft()
        return heappop(self._booked)[2] if self._booked else None


class Alternating(_Lines):
    """A fixed cycle of 5 booked, 4 walk-in and 1 green; an empty line is skipped."""

    _CYCLE = "BWBWGBWBWB"

    def __init__(self) -> None:
        super().__init__()
        self._step = 0

    def call_next(self, now: float) -> Visitor | None:
        for past in range(len(self._CYCLE)):
            step = (self._step + past) % len(self._CYCLE)
            visitor = self._first_of(self._CYCLE[step])
            if visitor:
                self._step = (step + 1) % len(self._CYCLE)
                return visitor
        return None

    def _first_of(self, line: str) -> Visitor | None:
        if line == "B":
            return heappop(self._booked)[2] if self._booked else None
        waiting = self._walk_in if line == "W" else self._green
        return waiting.popleft() if waiting else None
