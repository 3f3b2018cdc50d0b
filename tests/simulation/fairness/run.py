# SPDX-License-Identifier: Apache-2.0
"""Lets one simulated day happen: visitors check in, counters call, serve and become free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import Protocol

from tests.simulation.fairness.orders import Order
from tests.simulation.fairness.scenarios import open_at
from tests.simulation.fairness.visitors import Day, Visitor

MISSED_MINUTES = 2
"""How long a counter waits for somebody who does not come: 3 calls in 2 minutes."""


class AbsenceOrder(Order, Protocol):
    """An order that knows what visitors do who are not there when called."""

    def put_back(self, visitor: Visitor, now: float) -> None:
        """He missed his call and has reported again."""

    def leave(self, visitor: Visitor) -> None:
        """He goes before he was called."""

    def finish(self, visitor: Visitor) -> None:
        """His call is over: he was served, or he was not there."""


@dataclass(frozen=True, slots=True)
class Absence:
    """How one visitor is not there when he should be.

    Attributes:
        returns_after: minutes after each call that he misses until he reports again, None when
            he does not.
        leaves_after: minutes after checking in at which he goes if he was not called yet.
    """

    returns_after: tuple[float | None, ...] = ()
    leaves_after: float | None = None


@dataclass(slots=True)
class Happened:
    """A day as it went.

    Attributes:
        called: minute of the first call by the visitor's order; None for those who left.
        calls: every call in order, those of put-back visitors too.
        finished: minute at which the visitor was served.
    """

    day: Day
    called: list[float | None]
    calls: list[tuple[float, Visitor]] = field(default_factory=list)
    finished: dict[int, float] = field(default_factory=dict)


class _What(IntEnum):
    """Events of the same minute happen in this order."""

    COUNTERS = 0
    CHECK_IN = 1
    FREE = 2
    BACK = 3
    LEAVE = 4


_Event = tuple[float, _What, int, Visitor | None]


def run(day: Day, order: Order) -> Happened:
    """The day with everybody there when called."""
    return _Running(day, order).run()


def run_with_absences(day: Day, order: AbsenceOrder, absences: Mapping[int, Absence]) -> Happened:
    """The day with those, by the visitor's order, who miss calls or leave."""
    return _RunningWithAbsences(day, order, absences).run()


class _Running:
    def __init__(self, day: Day, order: Order) -> None:
        self._order = order
        self._busy = 0
        self._events: list[_Event] = [
            (one.checked_in, _What.CHECK_IN, one.order, one) for one in day.visitors
        ]
        self._steps = day.group.actual
        self._events += [(since, _What.COUNTERS, -1, None) for since, _ in self._steps[1:]]
        self.happened = Happened(day, [None] * len(day.visitors))

    def run(self) -> Happened:
        heapify(self._events)
        while self._events:
            now, what, _, visitor = heappop(self._events)
            if visitor:
                self._happen(now, what, visitor)
            self._call(now)
        return self.happened

    def _happen(self, now: float, what: _What, visitor: Visitor) -> None:
        if what is _What.CHECK_IN:
            self._order.check_in(visitor, now)
        else:
            self._busy -= 1

    def _call(self, now: float) -> None:
        counters = open_at(self._steps, now)
        while self._busy < counters and (visitor := self._order.call_next(now)):
            self._busy += 1
            self.happened.calls.append((now, visitor))
            if self.happened.called[visitor.order] is None:
                self.happened.called[visitor.order] = now
            self._serve(now, visitor)

    def _serve(self, now: float, visitor: Visitor) -> None:
        end = now + visitor.service_minutes
        self.happened.finished[visitor.order] = end
        heappush(self._events, (end, _What.FREE, visitor.order, visitor))


class _RunningWithAbsences(_Running):
    def __init__(self, day: Day, order: AbsenceOrder, absences: Mapping[int, Absence]) -> None:
        super().__init__(day, order)
        self._absent_order = order
        self._misses: dict[int, Sequence[float | None]] = {
            number: absence.returns_after for number, absence in absences.items()
        }
        for number, absence in absences.items():
            visitor = day.visitors[number]
            if absence.leaves_after is not None:
                leaves = visitor.checked_in + absence.leaves_after
                self._events.append((leaves, _What.LEAVE, number, visitor))

    def _happen(self, now: float, what: _What, visitor: Visitor) -> None:
        match what:
            case _What.BACK:
                self._absent_order.put_back(visitor, now)
            case _What.LEAVE if self.happened.called[visitor.order] is None:
                self._absent_order.leave(visitor)
            case _What.LEAVE:
                pass
            case _What.FREE:
                self._absent_order.finish(visitor)
                self._busy -= 1
            case _:
                super()._happen(now, what, visitor)

    def _serve(self, now: float, visitor: Visitor) -> None:
        misses = self._misses.get(visitor.order)
        if not misses:
            super()._serve(now, visitor)
            return
        self._misses[visitor.order] = misses[1:]
        free = now + MISSED_MINUTES
        heappush(self._events, (free, _What.FREE, visitor.order, visitor))
        if misses[0] is not None:
            heappush(self._events, (free + misses[0], _What.BACK, visitor.order, visitor))
