# SPDX-License-Identifier: Apache-2.0
"""The product's own calling order, as the simulated days see it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from hall.ids import TicketId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares, SlotShares
from hall.span import Span
from tests.simulation.fairness.visitors import Day, Visitor, instant

_MOST_VISITORS = 2000
_IDS = [TicketId(UUID(int=order)) for order in range(_MOST_VISITORS)]


def slot_shares(day: Day) -> SlotShares:
    """The weights of that day, before any walk-in number is given."""
    length = day.slot_minutes
    starts = [instant(slot * length) for slot in range(len(day.quotas) + 1)]
    slots = [Span(start, end) for start, end in pairwise(starts)]
    quotas = {slot.start: quota.walk_in for slot, quota in zip(slots, day.quotas, strict=True)}
    booked = {slot.start: count for slot, count in zip(slots, day.booked, strict=True)}
    return SlotShares(day.ratio.booked / day.ratio.walk_in, slots, quotas, booked)


class TurnByShare:
    """The hall's rule: `hall.queueing` with the weights of `hall.shares`.

    Args:
        day: whose visitors are called.
        is_capped: False takes the bare quota ratio as weights, for comparison.
    """

    def __init__(self, day: Day, *, is_capped: bool = True) -> None:
        self._slot_minutes = day.slot_minutes
        self._visitors: Sequence[Visitor] = day.visitors
        self._shares = slot_shares(day)
        bare = Shares.of_ratio(float(day.ratio.booked / day.ratio.walk_in))
        weights: Callable[[datetime], Shares] = self._shares if is_capped else lambda _: bare
        self._queue = PoolQueue(weights)
        self.lowest, self.highest = self._shares.lowest, self._shares.highest

    def check_in(self, visitor: Visitor, now: float) -> None:
        has_place = not (visitor.is_standby or visitor.is_extra)
        if visitor.lane is Lane.WALK_IN and has_place:
            slot = int(visitor.slot_start // self._slot_minutes)
            self._shares.give_walk_in(instant(slot * self._slot_minutes))
        self._queue.check_in(_turn(visitor), instant(now))

    def call_next(self, now: float) -> Visitor | None:
        turn = self._queue.call_next(instant(now)) if self._queue else None
        return self._visitors[turn.ticket_id.int] if turn else None

    def finish(self, visitor: Visitor) -> None:
        self._queue.finish(_IDS[visitor.order])

    def put_back(self, visitor: Visitor, now: float) -> None:
        self._queue.put_back(_turn(visitor), instant(now))

    def leave(self, visitor: Visitor) -> None:
        self._queue.leave(_IDS[visitor.order])


def _turn(visitor: Visitor) -> Turn:
    is_booked = visitor.lane is Lane.BOOKED
    return Turn(
        _IDS[visitor.order],
        visitor.lane,
        instant(visitor.slot_start) if is_booked else None,
        is_standby=visitor.is_standby,
    )
