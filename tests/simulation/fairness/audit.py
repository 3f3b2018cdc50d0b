# SPDX-License-Identifier: Apache-2.0
"""Watches a calling order from outside and holds every call against the bounds of rules.md 2."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from math import floor

from hall.place import Lane
from hall.queueing import PUT_BACK_CALLS
from hall.shares import Shares
from tests.simulation.fairness.orders import Order
from tests.simulation.fairness.visitors import Visitor

_LANES = (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)
_EARLY = 10
_ROUNDING = 1e-9


@dataclass(slots=True)
class Findings:
    """What the calls of any number of days showed; every list names visitors by order.

    Attributes:
        tickets: how many were called from a line and held against both bounds.
        late: called after more calls than the bound says, beyond those of the put back.
        over_bare: called after more calls than the bare bound, which knows no put back.
        passed: overtaken by more later arrivals of another line than the bound says, or by one of
            their own line.
        waited_longer: put back and called after more calls than promised.
        too_soon: early or standby visitors called while somebody went before them.
        tightest: the greatest part of the bound, with its put backs, that was used.
        tightest_overtaking: the same for overtaking.
        most_put_backs: the most put back visitors called during one ticket's wait.
    """

    tickets: int = 0
    put_backs: int = 0
    standby: int = 0
    late: list[int] = field(default_factory=list)
    over_bare: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    waited_longer: list[int] = field(default_factory=list)
    too_soon: list[int] = field(default_factory=list)
    tightest: float = 0.0
    tightest_overtaking: float = 0.0
    most_over_bare: int = 0
    most_put_backs: int = 0

    @property
    def violations(self) -> int:
        """Of everything that is promised; the bare bound is not, where visitors are put back."""
        return sum(map(len, (self.late, self.passed, self.waited_longer, self.too_soon)))


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


class Audit:
    """An order that passes everything on to another one and looks at what it does.

    An early visitor joins his line with the first call at or after S-10, as `hall.queueing` says.
    """

    def __init__(self, order: Order, lowest: Shares, highest: Shares, findings: Findings) -> None:
        self._order = order
        self._found = findings
        low, high = ([shares.of(lane) for lane in _LANES] for shares in (lowest, highest))
        # How often line j is called, at most, to each call of line c.
        self._per_call = [
            [high[other] / low[own] if other != own else 0.0 for other in range(3)]
            for own in range(3)
        ]
        self._early = list[tuple[float, int, Visitor]]()
        self._in_line = [0, 0, 0]
        self._joined = dict[int, _Joined]()
        self._put_back = dict[int, _PutBack]()
        self._joins = self._calls = self._put_back_calls = 0
        self._from_line = list[tuple[int, _Joined, int]]()

    def check_in(self, visitor: Visitor, now: float) -> None:
        self._order.check_in(visitor, now)
        if visitor.is_standby:
            return
        if visitor.lane is Lane.BOOKED and now < visitor.slot_start - _EARLY:
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
        later = [list[int]() for _ in _LANES]
        for number, joined, call in sorted(self._from_line, key=_position, reverse=True):
            for other in range(3):
                count = bisect_left(later[other], call)
                bound = self._most_overtaking(joined, other)
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
        while self._early and self._early[0][0] - _EARLY <= now:
            self._join(self._early.pop(0)[2])

    def _join(self, visitor: Visitor) -> None:
        line = _LANES.index(visitor.lane)
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
        bare = self._most_calls(joined)
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
        if calls > PUT_BACK_CALLS + 1 + put_back.ahead:
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

    def _most_calls(self, joined: _Joined) -> int:
        """floor(k x PHI / phi) + n - 1."""
        per_call = 1 + sum(self._per_call[joined.line])
        return floor(joined.rank * per_call + _ROUNDING) + len(_LANES) - 1

    def _most_overtaking(self, joined: _Joined, line: int) -> int:
        """phi(j) x k / phi(c) + 1, and nobody of the own line."""
        if line == joined.line:
            return 0
        return floor(joined.rank * self._per_call[joined.line][line] + _ROUNDING) + 1


def _position(one: tuple[int, _Joined, int]) -> int:
    return one[1].position
