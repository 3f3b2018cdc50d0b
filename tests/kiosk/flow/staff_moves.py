# SPDX-License-Identifier: Apache-2.0
"""What staff touch and are answered."""

from hall.ticket import TicketStatus
from kiosk.flow.events import Event
from kiosk.flow.staff_events import StaffKnown, StaffUnknown, TicketsFound
from kiosk.flow.staff_touches import (
    FindByNumberPressed,
    FindPressed,
    FoundPressed,
    StaffLeavePressed,
    StaffPressed,
    StaffReprintPressed,
)
from kiosk.flow.staff_values import How, Remark, Sought, StaffPerson, StaffTicket
from kiosk.flow.values import Paper
from tests.kiosk.flow.journey import ticket

STAFF = StaffPerson("7", "王敏")
FOUND = StaffTicket(ticket("A900", 900, Paper.CONFIRMED), TicketStatus.WAITING, copies=0)
STAFF_TOUCHES: tuple[Event, ...] = (
    StaffPressed(),
    StaffLeavePressed(),
    FindPressed(),
    FindByNumberPressed(),
    FoundPressed(FOUND.view.ticket_id),
    StaffReprintPressed(),
)
STAFF_ANSWERS: tuple[Event, ...] = (
    StaffKnown(STAFF),
    StaffUnknown(Remark("error.staff.wrong_pin")),
    TicketsFound(Sought(), (FOUND,) * 7),
    TicketsFound(Sought(How.NUMBER, digits="1"), (FOUND,)),
)
