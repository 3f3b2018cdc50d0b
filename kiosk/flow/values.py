# SPDX-License-Identifier: Apache-2.0
"""What screens show and effects carry; every value is frozen and free of raw card data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum

from hall import calendar
from hall.booking import Booking
from hall.identity import Identity, IdentityDigest, Reached
from hall.ids import ServiceId, TicketId
from hall.words import NO_WORDS, Words


class Size(Enum):
    """Size of letters; the value is the factor on the body size (screens.md 1.3 row 2)."""

    NORMAL = 1.0
    LARGE = 1.375
    EXTRA_LARGE = 2.0


class Contrast(Enum):
    """Which of the two sets of colours is shown."""

    STANDARD = "standard"  # dark on white
    HIGH = "high"  # white and yellow on black


class Pace(Enum):
    """How fast the voice speaks."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Volume(Enum):
    """How loud the voice speaks."""

    SOFT = "soft"
    MEDIUM = "medium"
    LOUD = "loud"


class HelpReach(StrEnum):
    """How far a call for help has come at the centre; a later one replaces an earlier one."""

    ASKED = "asked"  # it is being told, or has it and has shown it to nobody yet
    CUT = "cut"  # it cannot be told now, or there is none
    TOLD = "told"  # somebody of the staff was shown it
    COMING = "coming"  # somebody said that he comes
    DONE = "done"  # the staff ended it


class Shape(Enum):
    """How the panel hangs: lists hold more where there is more height."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Availability(StrEnum):
    """What a touch on a service's tile would lead to."""

    NOW = "now"  # a place in the current slot, or a service without quota
    LATER = "later"  # the earliest place is in a later slot: `from_at` says when
    STANDBY = "standby"  # only a number without a place
    FULL = "full"  # nothing left today
    STOPPED = "stopped"  # its numbers have ended, or are given from `from_at` on
    SUSPENDED = "suspended"  # nobody is served; it goes on from `from_at` where that is known


@dataclass(frozen=True)
class Wait:
    """How many wait before somebody who comes now, and how long, as the counters' centre says.

    Attributes:
        low, high: minutes, always a range; None where nobody can tell.
        minutes_old: how old the figures are; None while they are fresh.
        booked, green: how many of them have booked, and how many are served first; all others came
            earlier. None where nobody told.
    """

    ahead: int
    low: int | None = None
    high: int | None = None
    minutes_old: int | None = None
    booked: int | None = None
    green: int | None = None

    @property
    def earlier(self) -> int | None:
        """How many of them came earlier and are neither."""
        if self.booked is None or self.green is None:
            return None
        return self.ahead - self.booked - self.green


@dataclass(frozen=True)
class ServiceTile:
    """One service as the visitor sees it now."""

    service_id: ServiceId
    name: Words
    icon: str
    where: Words
    availability: Availability
    from_at: datetime | None = None  # local to the site
    is_green: bool = False  # this visitor is served first here
    materials: tuple[Words, ...] = ()
    wait: Wait | None = None  # of a number that is had now; None where nobody knows
    direct: Words = NO_WORDS  # where to go without a number; empty: numbers are given
    asks_materials: bool = False  # whether they are there is asked before a number is taken


class OfferKind(StrEnum):
    """How a number may be had when the plain way is not open (rules.md 1, walk-in)."""

    NOW = "now"
    LATER_SLOT = "later_slot"
    STANDBY = "standby"


@dataclass(frozen=True)
class Offer:
    """One way on: now, a later slot the visitor chooses, or standby."""

    kind: OfferKind
    slot_start: datetime | None = None  # local to the site; LATER_SLOT, or NOW of a later slot
    slot_end: datetime | None = None


class BookingState(StrEnum):
    """What a booking leads to at this moment (rules.md 1, check-in)."""

    EARLY = "early"  # a ticket now, called from ten minutes before its slot
    ON_TIME = "on_time"  # a ticket now, also where its place was sold and an extra one is left
    LATE = "late"  # what can be had instead
    CANCELLED = "cancelled"  # the same
    NO_EXTRA = "no_extra"  # its place was sold and no extra one is left here; the same

    @property
    def is_ready(self) -> bool:
        """Whether it gives a ticket now."""
        return self in (self.EARLY, self.ON_TIME)


