# SPDX-License-Identifier: Apache-2.0
"""The figures of the business day at this kiosk, and what it was told of the others."""

from collections.abc import Callable, Sequence
from datetime import datetime

from hall.calendar import Phase
from hall.place import Lane
from hall.service import Service
from hall.ticket import Ticket, TicketStatus
from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.values import Wait
from kiosk.services.opening import opening
from kiosk.services.rules import Rules
from kiosk.services.unprinted import unprinted
from kiosk.services.waits import Waits
from kiosk.store.abstract import UnitOfWork

MOST_TICKETS = 10_000
"""No kiosk gives more in a day: that would be one every few seconds."""


def day_figures(
    unit: UnitOfWork,
    rules: Rules,
    waits: Waits,
    now: datetime,
    *,
    paper_left_mm: int | None = None,
) -> DayFigures:
    """Of today, as it stands now. `paper_left_mm` is of the roll. Raises StoreError."""
    on = rules.calendar.business_day(now)
    missing = unprinted(unit, rules, now)
    with unit:
        found = unit.tickets.latest(on, MOST_TICKETS)
        tickets = [ticket for ticket in reversed(found) if rules.knows(ticket.service_id)]
        elsewhere = unit.site_tickets.made_elsewhere(on)
        printed = unit.slips.printed(on)
        copies = unit.site_tickets.copies(on)
        services = tuple(
            _service(each, tickets, waits.of(unit, each.service_id, on, now))
            for each in rules.catalogue.services
        )
    shown, _ = opening(rules, now)

    def count(is_counted: Callable[[Ticket], bool]) -> int:
        return sum(map(is_counted, tickets))

    return DayFigures(
        business_date=on,
        as_of=rules.local(now),
        is_over=shown.phase in (Phase.STOPPED, Phase.CLOSED_DAY),
        services=tuple(each for each in services if each is not None),
        booked=count(lambda ticket: ticket.lane is Lane.BOOKED),
        green=count(lambda ticket: ticket.lane is Lane.GREEN),
        standby=count(lambda ticket: ticket.is_standby),
        proxies=count(lambda ticket: ticket.proxy is not None),
        extra=count(_is_extra),
        printed=printed if rules.can_prove_paper else None,
        reprints=sum(ticket.reprints for ticket in tickets) + copies,
        unprinted=tuple(str(each.ticket.number) for each in missing),
        at_site=len(tickets) + elsewhere if rules.hears_of_others else None,
        paper_left_mm=paper_left_mm,
    )


def _service(
    service: Service, of_day: Sequence[Ticket], wait: Wait | None
) -> ServiceFigures | None:
    """None of one that sends its visitors on without a number."""
    tickets = [ticket for ticket in of_day if ticket.service_id == service.service_id]
    if service.direct and not tickets:
        return None
    numbers = [str(ticket.number) for ticket in tickets if not ticket.number.is_booked]
    return ServiceFigures(
        service.service_id,
        service.name,
        issued=len(tickets),
        first=numbers[0] if numbers else "",
        last=numbers[-1] if numbers else "",
        cancelled=sum(ticket.status is TicketStatus.CANCELLED for ticket in tickets),
        waiting=wait.ahead if wait else None,
    )


def _is_extra(ticket: Ticket) -> bool:
    return ticket.place is not None and ticket.place.lane is Lane.EXTRA
