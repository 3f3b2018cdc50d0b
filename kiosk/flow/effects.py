# SPDX-License-Identifier: Apache-2.0
"""What the flow wants done; the runner carries it out and answers with events."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hall.booking import Booking
from hall.documents import Document
from hall.identity import IdentityDigest, Secret
from hall.ids import ServiceId, TicketId
from hall.words import Words
from kiosk.flow.day_figures import DayFigures
from kiosk.flow.staff_effects import StaffEffect
from kiosk.flow.values import Offer


class Timer(StrEnum):
    """One timer of each name runs at most; starting it again replaces it."""

    IDLE = "idle"  # nobody touched
    SCREEN = "screen"  # this screen goes on by itself
    HELP = "help"  # nobody answered a call for help; runs beside the others
    CODES = "codes"  # wrong codes are forgotten; runs beside the others, whoever is there


@dataclass(frozen=True)
class StartTimer:
    """Answer: TimerFired with the same timer_no."""

    timer: Timer
    seconds: float
    timer_no: int


@dataclass(frozen=True)
class StopTimer:
    """The timer no longer counts."""

    timer: Timer


@dataclass(frozen=True)
class LoadVisit:
    """Tiles, open ticket and bookings of the person served. Answer: VisitLoaded.

    `is_green` follows the person present; `is_proxy` asks for what a proxy must bring. `is_reload`
    asks for the tiles again, in a visit that knows the rest: no card was laid.
    """

    visit_no: int
    digest: IdentityDigest | None
    is_green: bool
    is_proxy: bool = False
    is_reload: bool = False


@dataclass(frozen=True)
class IdentifyTyped:
    """Digest a typed number that passed its checks. Answer: NumberIdentified.

    `document` is None for an ID number.
    """

    visit_no: int
    number: Secret
    document: Document | None = None


@dataclass(frozen=True)
class FindBooking:
    """The booking of a code, scanned or typed. Answer: VisitLoaded with it, or BookingRefused."""

    visit_no: int
    code: Secret
    is_green: bool = False
    is_proxy: bool = False


@dataclass(frozen=True)
class LoadOffers:
    """What is left of a service. Answer: OffersLoaded."""

    visit_no: int
    service_id: ServiceId
    is_green: bool


@dataclass(frozen=True)
class IssueTicket:
    """Take place and number, durably. Answer: TicketIssued or IssueRefused.

    `digest` is of the person served, `is_green` follows the person present; `present` is of a proxy.
    `visit` are the numbers that the person present has already, the first one first.
    """

    visit_no: int
    business_date: date
    service_id: ServiceId
    offer: Offer
    digest: IdentityDigest | None
    is_green: bool
    present: IdentityDigest | None = field(default=None, repr=False)
    is_in_person: bool = False  # the visitor wishes that staff come to him
    visit: tuple[TicketId, ...] = ()


@dataclass(frozen=True)
class CheckIn:
    """Make a booking's ticket, durably. Answer: TicketIssued or CheckInRefused.

    `is_green` follows the person present; `present` is of a proxy; `visit` as for IssueTicket.
    """

    visit_no: int
    business_date: date
    booking: Booking
    is_green: bool
    present: IdentityDigest | None = field(default=None, repr=False)
    is_in_person: bool = False  # the visitor wishes that staff come to him
    visit: tuple[TicketId, ...] = ()


@dataclass(frozen=True)
class PrintTicket:
    """The first print of a ticket, with the name it shall have. Answer: TicketPrinted."""

    ticket_id: TicketId
    language: str
    masked_name: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReprintTicket:
    """The same ticket once more, marked 补打. Answer: TicketPrinted.

    `staff_id` is of the staff who want it; None where the visitor does.
    """

    ticket_id: TicketId
    language: str
    staff_id: str | None = None
    masked_name: str = field(default="", repr=False)


@dataclass(frozen=True)
class PrintDirection:
    """A slip that says where to go without a number. Answer: DirectionPrinted."""

    visit_no: int
    service_id: ServiceId
    service_name: Words
    where: Words
    materials: tuple[Words, ...]
    language: str


@dataclass(frozen=True)
class TryPrinter:
    """A page that shows staff how the printer prints. Answer: PrinterTried."""

    language: str


@dataclass(frozen=True)
class PrintReport:
    """The day in figures, on paper for staff. Answer: ReportPrinted."""

    figures: DayFigures
    language: str


@dataclass(frozen=True)
class CancelTicket:
    """Give the number up. Answer: TicketCancelled or CancelRefused."""

    ticket_id: TicketId


@dataclass(frozen=True)
class CallForHelp:
    """Show the signal light, and tell the centre. Answers: HelpChanged, LampChanged.

    `screen` is where the visitor was, and nothing of him.
    """

    call_no: int
    screen: str


@dataclass(frozen=True)
class EndHelp:
    """The call is over: the light goes out, and the centre hears of it."""

    call_no: int


UseCase = (
    LoadVisit | IdentifyTyped | FindBooking | LoadOffers | IssueTicket | CheckIn | CancelTicket
)
"""What the services answer."""


@dataclass(frozen=True)
class ShowHeld:
    """The light says from afar that the kiosk serves nobody; or it does no more."""

    is_held: bool


HelpEffect = CallForHelp | EndHelp | ShowHeld

PrintEffect = PrintTicket | ReprintTicket | PrintDirection | TryPrinter | PrintReport

Effect = StartTimer | StopTimer | PrintEffect | HelpEffect | UseCase | StaffEffect