@dataclass(frozen=True)
class Instead:
    """What the visitor of a booking that cannot check in can have; staff can always help."""

    offers: tuple[Offer, ...] = ()
    other_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class BookingView:
    """A booking as shown on the screen; all instants local to the site."""

    booking: Booking
    state: BookingState
    service_name: Words
    icon: str
    slot_start: datetime
    slot_end: datetime
    called_from: datetime
    instead: Instead = Instead()
    is_suspended: bool = False  # nobody is served now; the place stays, another day is offered


class PutBack(StrEnum):
    """What came of laying card or ticket after the number was missed."""

    DONE = "done"  # it waits again, as far as this kiosk knows
    TOO_OFTEN = "too_often"  # staff decide
    TOO_LATE = "too_late"  # the same


class Topic(StrEnum):
    """What can be asked about the number that was taken."""

    WHY = "why"  # who is called before it, and by which rule
    WAY = "way"  # how to get there, as a picture
    MORE = "more"  # whatever else can be done with it, where large letters leave no room beside it


class Paper(StrEnum):
    """What is known of the paper of a ticket."""

    PRINTING = "printing"
    CONFIRMED = "confirmed"  # only this allows "take your ticket"
    UNSURE = "unsure"  # bytes went out, no proof came back
    NOT_PRINTED = "not_printed"


@dataclass(frozen=True)
class TicketView:
    """A ticket as shown on the screen; its number is committed before this value exists."""

    ticket_id: TicketId
    number: str
    service_id: ServiceId
    service_name: Words
    where: Words
    issued_at: datetime  # local to the site
    slot_start: datetime | None = None  # only when the visitor booked, or chose a later slot
    slot_end: datetime | None = None
    is_green: bool = False
    is_standby: bool = False
    is_booked: bool = False
    is_early: bool = False  # booked, and called from ten minutes before its slot
    is_elsewhere: bool = False  # another kiosk made it; only that one cancels it
    is_proxy: bool = False  # somebody took it for the person served; `materials` are the proxy's
    is_in_person: bool = False  # staff come to the visitor instead of calling the number
    items: int = 1  # for how many of the service it stands
    materials: tuple[Words, ...] = ()
    wait: Wait | None = None  # as it was when the number was taken
    put_back: PutBack | None = None  # only of a number that was missed
    way_picture: str = ""  # name of a picture of the way to `where`; this machine may have it
    paper: Paper = Paper.PRINTING
    paper_problem: str | None = None  # a text key: error.ticket_printer.paper_out …


Phase = calendar.Phase
"""Where the business day stands."""


@dataclass(frozen=True)
class Opening:
    """Today's hours and whether numbers are given; all instants local to the site."""

    business_date: date
    phase: Phase
    hours: tuple[tuple[datetime, datetime], ...] = ()
    issue_from: datetime | None = None  # today's, or the next day's when STOPPED or CLOSED_DAY
    stop_at: datetime | None = None
    next_opening: datetime | None = None  # None: none within the coming fourteen days


@dataclass(frozen=True)
class Devices:
    """Troubles as text keys; None means well."""

    reader_problem: str | None = None
    printer_problem: str | None = None
    is_paper_low: bool = False
    scanner_problem: str | None = None
    light_problem: str | None = None
    voice_problem: str | None = None
    is_disk_full: bool = False
    has_headphones: bool = False  # what is said is heard by one person alone


@dataclass(frozen=True)
class FlowSettings:
    """Durations in seconds and switches, taken from kiosk.toml.

    Attributes:
        is_file_spoilt: kiosk.toml as it lies cannot be used; these are of the last good one.
    """

    languages: tuple[str, ...] = ("zh_Hans", "zh_Hant", "en")
    shape: Shape = Shape.PORTRAIT
    can_lower: bool = True  # this panel has room for all controls low
    has_voice: bool = False  # the screens can be read aloud
    volume: Volume = Volume.MEDIUM  # today, until a visitor changes it
    usual_volume: Volume = Volume.MEDIUM  # from the next business day on
    pause_seconds: float = 2.0
    is_confirm_asked: bool = False
    has_bookings: bool = False  # a centre tells of them: they check in at any time of the day
    is_check_in_asked: bool = False  # a booking waits for a touch instead of the time
    has_scanner: bool = False  # booking codes can be held in front of it
    max_open: int = 1  # open numbers of one person and service
    proxy_limit: int = 0  # numbers a person may take for others in a day; 0: none, not offered
    prints_name: bool = False  # the masked name stands on tickets
    read_done_seconds: float = 1.5
    idle_seconds: float = 60.0
    idle_large_seconds: float = 120.0
    still_seconds: float = 30.0
    ticket_seconds: float = 60.0
    ticket_large_seconds: float = 120.0
    notice_seconds: float = 8.0
    lift_seconds: float = 20.0  # how long the welcome screen asks for a card to be lifted
    reading_seconds: float = 15.0  # a reader that says nothing for so long has not read the card
    answer_seconds: float = 10.0  # services that are silent for so long get no more waiting
    calls_centre: bool = False  # there is a centre that can be told of calls for help
    has_lamp: bool = False  # a signal light that proves whether its lamp is on
    help_seconds: float = 60.0  # a call for help that nobody answers leads to the desk then
    help_idle_seconds: float = 180.0  # somebody who waits for help touches nothing
    speech_seconds: float = 300.0  # what is said for longer holds no screen any more
    print_seconds: float = 30.0  # a print without an end holds the screen no longer
    staff_seconds: float = 120.0  # staff who touch nothing for so long have gone
    most_first_prints: int = 3  # tried anew by themselves; a printer may stop again and again
    most_reprints: int = 3  # by the visitor in one visit; then the desk
    most_wrong_codes: int = 5  # digits of no booking, typed at this kiosk in `code_seconds`
    code_seconds: float = 600.0  # from the first wrong one; then all are forgotten
    is_file_spoilt: bool = False


