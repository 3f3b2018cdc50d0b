# SPDX-License-Identifier: Apache-2.0
"""What clerks do at their counters: the rules decide, the act is noted, the kiosks hear of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from central.services.access import Caller
from central.services.auditing import Noted
from central.services.booking_offers import Offers
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.revising import losses
from central.services.site_writer import SiteWriter
from central.services.site_writers import SiteWriters
from common.settings.site_file import SiteFile
from hall.calls import Call, CounterClosed, CounterOpened, TicketCall, Transferred
from hall.counters import Counters
from hall.ids import ActId, CounterId, ServiceId, TicketId
from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from hall.turns import Known

Simple = Callable[[ActId, datetime, CounterId, TicketId], TicketCall]
"""An act on a ticket that needs nothing else: `hall.calls.Started` and so on."""


@dataclass(frozen=True, slots=True)
class CalledTicket:
    """A ticket as a counter sees it; nothing says whose it is.

    Attributes:
        counter_id: where it is called or served; None when it is at none.
        calls: how often it was called there.
        slot_start: of a booking, or of the later slot its visitor chose.
        is_in_person: the visitor wishes that somebody comes to him instead of calling the number.
        items: how many of the service he has come for.
    """

    ticket_id: TicketId
    number: str
    service_id: ServiceId
    lane: Lane
    status: TicketStatus
    counter_id: CounterId | None
    calls: int
    called_at: datetime | None
    slot_start: datetime | None
    is_in_person: bool
    items: int


@dataclass(frozen=True, slots=True)
class CounterView:
    """A counter that was opened today, and the ticket at it."""

    counter_id: CounterId
    service_id: ServiceId
    is_open: bool
    is_paused: bool
    ticket: CalledTicket | None


@dataclass(frozen=True, slots=True)
class QueueView:
    """How many wait for a service, parked ones apart; `standing` is open, stopped or suspended."""

    service_id: ServiceId
    waiting: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class FloorView:
    """Counters and queues of the business day that goes on."""

    counters: tuple[CounterView, ...]
    queues: tuple[QueueView, ...]


@dataclass(frozen=True)
class CallingDesk:
    """Concurrency: one event loop.

    All raise, beside what they name: UnknownDayError, ActTakenError, TryAgainError (nobody knows
    whether it was kept; the same act finds out), StoreError.
    """

    writers: SiteWriters[CentreBook]
    offers: Offers

    async def floor(self, caller: Caller) -> FloorView:
        """What goes on at the counters."""
        now = self.offers.clock.now()
        return await self._writer(caller).look(lambda book: _floor(book.counters, now))

    async def open(
        self, caller: Caller, act_id: ActId, counter_id: CounterId, service_id: ServiceId
    ) -> CounterView:
        """The counter calls the tickets of that service from now on, also when it called another's.

        Raises UnknownServiceError, CounterBusyError (for another service).
        """

        def opening(book: CentreBook, draft: Draft) -> CounterView:
            _act(book, draft, caller, CounterOpened(act_id, draft.now, counter_id, service_id))
            return _counter(book.counters, counter_id)

        return await self._writer(caller).decide(opening)

    async def close(
        self, caller: Caller, act_id: ActId, counter_id: CounterId, *, is_pause: bool
    ) -> CounterView:
        """It calls nobody any more; unless it is a pause, unsold places go with it (R5).

        Raises UnknownCounterError, CounterBusyError.
        """
        file: SiteFile | None = None
        if not is_pause:
            file = await self.offers.site(caller.site_id)

        def closing(book: CentreBook, draft: Draft) -> CounterView:
            act = CounterClosed(act_id, draft.now, counter_id, is_pause)
            lost = losses(book, file, counter_id, draft.now) if file else ()
            if _act(book, draft, caller, act):
                for each in lost:
                    book.reduce(each.service_id, each.slot_start, each.lane, each.count)
            return _counter(book.counters, counter_id)

        return await self._writer(caller).decide(closing)

    async def next(
        self, caller: Caller, act_id: ActId, counter_id: CounterId
    ) -> CalledTicket | None:
        """Whose turn it is, called to the counter; None when nobody waits. The same act, the same ticket.

        Raises UnknownCounterError, CounterBusyError, SuspendedError.
        """

        def calling(book: CentreBook, draft: Draft) -> CalledTicket | None:
            size = draft.size
            called = book.call_next(act_id, counter_id, draft.now)
            if called is None:
                return None
            if draft.size > size:
                _note(draft, caller, called)
            return _ticket(book.counters.turns.ticket(called.ticket_id))

        return await self._writer(caller).decide(calling)

    async def act(
        self,
        caller: Caller,
        kind: Simple,
        act_id: ActId,
        counter_id: CounterId,
        ticket_id: TicketId,
    ) -> CalledTicket:
        """One step of a ticket: recall, start, finish, miss, put back, park, resume, undo the call.

        Raises UnknownCounterError, UnknownTicketError, OtherCounterError (it is not called to this
        counter), OtherServiceError, StatusError, CallLimitError.
        """
        return await self._act_on(
            caller, ticket_id, lambda now: kind(act_id, now, counter_id, ticket_id)
        )

    async def transfer(
        self,
        caller: Caller,
        act_id: ActId,
        counter_id: CounterId,
        ticket_id: TicketId,
        service_id: ServiceId,
    ) -> CalledTicket:
        """Who is served waits for another service now, under the same number.

        Raises as `act`; UnknownServiceError, BadValueError (for the same service).
        """
        return await self._act_on(
            caller,
            ticket_id,
            lambda now: Transferred(act_id, now, counter_id, ticket_id, service_id),
        )

    async def _act_on(
        self, caller: Caller, ticket_id: TicketId, act: Callable[[datetime], TicketCall]
    ) -> CalledTicket:
        def acting(book: CentreBook, draft: Draft) -> CalledTicket:
            _act(book, draft, caller, act(draft.now))
            return _ticket(book.counters.turns.ticket(ticket_id))

        return await self._writer(caller).decide(acting)

    def _writer(self, caller: Caller) -> SiteWriter[CentreBook]:
        return self.writers.of(caller.site_id)


def _act(book: CentreBook, draft: Draft, caller: Caller, act: Call) -> bool:
    is_new = book.act(act)
    if is_new:
        _note(draft, caller, act)
    return is_new


def _note(draft: Draft, caller: Caller, act: Call) -> None:
    ticket_id = None if isinstance(act, CounterOpened | CounterClosed) else str(act.ticket_id)
    draft.note(
        Noted.COUNTER_ACTED,
        caller.name,
        act=act.kind,
        counter_id=act.counter_id,
        ticket_id=ticket_id,
    )


def _floor(counters: Counters, now: datetime) -> FloorView:
    return FloorView(
        tuple(_counter(counters, counter_id) for counter_id in sorted(counters.counters)),
        tuple(
            QueueView(service_id, len(pool.queue), counters.standing(service_id, now))
            for service_id, pool in counters.turns.pools.items()
        ),
    )


def _counter(counters: Counters, counter_id: CounterId) -> CounterView:
    counter = counters.counters[counter_id]
    known = counters.ticket_at(counter_id)
    ticket = _ticket(known) if known else None
    return CounterView(counter_id, counter.service_id, counter.is_open, counter.is_paused, ticket)


def _ticket(known: Known) -> CalledTicket:
    return CalledTicket(
        ticket_id=known.turn.ticket_id,
        number=str(known.number),
        service_id=known.service_id,
        lane=known.turn.lane,
        status=known.status,
        counter_id=known.counter_id,
        calls=known.calls,
        called_at=known.called_at,
        slot_start=known.turn.slot_start,
        is_in_person=known.is_in_person,
        items=known.turn.items,
    )
