# SPDX-License-Identifier: Apache-2.0
"""The three lines of a pool and the heaps beside them: tags and order, but no rule who waits where."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import NamedTuple, Self

from hall.errors import BadValueError
from hall.ids import TicketId, VisitId
from hall.place import Lane
from hall.span import utc
from hall.ticket import EARLY

LANES = (Lane.GREEN, Lane.BOOKED, Lane.WALK_IN)
"""The lanes that have a line; on equal tags the one before is called first."""

_SLACK = 64
"""So many who left may lie about before they are looked for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One ticket as the calling order sees it.

    Attributes:
        lane: the line it waits in, never `extra`.
        slot_start: of a booking, or of the later slot a visitor chose; None joins at once.
        visit_id: shared by the tickets of one visit; None for a ticket on its own.
        is_standby: it has no place and is called when nobody else waits.
        items: how many its visitor has; he needs so many times the mean service time.
    """

    ticket_id: TicketId
    lane: Lane
    slot_start: datetime | None = None
    visit_id: VisitId | None = None
    is_standby: bool = False
    items: int = 1

    def __post_init__(self) -> None:
        if self.lane is Lane.EXTRA:
            raise BadValueError(name="lane", value=self.lane, allowed="booked, walk_in, green")
        if self.slot_start is not None:
            object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))

    @property
    def joins_at(self) -> datetime | None:
        """S-10, until when it is early; None for one that joins at once."""
        return None if self.slot_start is None else self.slot_start - EARLY


class Beside(IntEnum):
    """The heaps beside the lines, by number, and the keys of their tickets."""

    RETURNED = 0
    """Had its turn before: its tag."""
    PUT_BACK = 1
    """The count of calls from which on it is called."""
    EARLY = 2
    """S-10 in seconds."""
    STANDBY = 3
    """0 for green, 1 for all others."""


class Waiting(NamedTuple):
    """One ticket out of line: in a heap, called, or set aside. `order` is never given twice."""

    key: float
    rank: int
    order: int
    turn: Turn
    beside: Beside


class _Entry(NamedTuple):
    """One ticket in line; `cost` is 1 : the weight of its line when it joined."""

    order: int
    cost: float
    turn: Turn


class _Line:
    """The tickets of one lane in order of joining.

    `tag` is that of the first; of an empty line the least that the next may get.
    """

    __slots__ = ("entries", "rank", "tag")

    def __init__(self, rank: int, tag: float, entries: deque[_Entry]) -> None:
        self.rank = rank
        self.tag = tag
        self.entries = entries

    def copy(self) -> "_Line":
        return _Line(self.rank, self.tag, self.entries.copy())

    def pop(self) -> Waiting:
        """Takes the first, who uses up his share of the calls."""
        entry, tag = self.entries.popleft(), self.tag
        self.tag = tag + entry.cost
        return Waiting(tag, self.rank, entry.order, entry.turn, Beside.RETURNED)


class Lines:
    """The lines of one pool with their tags (start-time fair queueing), and the heaps.

    A ticket's tag is worked out when it comes to the front: the tag of the one called before it in
    its line, plus that one's cost. So who leaves costs nobody anything, and as long as nobody
    leaves it is the tag that rules.md 2 gives at joining. Whoever left lies about until he would be
    in front, or until most are such; no line or heap ever begins with one.
    """

    def __init__(self) -> None:
        self._lines = tuple(_Line(rank, 0.0, deque()) for rank in range(len(LANES)))
        self._heaps: tuple[list[Waiting], ...] = tuple([] for _ in Beside)
        self._gone: set[int] = set()
        self._virtual = 0.0
        """The greatest tag that was called, v in rules.md."""

    def copy(self) -> Self:
        """The same lines to try things on."""
        other = type(self)()
        other._lines = tuple(line.copy() for line in self._lines)
        other._heaps = tuple(heap.copy() for heap in self._heaps)
        other._gone = self._gone.copy()
        other._virtual = self._virtual
        return other

    def append(self, turn: Turn, cost: float, order: int) -> None:
        """To the end of its line. O(1)."""
        line = self._lines[LANES.index(turn.lane)]
        # Of a line where somebody waits the tag is not below that of any call.
        line.tag = max(self._virtual, line.tag)
        line.entries.append(_Entry(order, cost, turn))

    def push(self, waiting: Waiting) -> None:
        """Into its heap. O(log n)."""
        heappush(self._heaps[waiting.beside], waiting)

    def heap(self, beside: Beside) -> list[Waiting]:
        """One heap, to look at; its first element is nobody who left."""
        return self._heaps[beside]

    def pop(self, beside: Beside) -> Waiting | None:
        """The first of one heap, taken out. O(log n)."""
        heap = self._heaps[beside]
        waiting = heappop(heap) if heap else None
        self._trim()
        return waiting

    def pop_by_tag(self) -> Waiting | None:
        """The ticket with the least tag in line or returned, taken out; None when all are empty.

        O(1) but for the returned.
        """
        first: _Line | None = None
        for line in self._lines:
            if line.entries and (first is None or line.tag < first.tag):
                first = line
        returned = self._heaps[Beside.RETURNED]
        if first and not (returned and _is_before(returned[0], first)):
            waiting = first.pop()
            self._trim()
            return waiting
        return self.pop(Beside.RETURNED)

    def advance(self, waiting: Waiting) -> None:
        """It was called, by tag: nobody who joins an empty line from now on goes before that."""
        self._virtual = max(self._virtual, waiting.key)

    def drop(self, order: int, present: int) -> None:
        """One who left; `present` are still there. O(1) amortised."""
        self._gone.add(order)
        if len(self._gone) > present + _SLACK:
            self._sweep()
        self._trim()

    def _trim(self) -> None:
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
        gone, self._gone = self._gone, set()
        for line in self._lines:
            line.entries = deque(each for each in line.entries if each.order not in gone)
        for heap in self._heaps:
            heap[:] = [each for each in heap if each.order not in gone]
            heapify(heap)


def _is_before(waiting: Waiting, line: _Line) -> bool:
    return waiting[:3] < (line.tag, line.rank, line.entries[0].order)
