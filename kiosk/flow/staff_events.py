# SPDX-License-Identifier: Apache-2.0
"""What devices and services tell staff mode."""

from dataclasses import dataclass
from datetime import datetime

from hall.ids import TicketId
from hall.ticket import TicketStatus
from kiosk.flow.day_figures import DayFigures
from kiosk.flow.staff_values import (
    CheckSeen,
    Remark,
    ServiceStands,
    Sought,
    StaffPerson,
    StaffTicket,
)
from kiosk.flow.values import Paper, Volume


@dataclass(frozen=True)
class StaffCardRead:
    """The card that lies on the reader is of somebody of the staff."""

    person: StaffPerson


@dataclass(frozen=True)
class StaffKnown:
    """Answer to CheckPin: number and PIN are right."""

    person: StaffPerson


@dataclass(frozen=True)
class StaffUnknown:
    """Answer to CheckPin: they are not, or are not asked for now."""

    remark: Remark


@dataclass(frozen=True)
class TicketsFound:
    """Answer to FindTickets: the latest first; `problem` says why there are none."""

    sought: Sought
    tickets: tuple[StaffTicket, ...]
    problem: str | None = None


@dataclass(frozen=True)
class TicketActed:
    """What became of an act on a ticket; `status` is how it stands where that has changed."""

    ticket_id: TicketId
    remark: Remark
    status: TicketStatus | None = None


@dataclass(frozen=True)
class NumbersGiven:
    """The numbers are committed; they are printed whoever is still there."""

    tickets: tuple[StaffTicket, ...]


@dataclass(frozen=True)
class NumbersRefused:
    """None was taken; `is_full` where an extra one may help."""

    problem: str
    is_full: bool = False


@dataclass(frozen=True)
class HeldTold:
    """Whether staff hold the kiosk: it serves nobody. Told at the start, and at each change."""

    is_held: bool


@dataclass(frozen=True)
class ActEnded:
    """What became of an act of the menu."""

    remark: Remark


@dataclass(frozen=True)
class PrinterTried:
    """Answer to TryPrinter; `problem` is a text key."""

    paper: Paper
    problem: str | None = None


@dataclass(frozen=True)
class StopsLoaded:
    """Answer to LoadStops; `times` are those at which one may stop, local to the site."""

    services: tuple[ServiceStands, ...]
    times: tuple[datetime, ...]


@dataclass(frozen=True)
class TodayLoaded:
    """Answer to LoadToday."""

    figures: DayFigures


@dataclass(frozen=True)
class ReportPrinted:
    """Answer to PrintReport; `problem` is a text key."""

    paper: Paper
    problem: str | None = None


@dataclass(frozen=True)
class VolumeTold:
    """How loud the kiosk speaks today, and usually. Told at the start, and at each change."""

    volume: Volume
    usual: Volume


@dataclass(frozen=True)
class DevicesLoaded:
    """Answer to LoadDevices."""

    seen: tuple[CheckSeen, ...]


MachineAnswer = PrinterTried | TodayLoaded | ReportPrinted | VolumeTold | DevicesLoaded
"""About this machine."""

CareAnswer = HeldTold | ActEnded | StopsLoaded | MachineAnswer
"""About the kiosk and the hall rather than one ticket."""

TicketStaffAnswer = (
    StaffCardRead
    | StaffKnown
    | StaffUnknown
    | TicketsFound
    | TicketActed
    | NumbersGiven
    | NumbersRefused
)

StaffAnswer = TicketStaffAnswer | CareAnswer
