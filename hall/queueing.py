# SPDX-License-Identifier: Apache-2.0
"""Turn by share: the calling order of one pool (rules.md 2).

Booked visitors whose time has come and walk-ins are called in turn in the ratio in which the numbers
were allotted, each line first come first called; a green visitor takes the next turn, at most one in
three; an empty line is skipped. It is start-time fair queueing over three lines, one unit a call.

What rules.md leaves open is settled here:

- Who leaves costs those behind him nothing: his turn goes to the next of his line.
- Early tickets whose S-10 has come join before whoever joins any line, and before a call, with the
  weights of that instant: nobody who checks in after S-10 passes them (docs/adr/0016).
- Linked tickets, and those parked while waiting, stay in their line. One whose turn comes meanwhile
  is set aside: its line pays for the turn, it keeps its tag, and is called next when it is free again.
- Undo gives the same turn back; the call counts all the same.
- Who was called and comes back (missed, or parked at the counter and resumed) is put back: called
  after three more calls of the pool, whatever its line, or at once when nobody else waits.
- A transferred ticket joins the end of its line in the other pool, whatever its slot.
- An extra number is a ticket like any other. Standby comes after all others, also after the early
  ones, green standby first; put back it goes before the other standby of its kind.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Self

from hall.errors import TurnError
from hall.ids import TicketId, VisitId
from hall.line import Beside, Lines, Turn, Waiting
from hall.place import Lane
from hall.shares import Shares
from hall.span import utc
from hall.ticket import TicketStatus

__all__ = ["PUT_BACK_CALLS", "PoolQueue", "Turn"]

PUT_BACK_CALLS = 3
"""How many others are called before one who was put back."""


class PoolQueue:
    """Who is called next in one pool. `shares` gives the weights for a ticket that joins now.

    The order is a pure function of what was done to it. Joining, calling and leaving cost O(1)
    amortised, O(log n) for early, standby, returned and put back tickets. Not for several threads.
    """

    def __init__(self, shares: Callable[[datetime], Shares]) -> None:
        self._shares = shares
        self._lines = Lines()
        self._order = 0
        self._calls = 0
        self._present: dict[TicketId, int] = {}
        """Everybody who waits, early, standby and parked ones too, by his order."""
        self._called: dict[TicketId, Waiting] = {}
        self._busy: set[VisitId] = set()
        self._parked: set[TicketId] = set()
        self._aside: list[Waiting] = []
        """Those whose turn came while they were parked or their visit was busy; few."""

    def __len__(self) -> int:
        """How many wait, also early, standby and set aside; the parked do not."""
        return len(self._present) - len(self._parked)

    def __contains__(self, ticket_id: TicketId) -> bool:
        return ticket_id in self._present

    def copy(self) -> Self:
        """The same queue to try things on; its shares come from the same source. O(n), in C."""
        other = type(self)(self._shares)
        other._lines = self._lines.copy()
        other._order, other._calls = self._order, self._calls
        other._present, other._called = self._present.copy(), self._called.copy()
        other._busy, other._parked = self._busy.copy(), self._parked.copy()
        other._aside = self._aside.copy()
        return other

    def check_in(self, turn: Turn, now: datetime) -> None:
        """A ticket comes: into its line, before S-10 among the early, without a place on standby.

        Raises TurnError for a ticket that waits already.
        """
        joins_at = turn.joins_at
        if turn.is_standby:
            self._lines.push(_standby(turn, 1, self._enter(turn)))
        elif joins_at is not None and utc("now", now) < joins_at:
            order = self._enter(turn)
            self._lines.push(Waiting(joins_at.timestamp(), 0, order, turn, Beside.EARLY))
        else:
            self.join(turn, now)

    def join(self, turn: Turn, now: datetime) -> None:
        """A ticket joins the end of its line, whatever its slot, as when it is transferred here.

        Raises TurnError for a ticket that waits already.
        """
        shares = self._shares(utc("now", now))
        order = self._enter(turn)
        self._join_due(now, shares)
        self._append(turn, shares, order)

    def call_next(self, now: datetime) -> Turn | None:
        """The ticket to call; None when nobody can be called.

        The other tickets of its visit are not called until `finish`.
        """
        if self._is_due(utc("now", now)):
            self._join_due(now, self._shares(now))
        while waiting := self._take():
            if not self._is_held(waiting.turn):
                self._call(waiting)
                return waiting.turn
            self._aside.append(waiting)
        return None

    def calling_order(self, now: datetime) -> Iterator[Turn]:
        """All who can be called in the order of their calls, if nobody came and it stayed `now`.

        A called ticket counts as finished at once. The queue itself does not change. O(n).
        """
        other = self.copy()
        while turn := other.call_next(now):
            other.finish(turn.ticket_id)
            yield turn

    def leave(self, ticket_id: TicketId) -> None:
        """A waiting or parked ticket is cancelled or expires.

        Raises TurnError for one that does not wait.
        """
        if ticket_id not in self._present:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.WAITING)
        order = self._present.pop(ticket_id)
        self._parked.discard(ticket_id)
        if self._aside and self._leave_aside(order):
            return
        self._lines.drop(order, len(self._present))

    def finish(self, ticket_id: TicketId) -> None:
        """The turn of a called ticket is over, however it ended: its visit is free again.

        Raises TurnError for a ticket that is not called.
        """
        self._uncall(ticket_id)

    def undo(self, ticket_id: TicketId) -> None:
        """The call was a mistake: the ticket has its turn again, and is called next.

        Raises TurnError for a ticket that is not called.
        """
        waiting = self._uncall(ticket_id)
        self._present[ticket_id] = waiting.order
        self._lines.push(waiting)

    def put_back(self, turn: Turn, now: datetime) -> None:
        """One who was called comes back: called after three more calls, or when nobody else waits.

        How often and how long after is for `hall.ticket`. Raises TurnError for a ticket that waits
        already.
        """
        utc("now", now)
        order = self._enter(turn)
        if turn.is_standby:
            self._lines.push(_standby(turn, 0, order))
        else:
            key = self._calls + PUT_BACK_CALLS
            self._lines.push(Waiting(key, 0, order, turn, Beside.PUT_BACK))

    def park(self, ticket_id: TicketId) -> None:
        """A waiting ticket keeps its turn, but is not called until `resume`.

        Raises TurnError for one that does not wait. One at the counter is finished, and put back
        when it is resumed.
        """
        if ticket_id not in self._present or ticket_id in self._parked:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.WAITING)
        self._parked.add(ticket_id)

    def resume(self, ticket_id: TicketId) -> None:
        """A parked ticket waits again where it was; called next if its turn came meanwhile.

        Raises TurnError for one that is not parked here.
        """
        if ticket_id not in self._parked:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.PARKED)
        self._parked.remove(ticket_id)
        self._bring_back()

    def called(self, ticket_id: TicketId) -> Turn:
        """The turn of a ticket that is called and not finished; raises TurnError for any other."""
        if ticket_id not in self._called:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.CALLED)
        return self._called[ticket_id].turn

    def set_aside(self, visit_id: VisitId) -> None:
        """A ticket of that visit was called in another pool: its tickets here keep their turn."""
        self._busy.add(visit_id)

    def free(self, visit_id: VisitId) -> None:
        """The visit's ticket is finished: its others may be called."""
        self._busy.discard(visit_id)
        self._bring_back()

    def is_early(self, ticket_id: TicketId, now: datetime) -> bool:
        """Whether a ticket waits for its S-10. O(number of early ones)."""
        order, until = self._present.get(ticket_id), utc("now", now).timestamp()
        early = self._lines.heap(Beside.EARLY)
        return any(waiting.order == order and waiting.key > until for waiting in early)

    def is_parked(self, ticket_id: TicketId) -> bool:
        """Whether a waiting ticket is parked."""
        return ticket_id in self._parked

    def _enter(self, turn: Turn) -> int:
        if turn.ticket_id in self._present:
            raise TurnError(ticket_id=turn.ticket_id, needed="not waiting")
        if turn.ticket_id in self._called:
            self._uncall(turn.ticket_id)
        self._order += 1
        self._present[turn.ticket_id] = self._order
        return self._order

    def _is_due(self, now: datetime) -> bool:
        early = self._lines.heap(Beside.EARLY)
        return bool(early) and early[0].key <= now.timestamp()

    def _join_due(self, now: datetime, shares: Shares) -> None:
        """The early tickets whose S-10 has come join their lines, by S-10, then by check-in."""
        early = self._lines.heap(Beside.EARLY)
        while self._is_due(now):
            turn, order = early[0].turn, early[0].order
            self._lines.pop(Beside.EARLY)
            self._append(turn, shares, order)

    def _append(self, turn: Turn, shares: Shares, order: int) -> None:
        self._lines.append(turn, 1 / shares.of(turn.lane), order)

    def _take(self) -> Waiting | None:
        """The next ticket out of its line or heap, whether or not it may be called."""
        put_back = self._lines.heap(Beside.PUT_BACK)
        if put_back and put_back[0].key <= self._calls:
            return self._lines.pop(Beside.PUT_BACK)
        return (
            self._lines.pop_by_tag()
            or self._lines.pop(Beside.PUT_BACK)
            or self._take_early()
            or self._lines.pop(Beside.STANDBY)
        )

    def _take_early(self) -> Waiting | None:
        # Those held stay among the early: they must join their line when their time comes.
        held = list[Waiting]()
        while (waiting := self._lines.pop(Beside.EARLY)) and self._is_held(waiting.turn):
            held.append(waiting)
        for each in held:
            self._lines.push(each)
        return waiting

    def _is_held(self, turn: Turn) -> bool:
        return turn.visit_id in self._busy or turn.ticket_id in self._parked

    def _call(self, waiting: Waiting) -> None:
        turn = waiting.turn
        self._calls += 1
        if waiting.beside is Beside.RETURNED:
            self._lines.advance(waiting)
        del self._present[turn.ticket_id]
        self._called[turn.ticket_id] = waiting
        if turn.visit_id is not None:
            self._busy.add(turn.visit_id)

    def _uncall(self, ticket_id: TicketId) -> Waiting:
        waiting = self._called.pop(ticket_id, None)
        if waiting is None:
            raise TurnError(ticket_id=ticket_id, needed=TicketStatus.CALLED)
        if waiting.turn.visit_id is not None:
            self.free(waiting.turn.visit_id)
        return waiting

    def _bring_back(self) -> None:
        # All of them: whoever is still held is set aside again when his turn comes, with the same tag.
        aside, self._aside = self._aside, []
        for waiting in aside:
            self._lines.push(waiting)

    def _leave_aside(self, order: int) -> bool:
        left = [waiting for waiting in self._aside if waiting.order != order]
        was_aside = len(left) < len(self._aside)
        self._aside = left
        return was_aside


def _standby(turn: Turn, rank: int, order: int) -> Waiting:
    key = 0.0 if turn.lane is Lane.GREEN else 1.0
    return Waiting(key, rank, order, turn, Beside.STANDBY)
