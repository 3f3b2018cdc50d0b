# SPDX-License-Identifier: Apache-2.0
"""Turn by share: the calling order of one pool (rules.md 2).

Booked visitors whose time has come and walk-ins are called in turn in the ratio in which the numbers
were allotted, each line first come first called; a green visitor takes the next turn, at most one in
three; an empty line is skipped. It is start-time fair queueing over three lines, one unit a call.

What rules.md leaves open is settled here:

- Who leaves takes nothing from those behind him: a tag is worked out when a ticket comes to the front
  of its line, so only tickets that were called use up their line's share. As long as nobody leaves,
  it is the tag of joining.
- Linked tickets, and those parked while waiting, stay in their line. One whose turn comes meanwhile
  is set aside; its line pays for the turn, it keeps its tag, and is called next when it is free again.
- Undo gives the same turn back; the call has been counted all the same.
- Who was called and comes back (missed, or parked at the counter and resumed) is put back: called
  after three more calls of the pool, whatever its line, or at once when nobody else waits.
- A transferred ticket joins its line in the other pool at the end, whatever its slot.
- An extra number is a ticket like any other. Standby comes after all others, also after the early
  ones, green standby first; put back it goes before the other standby of its kind.
"""

from collections import deque
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import NamedTuple, Self

from hall.errors import BadValueError, TurnError
from hall.ids import TicketId, VisitId
from hall.place import Lane
from hall.shares import Shares
from hall.span import utc
from hall.ticket import EARLY, TicketStatus

PUT_BACK_CALLS = 3
"""How many others are called before one who was put back."""

LINES = (Lane.GREEN, Lane.BOOKED, Lane.WALK_IN)
"""Who is called first when the tags are equal."""

_SLACK = 64
"""So many who left may lie about before they are looked at."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One ticket as the calling order sees it.

    Attributes:
        lane: the line it waits in, never `extra`.
        slot_start: of a booking, or of the later slot a visitor chose; None joins at once.
        visit_id: shared by the tickets of one visit; None for a ticket on its own.
        is_standby: it has no place and is called when nobody else waits.
    """

    ticket_id: TicketId
    lane: Lane
    slot_start: datetime | None = None
    visit_id: VisitId | None = None
    is_standby: bool = False

    def __post_init__(self) -> None:
        if self.lane is Lane.EXTRA:
            raise BadValueError(name="lane", value=self.lane, allowed="booked, walk_in, green")
        if self.slot_start is not None:
            object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))

    @property
    def joins_at(self) -> datetime | None:
        """S-10, when an early ticket joins its line; None for one that joins at once."""
        return None if self.slot_start is None else self.slot_start - EARLY


class _Home(IntEnum):
    """The heaps, by number."""

    RETURNED = 0
    """Whose turn has come before: key is the tag."""
    PUT_BACK = 1
    """Key is the number of the call after which it is called."""
    EARLY = 2
    """Key is S-10 in seconds."""
    STANDBY = 3
    """Key is the line: green before all others."""


class _Waiting(NamedTuple):
    """One ticket in a heap, and once it was called or set aside; `order` never repeats."""

    key: float
    rank: int
    order: int
    turn: Turn
    home: _Home


class _Entry(NamedTuple):
    """One ticket in its line; `cost` is 1 : the line's weight when it joined."""

    order: int
    cost: float
    turn: Turn


class _Line:
    """The tickets of one lane in order of joining.

    `tag` belongs to the first of them; of an empty line it is the least that the next may get.
    """

    __slots__ = ("entries", "rank", "tag")

    def __init__(self, rank: int, tag: float = 0.0, entries: deque[_Entry] | None = None) -> None:
        self.rank = rank
        self.tag = tag
        self.entries = deque[_Entry]() if entries is None else entries

    def pop(self) -> _Waiting:
        """Takes the first ticket, which uses up its share of the calls."""
        entry = self.entries.popleft()
        tag = self.tag
        self.tag = tag + entry.cost
        return _Waiting(tag, self.rank, entry.order, entry.turn, _Home.RETURNED)


