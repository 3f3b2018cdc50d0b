# SPDX-License-Identifier: Apache-2.0
"""The holds of a day: the open ones apart, the dead ones for as long as somebody may ask again."""

from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from hall.booking import Hold, HoldAction
from hall.ids import HoldId

KNOWN_FOR = timedelta(minutes=15)
"""So long after its end a hold that was not booked is known: whoever repeats a request does so soon."""


class Holds:
    """Lifetime: one business day. Concurrency: one thread."""

    def __init__(self) -> None:
        self._all: dict[HoldId, Hold] = {}
        self._open: dict[HoldId, Hold] = {}
        self._open_by: Counter[str | None] = Counter()
        self._dead: deque[tuple[datetime, HoldId]] = deque()

    @property
    def known(self) -> Mapping[HoldId, Hold]:
        """All but those that ended without a booking some time ago."""
        return MappingProxyType(self._all)

    @property
    def open(self) -> Mapping[HoldId, Hold]:
        """Those that have their place."""
        return MappingProxyType(self._open)

    def open_by(self, account: str | None) -> int:
        """How many of the open ones are that account's."""
        return self._open_by[account]

    def first_end_of(self, account: str | None) -> datetime | None:
        """When the first of that account's open ones ends by itself; None when it has none."""
        ends = (hold.expires_at for hold in self._open.values() if hold.by == account)
        return min(ends, default=None)

    def add(self, hold: Hold) -> None:
        """A new one."""
        self._all[hold.hold_id] = self._open[hold.hold_id] = hold
        self._open_by[hold.by] += 1

    def end(self, hold_id: HoldId, action: HoldAction, at: datetime) -> Hold:
        """It ends without a booking; raises StatusError."""
        hold = self._step(hold_id, action)
        while self._dead and self._dead[0][0] <= at - KNOWN_FOR:
            del self._all[self._dead.popleft()[1]]
        self._dead.append((at, hold_id))
        return hold

    def book(self, hold_id: HoldId) -> None:
        """It is a booking; raises StatusError."""
        self._step(hold_id, HoldAction.BOOK)

    def clear(self) -> None:
        """None is known."""
        for each in (self._all, self._open, self._open_by, self._dead):
            each.clear()

    def _step(self, hold_id: HoldId, action: HoldAction) -> Hold:
        hold = self._all[hold_id] = self._all[hold_id].stepped(action)
        del self._open[hold_id]
        self._open_by[hold.by] -= 1
        return hold
