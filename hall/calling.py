# SPDX-License-Identifier: Apache-2.0
"""The counters of all open days; calls are of the day their tickets are of."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from hall.calendar import first_and_last
from hall.calls import CounterAct
from hall.counters import Counters
from hall.errors import UnknownDayError
from hall.feed import BookingClosed, BookingMade, Reduced, Stopped
from hall.ids import TicketId
from hall.journal import DayOpened, JournalBody, KioskLogged


class Calling:
    """One `Counters` for each open day. Concurrency: one thread."""

    def __init__(self) -> None:
        self._days: dict[date, Counters] = {}

    @property
    def days(self) -> Mapping[date, Counters]:
        """Those days, for looking only."""
        return dict(self._days)

    def on(self, business_date: date) -> Counters:
        """Raises UnknownDayError."""
        if business_date not in self._days:
            raise UnknownDayError(business_date=business_date, **first_and_last(self._days))
        return self._days[business_date]

    def back_until(self, ticket_ids: Iterable[TicketId]) -> dict[TicketId, datetime]:
        """Of the missed ones among them, until when their visitors may put themselves back."""
        known = (
            (ticket_id, counters.turns.tickets[ticket_id].back_until)
            for ticket_id in ticket_ids
            for counters in self._days.values()
            if ticket_id in counters.turns.tickets
        )
        return {ticket_id: until for ticket_id, until in known if until is not None}

    def in_person(self, ticket_ids: Iterable[TicketId]) -> frozenset[TicketId]:
        """Those among them whose visitors wish that staff come to them."""
        tickets = [counters.turns.tickets for counters in self._days.values()]
        return frozenset(
            ticket_id
            for ticket_id in ticket_ids
            if any(ticket_id in known and known[ticket_id].is_in_person for known in tickets)
        )

    def items(self, ticket_ids: Iterable[TicketId]) -> dict[TicketId, int]:
        """Of those among them that stand for several items, for how many."""
        known = (
            (ticket_id, counters.turns.tickets[ticket_id].turn.items)
            for ticket_id in ticket_ids
            for counters in self._days.values()
            if ticket_id in counters.turns.tickets
        )
        return {ticket_id: items for ticket_id, items in known if items > 1}

    def open(self, opened: DayOpened) -> None:
        """Another day is open."""
        self._days[opened.business_date] = Counters(opened)

    def forget_before(self, today: date) -> None:
        """Tickets of days that are over have expired."""
        self._days = {on: counters for on, counters in self._days.items() if on >= today}

    def apply(self, business_date: date, body: JournalBody) -> None:
        """One entry of the journal counts, as far as it is about who is called."""
        counters = self._days.get(business_date)
        if counters is None:
            return
        match body:
            case KioskLogged(entry=entry):
                counters.turns.hear(entry)
            case BookingMade():
                counters.turns.made(body)
            case BookingClosed():
                counters.turns.closed(body)
            case Reduced(service_id=service_id):
                counters.turns.pool(service_id).reduce(body)
            case Stopped(stop):
                counters.stop(stop)
            case CounterAct():
                counters.apply(body)
            case _:
                pass