class PoolQueue:
    """Who is called next in one pool. `shares` gives the weights for a ticket that joins now.

    Order is a pure function of the calls made on it. Joining, calling and leaving cost O(1), and
    O(log n) for early, standby and put back tickets; leaving amortised. Not for several threads.
    """

    def __init__(self, shares: Callable[[datetime], Shares]) -> None:
        self._shares = shares
        self._lines = tuple(_Line(rank) for rank in range(len(LINES)))
        self._heaps: tuple[list[_Waiting], ...] = tuple([] for _ in _Home)
        self._order = 0
        self._calls = 0
        self._virtual = 0.0
        """The tag of the last call, v in rules.md."""
        self._present: dict[TicketId, int] = {}
        """Everybody who waits, early and standby and parked ones too, with his `order`."""
        self._gone: set[int] = set()
        """The `order` of those who left and still lie in a line or heap."""
        self._called: dict[TicketId, _Waiting] = {}
        self._busy: set[VisitId] = set()
        self._parked: set[TicketId] = set()
        self._aside: list[_Waiting] = []

    def __len__(self) -> int:
        """How many wait, also early, standby and set aside; the parked do not."""
        return len(self._present) - len(self._parked)

    def __contains__(self, ticket_id: TicketId) -> bool:
        return ticket_id in self._present

    def copy(self) -> Self:
        """The same queue to try things on; the shares are asked of the same source."""
        other = copy(self)
        other._lines = tuple(
            _Line(each.rank, each.tag, each.entries.copy()) for each in self._lines
        )
        other._heaps = tuple(heap.copy() for heap in self._heaps)
        other._present, other._gone = self._present.copy(), self._gone.copy()
        other._called, other._aside = self._called.copy(), self._aside.copy()
        other._busy, other._parked = self._busy.copy(), self._parked.copy()
        return other

    def check_in(self, turn: Turn, now: datetime) -> None:
        """A ticket comes: into its line, among the early ones before S-10, or on standby.

        An early one joins when the first call at or after S-10 is asked for, with the weights of
        that instant. Raises TurnError for a ticket that waits already.
        """
        if turn.is_standby:
            self._push(_standby(turn, 1, self._enter(turn)))
        elif (joins_at := turn.joins_at) is not None and utc("now", now) < joins_at:
            order = self._enter(turn)
            self._push(_Waiting(joins_at.timestamp(), 0, order, turn, _Home.EARLY))
        else:
            self.join(turn, now)

    def join(self, turn: Turn, now: datetime) -> None:
        """A ticket joins the end of its line, whatever its slot, as when it is transferred here.

        Raises TurnError for a ticket that waits already.
        """
        cost = self._cost(turn, utc("now", now))
        self._append(turn, cost, self._enter(turn))

    def call_next(self, now: datetime) -> Turn | None:
        """The ticket to call; None when nobody can be called. Its visit is busy until `finish`."""
        self._join_early(utc("now", now))
        while waiting := self._take():
            if self._is_held(waiting.turn):
                self._aside.append(waiting)
            else:
                self._call(waiting)
                return waiting.turn
        return None

    def leave(self, ticket_id: TicketId) -> None:
        """A waiting ticket is cancelled or expires. Raises TurnError for one that does not wait."""
        if ticket_id not in self._present:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.WAITING)
        self._gone.add(self._present.pop(ticket_id))
        self._parked.discard(ticket_id)
        if len(self._gone) > len(self._present) + _SLACK:
            self._sweep()
        self._trim()

    def finish(self, ticket_id: TicketId) -> None:
        """The turn of a called ticket is over, however it ended: the rest of its visit is free.

        Raises TurnError for a ticket that was not called.
        """
        self._uncall(ticket_id)

    def undo(self, ticket_id: TicketId) -> None:
        """The call was a mistake: the ticket has its turn again, and is called next.

        Raises TurnError for a ticket that is not called.
        """
        waiting = self._uncall(ticket_id)
        self._present[ticket_id] = waiting.order
        self._push(waiting)

    def put_back(self, turn: Turn, now: datetime) -> None:
        """One who was called comes back: called after three more calls, or when nobody else waits.

        How often and how long after is for the ticket's own rules. Raises TurnError for a ticket
        that waits already.
        """
        utc("now", now)
        order = self._enter(turn)
        if turn.is_standby:
            self._push(_standby(turn, 0, order))
        else:
            key = self._calls + PUT_BACK_CALLS
            self._push(_Waiting(key, 0, order, turn, _Home.PUT_BACK))

    def park(self, ticket_id: TicketId) -> None:
        """A waiting ticket keeps its turn but is not called until `resume`.

        Raises TurnError for one that does not wait; for one at the counter use `finish`, and
        `put_back` when it is resumed.
        """
        if ticket_id not in self._present or ticket_id in self._parked:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.WAITING)
        self._parked.add(ticket_id)

    def resume(self, ticket_id: TicketId) -> None:
        """A parked ticket waits again where it was; called next if its turn has come meanwhile."""
        if ticket_id not in self._parked:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.PARKED)
        self._parked.remove(ticket_id)
        self._bring_back()

    def set_aside(self, visit_id: VisitId) -> None:
        """A ticket of that visit was called in another pool: its tickets here keep their turn."""
        self._busy.add(visit_id)

    def free(self, visit_id: VisitId) -> None:
        """The visit's ticket in another pool is finished: its tickets here may be called."""
        self._busy.discard(visit_id)
        self._bring_back()

    def _enter(self, turn: Turn) -> int:
        if turn.ticket_id in self._present:
            raise TurnError(ticket_id=turn.ticket_id, needed="not waiting")
        if turn.ticket_id in self._called:
            self._uncall(turn.ticket_id)
        self._order += 1
        self._present[turn.ticket_id] = self._order
        return self._order

    def _cost(self, turn: Turn, now: datetime) -> float:
        return 1 / self._shares(now).of(turn.lane)

    def _append(self, turn: Turn, cost: float, order: int) -> None:
        line = self._lines[LINES.index(turn.lane)]
        if not line.entries:
            line.tag = max(self._virtual, line.tag)
        line.entries.append(_Entry(order, cost, turn))

    def _push(self, waiting: _Waiting) -> None:
        heappush(self._heaps[waiting.home], waiting)

    def _join_early(self, now: datetime) -> None:
        early = self._heaps[_Home.EARLY]
        while early and early[0].key <= now.timestamp():
            cost = self._cost(early[0].turn, now)
            waiting = heappop(early)
            self._append(waiting.turn, cost, waiting.order)
            self._trim()

    def _take(self) -> _Waiting | None:
        """The next ticket out of its line or heap, whether or not it may be called."""
        put_back = self._heaps[_Home.PUT_BACK]
        if put_back and put_back[0].key <= self._calls:
            waiting: _Waiting | None = heappop(put_back)
        else:
            waiting = self._take_by_tag() or self._take_by_rest()
        self._trim()
        return waiting

    def _take_by_tag(self) -> _Waiting | None:
        first: _Line | None = None
        for line in self._lines:
            if line.entries and (first is None or line.tag < first.tag):
                first = line
        returned = self._heaps[_Home.RETURNED]
        if not first:
            return heappop(returned) if returned else None
        if returned and returned[0][:3] < (first.tag, first.rank, first.entries[0].order):
            return heappop(returned)
        return first.pop()

    def _take_by_rest(self) -> _Waiting | None:
        """Nobody is in line: the put back, then the early, then standby."""
        for home in (_Home.PUT_BACK, _Home.EARLY, _Home.STANDBY):
            heap = self._heaps[home]
            if home is _Home.EARLY:
                if waiting := self._take_early():
                    return waiting
            elif heap:
                return heappop(heap)
        return None

    def _take_early(self) -> _Waiting | None:
        # Those held stay among the early, so that they join their line when their time comes.
        early, held, free = self._heaps[_Home.EARLY], list[_Waiting](), None
        while early and not free:
            waiting = heappop(early)
            if waiting.order in self._gone:
                self._gone.remove(waiting.order)
            elif self._is_held(waiting.turn):
                held.append(waiting)
            else:
                free = waiting
        for waiting in held:
            heappush(early, waiting)
        return free

    def _is_held(self, turn: Turn) -> bool:
        return turn.visit_id in self._busy or turn.ticket_id in self._parked

    def _call(self, waiting: _Waiting) -> None:
        turn = waiting.turn
        self._calls += 1
        if waiting.home is _Home.RETURNED:
            self._virtual = max(self._virtual, waiting.key)
        del self._present[turn.ticket_id]
        self._called[turn.ticket_id] = waiting
        if turn.visit_id is not None:
            self._busy.add(turn.visit_id)

    def _uncall(self, ticket_id: TicketId) -> _Waiting:
        waiting = self._called.pop(ticket_id, None)
        if waiting is None:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.CALLED)
        if waiting.turn.visit_id is not None:
            self.free(waiting.turn.visit_id)
        return waiting

    def _bring_back(self) -> None:
        aside, self._aside = self._aside, []
        for waiting in aside:
            if waiting.order in self._gone:
                self._gone.remove(waiting.order)
            elif self._is_held(waiting.turn):
                self._aside.append(waiting)
            else:
                self._push(waiting)

    def _trim(self) -> None:
        """Whoever left does not stay in front."""
        gone = self._gone
        if not gone:
            return
        for line in self._lines:
            while line.entries and line.entries[0].order in gone:
                gone.remove(line.entries.popleft().order)
        for heap in self._heaps:
            while heap and heap[0].order in gone:
                gone.remove(heappop(heap).order)

    def _sweep(self) -> None:
        """Whoever left is forgotten; the cost is shared by as many leaves."""
        gone, self._gone = self._gone, set()
        for line in self._lines:
            line.entries = deque(each for each in line.entries if each.order not in gone)
        for heap in self._heaps:
            heap[:] = [each for each in heap if each.order not in gone]
            heapify(heap)
        self._aside = [each for each in self._aside if each.order not in gone]


def _standby(turn: Turn, rank: int, order: int) -> _Waiting:
    return _Waiting(float(turn.lane is not Lane.GREEN), rank, order, turn, _Home.STANDBY)
