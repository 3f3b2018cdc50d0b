# SPDX-License-Identifier: Apache-2.0
"""Watches a calling order from outside and holds every call against the bounds of rules.md 2."""

from bisect import bisect_left, insort
from dataclasses import dataclass

from hall.bound import calls_until_called, calls_until_put_back, overtaken_by
from hall.line import LANES
from hall.place import Lane
from hall.shares import Shares
from tests.simulation.fairness.findings import Findings
from tests.simulation.fairness.orders import Order
from tests.simulation.fairness.visitors import EARLY_MINUTES, Visitor


@dataclass(frozen=True, slots=True)
class _Joined:
    """A ticket in its line: the `rank`-th in it, the `position`-th of all who joined."""

    line: int
    rank: int
    position: int
    calls_before: int
    put_backs_before: int


@dataclass(frozen=True, slots=True)
class _PutBack:
    calls_before: int
    ahead: int


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Calls until called, and overtaking by each line; none returned."""

    calls: int
    overtaken: tuple[int, ...]


class Audit:
    """An order that passes everything on to another one and looks at what it does.

    Early visitors count as joined from S-10 on, before whoever checks in then (rules.md 1).
    """

    def __init__(self, order: Order, lowest: Shares, highest: Shares, findings: Findings) -> None:
        self._order = order
        self._lowest, self._highest = lowest, highest
        self._found = findings
        self._bounds = dict[tuple[int, int], _Bounds]()
        self._early = list[tuple[float, int, Visitor]]()
        self._in_line = [0, 0, 0]
        self._joined = dict[int, _Joined]()
        self._put_back = dict[int, _PutBack]()
        self._joins = self._calls = self._put_back_calls = 0
        self._from_line = list[tuple[int, _Joined, int]]()

    def check_in(self, visitor: Visitor, now: float) -> None:
        self._join_due(now)
        self._order.check_in(visitor, now)
        if visitor.is_standby:
            return
        if visitor.lane is Lane.BOOKED and now < visitor.slot_start - EARLY_MINUTES:
            insort(self._early, (visitor.slot_start, visitor.order, visitor))
        else:
            self._join(visitor)

    def call_next(self, now: float) -> Visitor | None:
        self._join_due(now)
        visitor = self._order.call_next(now)
        if visitor:
            self._called(visitor)
        return visitor

    def close(self) -> None:
        """The day is over: holds it against the bound of overtaking."""
        later = [list[int]() for _ in LANES]
        for number, joined, call in sorted(self._from_line, key=_position, reverse=True):
            for other, bound in enumerate(self._bounds_of(joined).overtaken):
                count = bisect_left(later[other], call)
                self._found.tightest_overtaking = max(
                    self._found.tightest_overtaking, count / max(1, bound)
                )
                if count > bound:
                    self._found.passed.append(number)
            insort(later[joined.line], call)

    def finish(self, visitor: Visitor) -> None:
        self._order.finish(visitor)

    def put_back(self, visitor: Visitor, now: float) -> None:
        self._order.put_back(visitor, now)
        if not visitor.is_standby:
            self._put_back[visitor.order] = _PutBack(self._calls, len(self._put_back))

    def leave(self, visitor: Visitor) -> None:
        self._order.leave(visitor)
        joined = self._joined.pop(visitor.order, None)
        if joined:
            self._in_line[joined.line] -= 1
        self._early = [one for one in self._early if one[1] != visitor.order]

    def _join_due(self, now: float) -> None:
        while self._early and self._early[0][0] - EARLY_MINUTES <= now:
            self._join(self._early.pop(0)[2])

    def _join(self, visitor: Visitor) -> None:
        line = LANES.index(visitor.lane)
        self._in_line[line] += 1
        self._joins += 1
        self._joined[visitor.order] = _Joined(
            line, self._in_line[line], self._joins, self._calls, self._put_back_calls
        )

    def _called(self, visitor: Visitor) -> None:
        self._calls += 1
        if visitor.order in self._put_back:
            self._called_again(self._put_back.pop(visitor.order), visitor)
        elif visitor.order in self._joined:
            self._called_from_line(self._joined.pop(visitor.order), visitor)
        else:
            self._called_from_rest(visitor)

    def _called_from_line(self, joined: _Joined, visitor: Visitor) -> None:
        self._in_line[joined.line] -= 1
        self._from_line.append((visitor.order, joined, self._calls))
        calls = self._calls - joined.calls_before
        put_backs = self._put_back_calls - joined.put_backs_before
        bare = self._bounds_of(joined).calls
        found = self._found
        found.tickets += 1
        found.tightest = max(found.tightest, calls / (bare + put_backs))
        found.most_put_backs = max(found.most_put_backs, put_backs)
        found.most_over_bare = max(found.most_over_bare, calls - bare)
        if calls > bare:
            found.over_bare.append(visitor.order)
        if calls > bare + put_backs:
            found.late.append(visitor.order)

    def _called_again(self, put_back: _PutBack, visitor: Visitor) -> None:
        self._put_back_calls += 1
        self._found.put_backs += 1
        calls = self._calls - put_back.calls_before
        if calls > calls_until_put_back(put_back.ahead):
            self._found.waited_longer.append(visitor.order)

    def _called_from_rest(self, visitor: Visitor) -> None:
        """Early or standby: nobody may wait who goes before him."""
        before = len(self._joined) + len(self._put_back)
        if visitor.is_standby:
            self._found.standby += 1
            before += len(self._early)
        else:
            self._early = [one for one in self._early if one[1] != visitor.order]
        if before:
            self._found.too_soon.append(visitor.order)

    def _bounds_of(self, joined: _Joined) -> _Bounds:
        key = joined.line, joined.rank
        if key not in self._bounds:
            lane, k, weights = LANES[joined.line], joined.rank, (self._lowest, self._highest)
            self._bounds[key] = _Bounds(
                calls_until_called(k, lane, *weights),
                tuple(overtaken_by(k, lane, other, *weights) for other in LANES),
            )
        return self._bounds[key]


def _position(one: tuple[int, _Joined, int]) -> int:
    return one[1].position
