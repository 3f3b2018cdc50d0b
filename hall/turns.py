# SPDX-License-Identifier: Apache-2.0
"""The tickets of one business day as counters see them, and the queues they wait in (rules.md 2).

Who joins first is who the centre heard of first: the order is that of its journal, in every process.
A pool is one service: the counters that are open for it.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hall.errors import PutBackError, UnknownServiceError, UnknownTicketError
from hall.feed import BookingClosed, BookingMade, CloseReason, Reduced
from hall.ids import BookingId, CounterId, ServiceId, TicketId, VisitId
from hall.journal import DayOpened, ServiceOfDay
from hall.log import Cancelled, CheckedIn, Entry, Issued, Linked, Requeued
from hall.missed import Absence
from hall.numbering import TicketNumber
from hall.place import Lane, Place, hops_of
from hall.queueing import PoolQueue, Turn
from hall.quota import DEFAULT_RATIO, LaneRatio
from hall.shares import SlotShares
from hall.span import Span
from hall.ticket import TicketStatus


@dataclass(slots=True)
class Known:
    """A ticket that a log told of; changed by this module and `hall.counters` alone.

    Attributes:
        counter_id: where it is called or served; None when it is at none.
        calls: how often it was called since it last waited, from `called_at` on.
        started_at: since when it is served.
        absence: that it was missed before, None if never.
        is_in_person: its visitor wishes that somebody comes to him instead of calling the number.
    """

    turn: Turn
    number: TicketNumber
    service_id: ServiceId
    status: TicketStatus
    counter_id: CounterId | None = None
    calls: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    absence: Absence | None = None
    is_in_person: bool = False

    @property
    def back_until(self) -> datetime | None:
        """Of a missed ticket, until when its visitor may put himself back; else None."""
        if self.status is not TicketStatus.MISSED or self.absence is None:
            return None
        return self.absence.back_until()

    def status_at(self, now: datetime) -> TicketStatus:
        """As it is called: `early` ends at S-10 by itself."""
        joins_at = self.turn.joins_at
        is_due = self.status is TicketStatus.EARLY and joins_at is not None and joins_at <= now
        return TicketStatus.WAITING if is_due else self.status


class ServicePool:
    """One queue and what its weights come from.

    Attributes:
        mean_minutes: mean service time, as far as it was learnt.
        changes: rises with everything that moves somebody in it.
    """

    def __init__(self, service: ServiceOfDay, day: Span) -> None:
        slots = [each.slot for each in service.slots] or [day]
        self._quotas = {each.slot.start: each.quota.walk_in for each in service.slots}
        self._booked: Counter[datetime] = Counter()
        self._shares = SlotShares(_ratio(service.ratio), slots, self._quotas)
        self.queue = PoolQueue(self._shares)
        self.mean_minutes = service.mean_seconds / 60
        self.changes = 0

    def give(self, place: Place | None) -> None:
        """A number was given on that place, before its ticket joins."""
        if place is not None and place.slot_start in self._quotas:
            self._shares.give_walk_in(place.slot_start)

    def book(self, slot_start: datetime, count: int) -> None:
        """So many more have booked that slot."""
        self._booked[slot_start] += count
        self._shares.set_booked(slot_start, self._booked[slot_start])

    def reduce(self, reduced: Reduced) -> None:
        """The slot has fewer places for walk-ins (R5)."""
        if reduced.lane is Lane.WALK_IN:
            lost = reduced.count + len(hops_of(reduced.withdrawn))
            self._quotas[reduced.slot_start] -= lost
            self._shares.set_walk_in_quota(reduced.slot_start, self._quotas[reduced.slot_start])


class Turns:
    """All tickets of one day and where they stand. Concurrency: one thread.

    Attributes:
        tickets: all that a log told of.
        pools: by service.
        at_counter: the ticket that is called or served at each counter.
    """

    def __init__(self, opened: DayOpened) -> None:
        self._day = opened.day
        self.tickets: dict[TicketId, Known] = {}
        self.pools = {each.service_id: ServicePool(each, self._day) for each in opened.services}
        self.at_counter: dict[CounterId, TicketId] = {}
        self._booked: dict[BookingId, tuple[ServiceId, datetime]] = {}
        self._visits: dict[TicketId, VisitId] = {}
        self._of_several: set[VisitId] = set()

    def ticket(self, ticket_id: TicketId) -> Known:
        """Raises UnknownTicketError."""
        if ticket_id not in self.tickets:
            raise UnknownTicketError(ticket_id=ticket_id)
        return self.tickets[ticket_id]

    def pool(self, service_id: ServiceId) -> ServicePool:
        """Raises UnknownServiceError."""
        if service_id not in self.pools:
            raise UnknownServiceError(service_id=service_id)
        return self.pools[service_id]

    def pool_of(self, known: Known) -> ServicePool:
        """Where a ticket waits, or did before it was called."""
        return self.pools[known.service_id]

    # What kiosks and the online sale say

    def hear(self, entry: Entry) -> None:
        """An entry of a kiosk's log counts; what it says of a ticket that has moved on is late."""
        match entry.body:
            case Linked(ticket_id=ticket_id, first=first):
                self._visits.setdefault(ticket_id, self._visit_of(first))
                self._of_several.add(self._visits[ticket_id])
            case Issued() as issued:
                self._add_issued(issued, entry.at)
            case CheckedIn() as checked_in:
                self._add_checked_in(checked_in, entry.at)
            case Cancelled(ticket_id=ticket_id):
                self._cancel(ticket_id)
            case Requeued(ticket_id=ticket_id):
                self._requeue(ticket_id, entry.at)
            case _:
                pass

    def made(self, made: BookingMade) -> None:
        """Somebody booked."""
        booking = made.booking
        slot = booking.service_id, booking.slot.start
        self._booked[booking.booking_id] = slot
        self.pools[booking.service_id].book(slot[1], 1)

    def closed(self, closed: BookingClosed) -> None:
        """Who cancelled has not booked; who only did not come had."""
        if closed.reason is CloseReason.CANCELLED and closed.booking_id in self._booked:
            service_id, slot_start = self._booked.pop(closed.booking_id)
            self.pools[service_id].book(slot_start, -1)

    def _add_issued(self, issued: Issued, at: datetime) -> None:
        pool = self._pool_for(issued.service_id, issued.number)
        pool.give(issued.place)
        # An extra number waits with the walk-ins.
        lane = Lane.WALK_IN if issued.lane is Lane.EXTRA else issued.lane
        visit_id = self._visit_of(issued.ticket_id)
        turn = Turn(
            issued.ticket_id,
            lane,
            issued.chosen_slot,
            visit_id,
            is_standby=issued.is_standby,
            items=issued.items,
        )
        self._join(turn, issued, at)

    def _add_checked_in(self, said: CheckedIn, at: datetime) -> None:
        self._pool_for(said.service_id, said.number)
        place = said.place
        # On an extra place he came inside his slot, so he waits at once (rules.md 1).
        slot_start = place.slot_start if place and place.lane is Lane.BOOKED else None
        turn = Turn(said.ticket_id, Lane.BOOKED, slot_start, self._visit_of(said.ticket_id))
        self._join(turn, said, at)

    def _visit_of(self, ticket_id: TicketId) -> VisitId:
        """The visit of a ticket, called by its first one, also by that before it is known."""
        return self._visits.get(ticket_id, VisitId(ticket_id))

    def _is_busy(self, visit_id: VisitId) -> bool:
        """Whether a ticket of that visit is called or served."""
        return any(self.tickets[one].turn.visit_id == visit_id for one in self.at_counter.values())

    def _elsewhere(self, known: Known) -> Iterator[tuple[PoolQueue, VisitId]]:
        """Where other tickets of its visit may wait; of most visits nowhere."""
        visit_id = known.turn.visit_id
        if visit_id is not None and visit_id in self._of_several:
            others = (pool for pool in self.pools.values() if pool is not self.pool_of(known))
            yield from ((pool.queue, visit_id) for pool in others)

    def _pool_for(self, service_id: ServiceId, number: TicketNumber) -> ServicePool:
        """Of a service the day does not have too: what was printed will be called."""
        if service_id not in self.pools:
            service = ServiceOfDay(service_id, number.letter, ratio=DEFAULT_RATIO)
            self.pools[service_id] = ServicePool(service, self._day)
        return self.pools[service_id]

    def _join(self, turn: Turn, said: Issued | CheckedIn, at: datetime) -> None:
        """Twice is once: two kiosks that were cut off print the same booking's ticket."""
        if known := self.tickets.get(turn.ticket_id):
            known.is_in_person |= said.is_in_person
            return
        pool = self.pools[said.service_id]
        if turn.visit_id is not None and self._is_busy(turn.visit_id):
            pool.queue.set_aside(turn.visit_id)
        pool.queue.check_in(turn, at)
        pool.changes += 1
        status = TicketStatus.WAITING
        known = Known(turn, said.number, said.service_id, status, is_in_person=said.is_in_person)
        if not turn.is_standby and turn.joins_at is not None and at < turn.joins_at:
            known.status = TicketStatus.EARLY
        self.tickets[turn.ticket_id] = known

    def _cancel(self, ticket_id: TicketId) -> None:
        known = self.tickets.get(ticket_id)
        if known is None:
            return
        match known.status:
            case TicketStatus.CALLED:
                self.free(known)
            case TicketStatus.EARLY | TicketStatus.WAITING | TicketStatus.PARKED:
                # One that was parked at a counter is in no queue.
                if ticket_id in self.pool_of(known).queue:
                    self.pool_of(known).queue.leave(ticket_id)
            case _:
                return
        known.status = TicketStatus.CANCELLED
        self.pool_of(known).changes += 1

    def _requeue(self, ticket_id: TicketId, at: datetime) -> None:
        """Within the limits; beyond them staff decide, and nothing has changed.

        Who came back before he was missed has not come back from that.
        """
        known = self.tickets.get(ticket_id)
        if known is None or known.status is not TicketStatus.MISSED or known.absence is None:
            return
        if known.absence.began_after(at):
            return
        try:
            known.absence = known.absence.after_put_back(at)
        except PutBackError:
            return
        self.put_back(known, at)

    # Steps that counters take too

    def call(self, known: Known, counter_id: CounterId) -> None:
        """It is called; the other tickets of its visit keep their turn meanwhile."""
        self.at_counter[counter_id] = known.turn.ticket_id
        for queue, visit_id in self._elsewhere(known):
            queue.set_aside(visit_id)

    def free(self, known: Known) -> None:
        """Its turn at the counter is over, however it ended."""
        self.pool_of(known).queue.finish(known.turn.ticket_id)
        self.take_away(known)

    def take_away(self, known: Known) -> None:
        """It is at no counter any more."""
        ours = known.turn.ticket_id
        self.at_counter = {at: one for at, one in self.at_counter.items() if one != ours}
        known.counter_id = known.called_at = known.started_at = None
        known.calls = 0
        for queue, visit_id in self._elsewhere(known):
            queue.free(visit_id)

    def put_back(self, known: Known, at: datetime) -> None:
        """It waits again, and is called after three others."""
        self.pool_of(known).queue.put_back(known.turn, at)
        self.pool_of(known).changes += 1
        known.status = TicketStatus.WAITING


def _ratio(ratio: LaneRatio) -> float:
    return float(ratio.booked / ratio.walk_in) if ratio.walk_in else math.inf
