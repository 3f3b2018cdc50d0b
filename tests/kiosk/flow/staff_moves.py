# SPDX-License-Identifier: Apache-2.0
"""What staff touch and are answered."""

from itertools import count as count_from
from typing import assert_never

from hall.ticket import TicketStatus
from hall.words import NO_WORDS
from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.events import Event
from kiosk.flow.staff_effects import (
    CancelForVisitor,
    CareEffect,
    CheckPin,
    FindTickets,
    GiveNumbers,
    HoldKiosk,
    LoadDevices,
    LoadStops,
    LoadToday,
    SetVolume,
    StaffEffect,
    StopService,
)
from kiosk.flow.staff_events import (
    ActEnded,
    DevicesLoaded,
    HeldTold,
    NumbersGiven,
    NumbersRefused,
    PrinterTried,
    ReportPrinted,
    StaffKnown,
    StaffUnknown,
    StopsLoaded,
    TicketActed,
    TicketsFound,
    TodayLoaded,
    VolumeTold,
)
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    CountPressed,
    DevicePressed,
    DevicesPressed,
    ExtraPressed,
    FindByNumberPressed,
    FindPressed,
    FoundPressed,
    GiveNumberPressed,
    GivePressed,
    GoOnPressed,
    GreenForVisitorPressed,
    HoldPressed,
    HoldReasonPressed,
    ItemsPressed,
    KeepVolumePressed,
    NewRollPressed,
    PrintReportPressed,
    ReleasePressed,
    StaffCancelPressed,
    StaffCardPressed,
    StaffLeavePressed,
    StaffPressed,
    StaffReprintPressed,
    StaffVolumePressed,
    StopPressed,
    StopReasonPressed,
    StopServicePressed,
    StopTimePressed,
    TodayPressed,
    TryPrinterPressed,
    VolumeStepPressed,
    WhyPressed,
)
from kiosk.flow.staff_values import (
    CheckSeen,
    HoldReason,
    How,
    Remark,
    ServiceStands,
    Sought,
    StaffPerson,
    StaffTicket,
    StopReason,
)
from kiosk.flow.touches import ServicePressed
from kiosk.flow.values import Paper, Volume
from tests.kiosk.flow.journey import ESTATE, MONDAY, NOON, ticket

_NUMBERS = count_from(10_000)
STAFF = StaffPerson("7", "王敏")
FOUND = StaffTicket(ticket("A900", 900, Paper.CONFIRMED), TicketStatus.WAITING, copies=0)
SEEN = CheckSeen("card_reader", "", is_good=True)
FIGURES = DayFigures(
    MONDAY, NOON, is_over=False, services=(ServiceFigures(ESTATE, NO_WORDS, 3),) * 20
)
STAFF_TOUCHES: tuple[Event, ...] = (
    StaffPressed(),
    StaffLeavePressed(),
    FindPressed(),
    FindByNumberPressed(),
    FoundPressed(FOUND.view.ticket_id),
    StaffReprintPressed(),
    HoldPressed(),
    *(HoldReasonPressed(reason) for reason in HoldReason),
    ReleasePressed(),
    StopPressed(),
    StopServicePressed(ESTATE),
    StopTimePressed(None),
    StopReasonPressed(StopReason.FAULT),
    GoOnPressed(),
    StaffCancelPressed(),
    WhyPressed("left"),
    GivePressed(),
    StaffCardPressed(),
    ServicePressed(ESTATE),
    GreenForVisitorPressed(),
    ItemsPressed(is_more=True),
    CountPressed(is_more=True),
    GiveNumberPressed(),
    ExtraPressed(),
    WhyPressed("hardship"),
    ChangePaperPressed(),
    NewRollPressed(),
    DevicesPressed(),
    DevicePressed(SEEN),
    TryPrinterPressed(),
    TodayPressed(),
    PrintReportPressed(),
    StaffVolumePressed(),
    *(VolumeStepPressed(volume) for volume in Volume),
    KeepVolumePressed(),
)
STAFF_ANSWERS: tuple[Event, ...] = (
    StaffKnown(STAFF),
    StaffUnknown(Remark("error.staff.wrong_pin")),
    HeldTold(is_held=True),
    HeldTold(is_held=False),
    ActEnded(Remark("error.store.failed")),
    TicketsFound(Sought(), (FOUND,) * 7),
    TicketsFound(Sought(How.NUMBER, digits="1"), (FOUND,)),
    TicketActed(
        FOUND.view.ticket_id, Remark("screen.staff_ticket.cancelled"), TicketStatus.CANCELLED
    ),
    PrinterTried(Paper.CONFIRMED),
    PrinterTried(Paper.NOT_PRINTED, "error.ticket_printer.paper_out"),
    ReportPrinted(Paper.CONFIRMED),
    VolumeTold(Volume.LOUD, Volume.SOFT),
)


def answer_to_staff(effect: StaffEffect, mood: int) -> Event:
    match effect:
        case CheckPin():
            return STAFF_ANSWERS[mood % 2]
        case FindTickets(sought):
            return TicketsFound(sought, (FOUND,) * (mood % 9))
        case CancelForVisitor(ticket_id):
            status = TicketStatus.CANCELLED if mood % 2 else None
            return TicketActed(ticket_id, Remark("screen.staff_ticket.cancelled"), status)
        case GiveNumbers(count=count) if mood % 3:
            return NumbersGiven(tuple(_given() for _ in range(count)))
        case GiveNumbers():
            return NumbersRefused("error.issue.full", is_full=mood % 2 == 0)
        case _ if isinstance(effect, CareEffect):
            return _answer_to_care(effect, mood)
        case _:
            raise AssertionError(effect)


def _given() -> StaffTicket:
    """A number that nobody was given before."""
    given = next(_NUMBERS)
    return StaffTicket(ticket(f"A{given % 1000:03}", given), TicketStatus.WAITING, copies=0)


def _answer_to_care(effect: CareEffect, mood: int) -> Event:
    match effect:
        case LoadStops():
            return StopsLoaded((ServiceStands(ESTATE, NO_WORDS, is_open=mood % 2 == 0),), ())
        case StopService():
            return ActEnded(Remark("screen.staff_stop.done_stopped", is_good=True))
        case LoadDevices():
            return DevicesLoaded((SEEN,) * (mood % 20))
        case LoadToday():
            refused = ActEnded(Remark("error.store.failed"))
            return TodayLoaded(FIGURES) if mood % 3 else refused
        case SetVolume(volume=volume, is_for_good=is_for_good):
            return VolumeTold(volume, volume if is_for_good else Volume.MEDIUM)
        case HoldKiosk(reason=reason):
            refused = ActEnded(Remark("error.store.failed"))
            return HeldTold(reason is not None) if mood % 2 else refused
        case _:
            assert_never(effect)
