# SPDX-License-Identifier: Apache-2.0
"""Linked tickets of one visitor, how many a person may hold, and proxies (rules.md 1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from hall.checks import at_least
from hall.errors import (
    BadValueError,
    ProxyLimitError,
    TooManyOpenError,
    UnknownTicketError,
    VisitBusyError,
)
from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId, VisitId
from hall.ticket import Ticket, TicketAction, TicketStatus

MAX_OPEN = 1
"""Default of `ticket.max_open`: open tickets of one person and service."""

PROXY_LIMIT = 3
"""Default of `ticket.proxy_limit`: numbers one person takes for others in a day."""

_BUSY = (TicketStatus.CALLED, TicketStatus.SERVING)


@dataclass(frozen=True, slots=True)
class Visit:
    """The tickets of one visitor of one business day.

    While one is called or served the others wait and keep their turn.
    """

    visit_id: VisitId
    tickets: tuple[Ticket, ...] = ()

    def __post_init__(self) -> None:
        if len({ticket.ticket_id for ticket in self.tickets}) < len(self.tickets):
            raise BadValueError(name="tickets", value=self.visit_id, allowed="each only once")
        if len({ticket.business_date for ticket in self.tickets}) > 1:
            raise BadValueError(name="tickets", value=self.visit_id, allowed="of one business day")
        busy = [ticket for ticket in self.tickets if ticket.status in _BUSY]
        if busy[1:]:
            raise VisitBusyError(number=str(busy[0].number))

    @property
    def busy(self) -> Ticket | None:
        """The ticket that is called or served now."""
        return next((ticket for ticket in self.tickets if ticket.status in _BUSY), None)

    def with_ticket(self, ticket: Ticket) -> Self:
        """Also `ticket`. Raises BadValueError for one it has or of another business day."""
        return replace(self, tickets=(*self.tickets, ticket))

    def after(self, ticket_id: TicketId, action: TicketAction) -> Self:
        """The visit after an action on one of its tickets.

        Raises UnknownTicketError, StatusError, and VisitBusyError for a call while another ticket
        is called or served.
        """
        if ticket_id not in {ticket.ticket_id for ticket in self.tickets}:
            raise UnknownTicketError(ticket_id=ticket_id)
        changed = tuple(
            ticket.after(action) if ticket.ticket_id == ticket_id else ticket
            for ticket in self.tickets
        )
        if action is TicketAction.CALL and self.busy:
            raise VisitBusyError(number=str(self.busy.number))
        return replace(self, tickets=changed)


def check_open(
    tickets: Iterable[Ticket],
    service_id: ServiceId,
    *,
    max_open: int = MAX_OPEN,
    by_staff: bool = False,
) -> None:
    """Raises TooManyOpenError if the person served may have no other ticket of that service.

    `tickets` are that person's, the latest first; the error names the latest. Staff are not held
    to the limit. Raises BadValueError for a `max_open` below 1.
    """
    at_least("max_open", max_open, 1)
    held = [each for each in tickets if each.status.is_open and each.service_id == service_id]
    if len(held) >= max_open and not by_staff:
        raise TooManyOpenError(service_id=service_id, number=str(held[0].number))


@dataclass(frozen=True, slots=True)
class Persons:
    """Whom a number is for and who stands at the kiosk, as digests of the day.

    The booking and the open-ticket rule follow the person served; the green lane and the daily
    limit of proxies follow the person present.

    Attributes:
        served: None of a visitor without card, and where a booking's code does not tell it.
        present: None when nobody acts for somebody else.
    """

    served: IdentityDigest | None = field(default=None, repr=False)
    present: IdentityDigest | None = field(default=None, repr=False)

    @property
    def proxy(self) -> IdentityDigest | None:
        """Who acts for somebody else."""
        return None if self.present == self.served else self.present

    @property
    def is_proxy(self) -> bool:
        """Somebody acts for somebody else."""
        return self.proxy is not None


def check_proxy(persons: Persons, taken_for_others: int, limit: int) -> None:
    """Raises ProxyLimitError if the person present may take no number for others any more.

    `taken_for_others` counts the numbers of today that person took for others and that were not
    cancelled; `limit` is the site's. A number for oneself is never limited by it. Raises
    BadValueError for counts below 0.
    """
    at_least("taken_for_others", taken_for_others)
    at_least("limit", limit)
    if persons.is_proxy and taken_for_others >= limit:
        raise ProxyLimitError(limit=limit)