class CameBy(StrEnum):
    """How the visitor showed who they are."""

    CARD = "card"
    TYPED = "typed"
    CODE = "code"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Visitor:
    """The person served: nearly always the one in front, else a family member of hers.

    Booking and open ticket are of the person served; green lane, letters and greeting follow the
    person present (rules.md 1). `identity` is None until a card or number told it, without a card,
    and of whom a booking's code stands for. `business_date` is the day the visit began under; it
    ends under the same.
    """

    came_by: CameBy
    identity: Identity | None = None
    business_date: date = field(kw_only=True)
    proxy: "Visitor | None" = None  # who is present for him, as she came herself
    is_loaded: bool = False  # tiles and open ticket have come
    open_ticket: TicketView | None = None
    further_tickets: tuple[TicketView, ...] = ()  # open ones beside it
    bookings: tuple[BookingView, ...] = ()  # that may lead to something, in the order of slots
    reprints: int = 0
    first_prints: int = 0  # begun anew by themselves when the printer was well again
    code_digest: IdentityDigest | None = field(default=None, repr=False)  # whom a code is of
    has_reason: bool = False  # said to have one of the site's reasons to be served first
    left_for_others: int | None = None  # numbers to be had for others today; None: not known
    has_materials_for: ServiceId | None = None  # said to have all that it needs
    taken: tuple[TicketView, ...] = ()  # in this visit before the one on the screen, oldest first

    @property
    def visit(self) -> tuple[TicketId, ...]:
        """The numbers that the person present has, the first one first: they are of one visit.

        What a family member held before is not hers.
        """
        present = self.person_present
        held = (present.open_ticket,) if present.open_ticket else ()
        later = self.taken if self.proxy else ()
        mine = dict.fromkeys(each.ticket_id for each in (*held, *present.taken, *later))
        return tuple(mine)

    @property
    def held_before(self) -> tuple[TicketView, ...]:
        """The open numbers that the person served had before this visit."""
        return (*((self.open_ticket,) if self.open_ticket else ()), *self.further_tickets)

    @property
    def held(self) -> tuple[TicketView, ...]:
        """All open numbers of the person served, those of this visit last."""
        own = (each for each in self.taken if self.proxy or not each.is_proxy)
        return tuple({each.ticket_id: each for each in (*self.held_before, *own)}.values())

    @property
    def digest(self) -> IdentityDigest | None:
        """Whom a number is for: of who came by a code, whom the booking is for."""
        return self.identity.digest if self.identity else self.code_digest

    @property
    def person_present(self) -> "Visitor":
        """Who stands in front of the kiosk, as she came herself."""
        return self.proxy or self

    @property
    def present(self) -> Identity | None:
        """Who stands in front of the kiosk, where a card or number told it."""
        return self.person_present.identity

    @property
    def is_green_by_age(self) -> bool:
        """Whether the person present is called first by her age."""
        return self.present is not None and Reached.GREEN in self.present.reached

    @property
    def is_green(self) -> bool:
        """Whether the person present is called first."""
        return self.is_green_by_age or self.person_present.has_reason

    @property
    def is_asked_whom(self) -> bool:
        """Whether a proxy has still to show whom the number is for."""
        return self.proxy is not None and self.identity is None and not self.is_loaded
