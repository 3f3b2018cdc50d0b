# SPDX-License-Identifier: Apache-2.0
"""Who is ahead of a ticket, as data for the words 前面 6 位：2 位预约 10:00，4 位现场 (rules.md 2)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from hall.errors import TurnError
from hall.line import Turn
from hall.place import Lane
from hall.queueing import PoolQueue
from hall.ticket import TicketStatus

_ORDER = (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)


@dataclass(frozen=True, slots=True)
class Group:
    """Some of those ahead who are told in one breath.

    Attributes:
        lane: booked, walk_in or green.
        count: how many, at least 1.
        slot_start: of the booked, the start of their slot; None for all others.
        is_standby: they have no place; ahead only of other standby.
    """

    lane: Lane
    count: int
    slot_start: datetime | None = None
    is_standby: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Where a ticket stands: who would be called before it if nobody came any more.

    Later arrivals of other lines may still overtake it, within `hall.bound.overtaken_by`.

    Attributes:
        groups: who is ahead: booked by slot, walk-ins, green, then standby.
        joins_at: S-10 of a ticket that is still early; the groups are then those who would be ahead at that
            instant if nobody were called until then, the early ones due by then among them.
    """

    groups: tuple[Group, ...]
    joins_at: datetime | None = None

    @property
    def ahead(self) -> int:
        """How many are ahead in all."""
        return sum(group.count for group in self.groups)

    def in_lane(self, lane: Lane) -> int:
        """How many of them wait in that line."""
        return sum(group.count for group in self.groups if group.lane is lane)


def position(queue: PoolQueue, turn: Turn, now: datetime) -> Position:
    """Where a waiting ticket stands; parked or with its visit busy, as if it were free.

    O(n). Raises TurnError for a ticket that does not wait.
    """
    if turn.ticket_id not in queue:
        raise TurnError(ticket_id=turn.ticket_id, needed=TicketStatus.WAITING)
    joins_at = turn.joins_at if queue.is_early(turn.ticket_id, now) else None
    order = _freed(queue, turn).calling_order(joins_at or now)
    before = takewhile(lambda each: each.ticket_id != turn.ticket_id, order)
    return Position(_groups(before), joins_at)


def _freed(queue: PoolQueue, turn: Turn) -> PoolQueue:
    other = queue.copy()
    if other.is_parked(turn.ticket_id):
        other.resume(turn.ticket_id)
    if turn.visit_id is not None:
        other.free(turn.visit_id)
    return other


def _groups(ahead: Iterable[Turn]) -> tuple[Group, ...]:
    counts = Counter(_kind(turn) for turn in ahead)
    return tuple(
        Group(lane, count, slot_start, is_standby)
        for (is_standby, lane, slot_start), count in sorted(counts.items(), key=_place_in_words)
    )


_Kind = tuple[bool, Lane, datetime | None]


def _kind(turn: Turn) -> _Kind:
    # The slot a walk-in chose is nobody else's business; only booked are told by their slot.
    slot_start = turn.slot_start if turn.lane is Lane.BOOKED else None
    return turn.is_standby, turn.lane, slot_start


def _place_in_words(counted: tuple[_Kind, int]) -> tuple[bool, int, float]:
    (is_standby, lane, slot_start), _ = counted
    return is_standby, _ORDER.index(lane), slot_start.timestamp() if slot_start else 0.0
