# SPDX-License-Identifier: Apache-2.0
"""The screens a visitor can be on, and the kiosk around them."""

from dataclasses import dataclass, field
from datetime import datetime

from hall.documents import Document
from hall.green import GreenReason
from hall.identity import Secret
from hall.ids import ServiceId, TicketId
from hall.words import FIRST_LANGUAGE
from kiosk.flow.staff_states import Manner, StaffPage
from kiosk.flow.staff_values import StaffPerson
from kiosk.flow.values import (
    BookingView,
    Contrast,
    Devices,
    FlowSettings,
    HelpReach,
    Offer,
    Opening,
    Pace,
    Paper,
    ServiceTile,
    Size,
    TicketView,
    Topic,
    Visitor,
    Volume,
)


@dataclass(frozen=True)
class Starting:
    """Until opening hours and devices are known; shows "one moment", or what is missing."""


@dataclass(frozen=True)
class Welcome:
    """Asks for the card; also carries troubles of reader and printer (S0)."""


@dataclass(frozen=True)
class BeforeOpening:
    """Says when numbers start."""


@dataclass(frozen=True)
class Closed:
    """No more numbers today, or a closed day: why, next opening, desk (C)."""


@dataclass(frozen=True)
class OutOfService:
    """Staff hold the kiosk: it serves nobody; says where people are (T)."""


Home = Starting | Welcome | BeforeOpening | Closed | OutOfService
"""Where nobody is being served."""


@dataclass(frozen=True)
class Reading:
    """A card lies on the reader (S1)."""

    is_done: bool = False  # "读好了，请拿回身份证"
    problem: str | None = None  # text key of why it could not be read; the visitor lays it again
    is_time_over: bool = False  # done was shown long enough; only the tiles are still missing


@dataclass(frozen=True)
class Keypad:
    """The ID number typed by hand (S2); what was typed stays after an error."""

    typed: Secret = field(default_factory=lambda: Secret(""))
    problem: str | None = None
    is_checking: bool = False


@dataclass(frozen=True)
class Documents:
    """Which document the visitor has instead of an ID card (S2)."""


@dataclass(frozen=True)
class DocumentKeypad:
    """The number of such a document typed by hand (S2); what was typed stays after an error."""

    document: Document
    typed: Secret = field(default_factory=lambda: Secret(""))
    has_letters: bool = False  # the keys shown are letters
    problem: str | None = None
    is_checking: bool = False


@dataclass(frozen=True)
class CodeKeypad:
    """The eight digits of a booking typed by hand (S2); they stay after an error."""

    typed: Secret = field(default_factory=lambda: Secret(""))
    problem: str | None = None
    is_checking: bool = False


@dataclass(frozen=True)
class Finding:
    """A code was held in front of the scanner; its booking is looked for."""

    is_digits: bool = False  # the eight digits, which could be guessed, and no signed code


@dataclass(frozen=True)
class NoCard:
    """Services without a card; says what papers the counter will ask for (S3)."""

    page: int = 0


@dataclass(frozen=True)
class Bookings:
    """The visitor's bookings, and the ticket held beside them: which one (S4b)."""

    page: int = 0


@dataclass(frozen=True)
class InsteadOfBooking:
    """A booking that cannot check in, late or cancelled: why, and what can be had (S4b)."""

    booking: BookingView


@dataclass(frozen=True)
class CheckInPause:
    """正在为您取号 for a booking, with 不是这个; nothing is committed yet (S6a)."""

    booking: BookingView
    asks: bool = False  # checkin.confirm: waits for a touch instead of the time


@dataclass(frozen=True)
class CheckingIn:
    """The booking becomes a ticket; nothing can be pressed but help."""

    booking: BookingView


@dataclass(frozen=True)
class Family:
    """Asks the person present for the family member's card, number or booking code (S5p)."""

    problem: str | None = None  # text key of why that was not it


@dataclass(frozen=True)
class Services:
    """The services as tiles (S4)."""

    page: int = 0


@dataclass(frozen=True)
class GreenReasons:
    """The site's reasons to be served first, asked for with 优先 (S5g)."""

    page: int = 0


@dataclass(frozen=True)
class Direct:
    """The service needs no number: where to go, and a slip that says it, if wished (S5d)."""

    service_id: ServiceId
    slip: Paper | None = None  # None: not wished
    slip_problem: str | None = None  # a text key: why there is no paper


@dataclass(frozen=True)
class Materials:
    """What to bring, before a number is taken: all there, or another time."""

    service_id: ServiceId
    page: int = 0


@dataclass(frozen=True)
class When:
    """The plain way is not open: later slots, standby, desk; never a bare "full" (S5)."""

    service_id: ServiceId
    offers: tuple[Offer, ...] = ()
    is_loaded: bool = False  # loaded and no offers: why, and the desk
    problem: str | None = None  # text key, after a refusal that left offers


@dataclass(frozen=True)
class Pause:
    """正在为您取号, with 不是这个; no number is taken yet (S6a)."""

    service_id: ServiceId
    offer: Offer
    asks: bool = False  # ticket.confirm: waits for a touch instead of the time


@dataclass(frozen=True)
class Issuing:
    """The number is being taken; nothing can be pressed but help."""

    service_id: ServiceId
    offer: Offer


@dataclass(frozen=True)
class TicketShown:
    """The number; says "take your ticket" only when paper is CONFIRMED (S6)."""

    ticket: TicketView


@dataclass(frozen=True)
class KeepNumber:
    """Paper out, printer fault or no proof: the number large, and what to do (P)."""

    ticket: TicketView


