# SPDX-License-Identifier: Apache-2.0
"""A ticket as the screen shows it."""

from hall.place import Lane
from hall.ticket import Ticket, TicketStatus
from kiosk.flow.values import Paper, TicketView
from kiosk.services.rules import Rules


def view_ticket(
    rules: Rules,
    ticket: Ticket,
    paper: Paper = Paper.PRINTING,
    problem: str | None = None,
    *,
    is_elsewhere: bool = False,
) -> TicketView:
    """The ticket with its service's words and local times; `problem` is a text key.

    Raises ServiceGoneError if the site has lost the service since.
    """
    day = rules.day(ticket.service_id, ticket.business_date)
    is_proxy = ticket.proxy is not None
    start, end = day.slot_times(ticket.chosen_slot) if ticket.chosen_slot else (None, None)
    return TicketView(
        ticket_id=ticket.ticket_id,
        number=str(ticket.number),
        service_id=ticket.service_id,
        service_name=day.service.name,
        where=day.service.where,
        way_picture=day.service.way_picture,
        issued_at=rules.local(ticket.issued_at),
        slot_start=start,
        slot_end=end,
        is_green=ticket.lane is Lane.GREEN,
        is_standby=ticket.is_standby,
        is_booked=ticket.lane is Lane.BOOKED,
        is_early=ticket.lane is Lane.BOOKED and ticket.status is TicketStatus.EARLY,
        is_elsewhere=is_elsewhere,
        is_proxy=is_proxy,
        is_in_person=ticket.is_in_person,
        items=ticket.items,
        materials=day.service.materials_of(is_proxy=is_proxy),
        paper=paper,
        paper_problem=problem,
    )
