# SPDX-License-Identifier: Apache-2.0
"""Simulated days on which visitors are told how long they will wait, and what became of it."""

from collections import Counter
from collections.abc import Collection, Iterable
from heapq import heappop, heappush
from uuid import UUID

from hall.estimate import ExpectedCall, PoolNow, expected_call
from hall.ids import TicketId
from hall.place import Lane
from hall.residuals import Waited
from hall.roll_forward import Coming, CountersNow
from hall.roster import Roster, Step, expected
from hall.service_time import learned
from hall.span import Span
from tests.simulation.fairness.draws import draw_day, seeded
from tests.simulation.fairness.run import run
from tests.simulation.fairness.scenarios import DAY_MINUTES, SCENARIOS, Steps, open_at
from tests.simulation.fairness.turns import TurnByShare
from tests.simulation.fairness.visitors import Day, Visitor, instant

LANES = (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)
PUBLISHED = range(770, 830)
"""The 60 days of the published figures: seeds 77000 + 100 x day + group."""
BACK_AT = {"lunch3of15": 240}
"""The minute from which on all is as planned again, where the desk knows it and has entered it."""
_NIGHT = 900
"""A minute at which everybody has gone."""


def observe(scenario: str, days: Iterable[int], lanes: Collection[Lane] = LANES) -> list[Waited]:
    """Expected and real waits of the visitors of those lanes, of all groups and days together."""
    waits = list[Waited]()
    for replication in days:
        for number, group in enumerate(SCENARIOS[scenario]):
            day = draw_day(group, seeded(replication, number))
            waits += observe_day(day, BACK_AT.get(scenario, _NIGHT), lanes)
    return waits


def observe_day(day: Day, back_at: float = _NIGHT, lanes: Collection[Lane] = LANES) -> list[Waited]:
    """The waits of one group's day, in order of checking in."""
    told = _Told(day, back_at, lanes)
    happened = run(day, told)
    waits = list[Waited]()
    for visitor, call in told.calls:
        called = happened.called[visitor.order]
        assert called is not None
        waits.append(Waited(call.lane, call.minutes, called - visitor.checked_in))
    return waits


class _Told(TurnByShare):
    """The hall's rule; everybody who checks in is told his wait."""

    def __init__(self, day: Day, back_at: float, lanes: Collection[Lane]) -> None:
        super().__init__(day)
        self.calls = list[tuple[Visitor, ExpectedCall]]()
        self._lanes = lanes
        self._actual, self._back_at = day.group.actual, back_at
        self._planned = _roster(day.group.planned)
        self._mean_minutes = float(day.group.mean_minutes)
        self._bookings = Counter(slot_start for slot_start, _ in day.bookings)
        self._serving = list[tuple[float, float, int, Visitor]]()
        """End and beginning of each service, and whose; the end is not known to the estimate."""

    def check_in(self, visitor: Visitor, now: float) -> None:
        super().check_in(visitor, now)
        self._finish_until(now)
        if visitor.lane is Lane.BOOKED:
            self._bookings[visitor.slot_start] -= 1
        if visitor.lane in self._lanes:
            call = expected_call(self._pool(now), _ticket_id(visitor), instant(now))
            assert isinstance(call, ExpectedCall)
            self.calls.append((visitor, call))

    def call_next(self, now: float) -> Visitor | None:
        self._finish_until(now)
        visitor = super().call_next(now)
        if visitor:
            end = now + visitor.service_minutes
            heappush(self._serving, (end, now, visitor.order, visitor))
        return visitor

    def _finish_until(self, now: float) -> None:
        while self._serving and self._serving[0][0] <= now:
            *_, visitor = heappop(self._serving)
            self._mean_minutes = learned(self._mean_minutes, visitor.service_minutes)
            self.finish(visitor)

    def _pool(self, now: float) -> PoolNow:
        coming = Coming(tuple(instant(start) for start in self._bookings.elements()))
        counters = CountersNow(instant(now), self._tickets_served(), self._expected_counters(now))
        return PoolNow(
            queue=self._queue, counters=counters, mean_minutes=self._mean_minutes, coming=coming
        )

    def _tickets_served(self) -> tuple[TicketId, ...]:
        by_beginning = sorted(self._serving, key=lambda service: service[1])
        return tuple(_ticket_id(visitor) for *_, visitor in by_beginning)

    def _expected_counters(self, now: float) -> Roster:
        open_now = open_at(self._actual, now)
        is_as_planned = open_now == self._planned.open_at(instant(now))
        until = _NIGHT if is_as_planned else self._back_at
        return expected(self._planned, open_now, Span(instant(now), instant(until)))


def _roster(steps: Steps) -> Roster:
    """The planned counters; after closing they stay for those who are left."""
    staying = (DAY_MINUTES, open_at(steps, DAY_MINUTES))
    return Roster(tuple(Step(instant(since), count) for since, count in (*steps, staying)))


def _ticket_id(visitor: Visitor) -> TicketId:
    return TicketId(UUID(int=visitor.order))
