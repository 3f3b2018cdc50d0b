# SPDX-License-Identifier: Apache-2.0
"""The pages of staff mode; `StaffMode` in states.py is around them."""

from dataclasses import dataclass, field
from datetime import datetime

from hall.identity import Secret
from hall.ids import ServiceId
from kiosk.flow.day_figures import DayFigures
from kiosk.flow.staff_values import CheckSeen, Remark, ServiceStands, Sought, StaffAct, StaffTicket
from kiosk.flow.values import Contrast, Pace, Size, Volume


@dataclass(frozen=True)
class WayIn:
    """Asks for the staff number, then for its PIN; nobody is known yet."""

    number: Secret = field(default_factory=lambda: Secret(""))
    pin: Secret = field(default_factory=lambda: Secret(""))
    is_pin_asked: bool = False
    is_checking: bool = False
    remark: Remark | None = None


@dataclass(frozen=True)
class StaffHome:
    """What staff can do here."""

    remark: Remark | None = None
    page: int = 0


@dataclass(frozen=True)
class TicketList:
    """The tickets that were looked for, the latest first."""

    sought: Sought
    tickets: tuple[StaffTicket, ...] = ()
    is_loaded: bool = False
    problem: str | None = None  # text key of why there are none
    page: int = 0


@dataclass(frozen=True)
class NumberSought:
    """The digits of a number are typed."""

    typed: str = ""


@dataclass(frozen=True)
class OneTicket:
    """One ticket, and what can be done with it."""

    ticket: StaffTicket
    found: TicketList | None = None  # where it was chosen
    doing: StaffAct | None = None  # under way; nothing else can be pressed meanwhile
    remark: Remark | None = None


@dataclass(frozen=True)
class WhyCancel:
    """Asks why the number is given up; the answer does it."""

    before: OneTicket


@dataclass(frozen=True)
class ServiceForVisitor:
    """Of which service a number is given."""

    page: int = 0


@dataclass(frozen=True)
class NewNumber:
    """What kind of number is given to the visitor, or to a company."""

    service_id: ServiceId
    is_green: bool = False
    items: int = 1
    count: int = 1
    is_full: bool = False  # it was refused: an extra one may be had
    is_busy: bool = False
    remark: Remark | None = None


@dataclass(frozen=True)
class WhyExtra:
    """Asks why it goes beyond quota; the answer does it."""

    before: NewNumber


@dataclass(frozen=True)
class CardAwaited:
    """Asks for the card by which this person enters from now on."""


Finding = TicketList | NumberSought
AtTicket = OneTicket | WhyCancel
Giving = ServiceForVisitor | NewNumber | WhyExtra


@dataclass(frozen=True)
class HoldAsked:
    """Asks why the kiosk shall serve nobody; the answer does it."""


@dataclass(frozen=True)
class Working:
    """An act of the menu is under way; its answer leads back there."""


@dataclass(frozen=True)
class ChangePaper:
    """How a new roll is put in, step by step, and a page printed to try it."""

    is_busy: bool = False  # the page is being printed
    remark: Remark | None = None  # what came of that


@dataclass(frozen=True)
class PrinterTrial:
    """A page is printed to see how the printer prints."""

    is_busy: bool = False
    remark: Remark | None = None


@dataclass(frozen=True)
class StaffVolume:
    """How loud the kiosk speaks."""

    is_busy: bool = False  # another step is being stored


Trying = ChangePaper | PrinterTrial


@dataclass(frozen=True)
class Today:
    """The figures of the day; not known yet where there are none."""

    figures: DayFigures | None = None
    is_busy: bool = False  # the report is being printed
    remark: Remark | None = None
    page: int = 0


@dataclass(frozen=True)
class StopList:
    """Which service stops, or goes on; not known yet where `services` is None."""

    services: tuple[ServiceStands, ...] | None = None
    times: tuple[datetime, ...] = ()  # at which one may stop, local to the site
    page: int = 0


@dataclass(frozen=True)
class StopWhen:
    """Asks when the service stops; or whether it goes on."""

    before: StopList
    service: ServiceStands


@dataclass(frozen=True)
class WhyStop:
    """Asks why; the answer does it."""

    before: StopWhen
    at: datetime | None = None  # None: now


Stopping = StopList | StopWhen | WhyStop


@dataclass(frozen=True)
class DeviceList:
    """The devices and the machine, what is wrong first; not known yet where `seen` is None."""

    seen: tuple[CheckSeen, ...] | None = None
    page: int = 0


@dataclass(frozen=True)
class OneDevice:
    """One of them: what was found, and what to do."""

    before: DeviceList
    seen: CheckSeen


DevicePage = DeviceList | OneDevice

MachinePage = Trying | Today | StaffVolume | DevicePage
"""About this machine: its paper, its devices, its figures, its volume."""

CarePage = HoldAsked | Working | Stopping | MachinePage
"""About the kiosk and the hall rather than one ticket."""

TicketPage = WayIn | StaffHome | CardAwaited | Finding | AtTicket | Giving

StaffPage = TicketPage | CarePage


@dataclass(frozen=True)
class Manner:
    """How the screens speak to the visitor whose screen was taken over."""

    size: Size
    is_size_by_age: bool
    is_size_chosen: bool
    contrast: Contrast
    is_low: bool
    language: str
    is_voice_on: bool
    is_voice_by_age: bool
    is_voice_chosen: bool
    pace: Pace
    volume: Volume | None