@dataclass(frozen=True)
class About:
    """An answer about the number, over the screen that shows it; the number comes back whole."""

    before: "TicketShown | KeepNumber | About"
    topic: Topic

    @property
    def ticket(self) -> TicketView:
        """The number it is about."""
        return self.before.ticket


@dataclass(frozen=True)
class AskCancel:
    """Asks once before a number is given up."""

    ticket: TicketView
    is_cancelling: bool = False  # confirmed; nothing can be pressed but help


@dataclass(frozen=True)
class Cancelled:
    """Says that the number is given up; goes home by itself."""

    ticket: TicketView


@dataclass(frozen=True)
class Again:
    """A number that the person has: reprint, another service, cancel; of several one at a time (S7)."""

    ticket: TicketView
    is_of_tile: bool = False  # touched among the services, to which it leads back


@dataclass(frozen=True)
class Refused:
    """No number could be taken: why, and where the desk is."""

    problem: str  # text key
    leads_back: bool = False  # another service may still be had


@dataclass(frozen=True)
class StillThere:
    """Nobody touched for a while: asks; `before` comes back whole (Q)."""

    before: "Screen"


@dataclass(frozen=True)
class Privacy:
    """What is read of a visitor and what is kept, over the home screen that it was asked on."""

    before: "Screen"


@dataclass(frozen=True)
class Help:
    """Help is called for, or where it is; says no more than what has happened (H)."""

    before: "Screen"


@dataclass(frozen=True)
class StaffMode:
    """Staff at work, over the screen that comes back whole; nobody is known on `WayIn` (T)."""

    before: "Screen"
    page: StaffPage
    kept: Manner  # how the visitor's screens are
    person: StaffPerson | None = None


_Typing = Keypad | Documents | DocumentKeypad | CodeKeypad
_Taking = CheckInPause | CheckingIn | Pause | Issuing
_Cover = StillThere | Privacy | Help | StaffMode

Screen = (
    Home
    | Reading
    | Finding
    | NoCard
    | Bookings
    | InsteadOfBooking
    | Family
    | Services
    | GreenReasons
    | Direct
    | Materials
    | When
    | TicketShown
    | KeepNumber
    | About
    | AskCancel
    | Cancelled
    | Again
    | Refused
    | _Typing
    | _Taking
    | _Cover
)


@dataclass(frozen=True)
class Unanswered:
    """An IssueTicket or CheckIn that has no answer yet; its ticket is printed even when the visitor has gone."""

    visit_no: int
    language: str


@dataclass(frozen=True)
class HelpCall:
    """A call for help under way; nobody answered in time where it `is_late`."""

    call_no: int
    reach: HelpReach
    is_late: bool = False


@dataclass(frozen=True)
class Kiosk:
    """Everything the screens need; the only state of the flow.

    `screen_no` rises when other things can be touched than before: another screen, another page,
    other offers. `timer_no` rises at each timer started, so that a timer that fires late is told
    from the running one. `visit_no` rises when a visit begins and when it ends.
    `unexpected` counts events that no screen wanted.
    """

    settings: FlowSettings
    screen: Screen = field(default_factory=Starting)
    size: Size = Size.NORMAL
    contrast: Contrast = Contrast.STANDARD
    is_low: bool = False  # all controls are where somebody who sits reaches them
    is_adjusting: bool = False  # beside the screen stand the other ways to adjust it
    language: str = FIRST_LANGUAGE
    is_size_by_age: bool = False  # large type came by itself; the screen says so
    is_size_chosen: bool = False  # the visitor's own choice, which no age overrules
    is_voice_on: bool = False
    is_voice_by_age: bool = False  # it came by itself; the screen says so
    is_voice_chosen: bool = False  # the visitor's own choice, which no age overrules
    pace: Pace = Pace.NORMAL
    volume: Volume | None = None  # the visitor's; None: the one of the settings
    say_no: int = 0  # rises when the screen is to be read aloud again
    read_back_no: int = 0  # rises when what was typed is to be read back
    speech_no: int | None = None  # what is being said; None: nothing
    is_in_person: bool = False  # the visitor wishes that staff come instead of calling the number
    visitor: Visitor | None = None  # None: nobody is being served
    services: tuple[ServiceTile, ...] = ()  # the tiles shown; this visitor's during a visit
    site_services: tuple[ServiceTile, ...] = ()  # the tiles without a visitor
    green_reasons: tuple[GreenReason, ...] = ()  # the site's; none: 优先 is not offered
    opening: Opening | None = None
    missing: tuple[str, ...] = ()  # what no number can be given without, and why, as text keys
    cut_since: datetime | None = None  # since when the centre was not heard, local to the site
    devices: Devices = field(default_factory=Devices)
    is_held: bool = False  # by staff: nobody is served
    unprinted: tuple[str, ...] = ()  # numbers given today that may have no paper
    unanswered: tuple[Unanswered, ...] = ()
    printing: tuple[TicketId, ...] = ()  # one for each print that has no answer yet, oldest first
    is_card_present: bool = False
    is_lift_asked: bool = False  # home again while a card may lie there: lift it, lay it anew
    code_problem: str | None = None  # why a code that was just held there leads nowhere
    wrong_codes: int = 0  # digits that led to no booking, by whomever, not yet forgotten
    help_call: HelpCall | None = None  # as long as the help screen is shown
    is_lamp_on: bool = False  # the signal light's, as far as it proves it
    help_no: int = 0  # of the last call for help
    screen_no: int = 0
    timer_no: int = 0
    visit_no: int = 0
    unexpected: int = 0
