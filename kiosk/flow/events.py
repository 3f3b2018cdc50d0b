# SPDX-License-Identifier: Apache-2.0
"""What can happen: touches, devices, answers of the services, time."""

from dataclasses import dataclass, field
from datetime import datetime

from hall.green import GreenReason
from hall.identity import Identity, IdentityDigest, Secret
from hall.ids import ServiceId, TicketId
from kiosk.flow.effects import Timer
from kiosk.flow.staff_events import StaffAnswer
from kiosk.flow.touches import Touch
from kiosk.flow.values import (
    BookingView,
    FlowSettings,
    HelpReach,
    Offer,
    Opening,
    Paper,
    ServiceTile,
    TicketView,
)

# --- devices -------------------------------------------------------------------------------


@dataclass(frozen=True)
class CardFound:
    """A card lies on the reader; reading begins."""


@dataclass(frozen=True)
class CardRead:
    """Who it is, digested."""

    identity: Identity


@dataclass(frozen=True)
class CardFailed:
    """The card could not be read; the reader tries on while it lies there."""

    problem: str


@dataclass(frozen=True)
class CardTaken:
    """No card on the reader any more, as far as the reader can tell."""


@dataclass(frozen=True)
class CodeScanned:
    """A code was held in front of the scanner; it may name somebody."""

    code: Secret


@dataclass(frozen=True)
class CodeFailed:
    """A code was held there and could not be read."""

    problem: str


@dataclass(frozen=True)
class ReaderChanged:
    """Trouble of the reader as a text key, or None: well again."""

    problem: str | None


@dataclass(frozen=True)
class PrinterChanged:
    """Trouble of the printer as a text key, or None: well again."""

    problem: str | None
    is_paper_low: bool = False


@dataclass(frozen=True)
class ScannerChanged:
    """Trouble of the code scanner as a text key, or None: well again."""

    problem: str | None


@dataclass(frozen=True)
class LightChanged:
    """Trouble of the signal light as a text key, or None: well again."""

    problem: str | None


@dataclass(frozen=True)
class VoiceChanged:
    """Trouble of the voice as a text key, or None: well again."""

    problem: str | None


@dataclass(frozen=True)
class HeadphonesChanged:
    """A headphone was put in, or taken out."""

    are_in: bool


@dataclass(frozen=True)
class LampChanged:
    """The signal light's lamp is on, and proves it; or it does not."""

    is_on: bool


@dataclass(frozen=True)
class SpeechBegan:
    """The voice was told to read the screen aloud; `speech_no` tells one reading from another."""

    speech_no: int


@dataclass(frozen=True)
class SpeechEnded:
    """It was heard to its end, or is not to be heard."""

    speech_no: int


# --- answers of the services ----------------------------------------------------------------


@dataclass(frozen=True)
class VisitLoaded:
    """Answer to LoadVisit: the tiles for this visitor, the ticket they hold open, their bookings.

    Also to FindBooking: then of bookings the one of the code alone, or its ticket; `digest` is of
    whom they are. `left_for_others` is how many numbers this visitor may still take for others
    today, None in answers about somebody else.
    """

    visit_no: int
    services: tuple[ServiceTile, ...]
    open_ticket: TicketView | None = None
    bookings: tuple[BookingView, ...] = ()
    digest: IdentityDigest | None = field(default=None, repr=False)
    left_for_others: int | None = None
    further_tickets: tuple[TicketView, ...] = ()  # open ones beside `open_ticket`


@dataclass(frozen=True)
class BookingRefused:
    """The code leads to no booking that could check in here."""

    visit_no: int
    problem: str


@dataclass(frozen=True)
class NumberIdentified:
    """Answer to IdentifyTyped."""

    visit_no: int
    identity: Identity


@dataclass(frozen=True)
class OffersLoaded:
    """Answer to LoadOffers."""

    visit_no: int
    service_id: ServiceId
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class TicketIssued:
    """The number is committed."""

    visit_no: int
    ticket: TicketView


@dataclass(frozen=True)
class IssueRefused:
    """No number was taken; `offers` are what is left, else `problem` says why."""

    visit_no: int
    problem: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class CheckInRefused:
    """The booking made no ticket; `booking` says what can be had instead, else `problem` why."""

    visit_no: int
    problem: str
    booking: BookingView | None = None


@dataclass(frozen=True)
class TicketPrinted:
    """What is known of the paper."""

    ticket_id: TicketId
    paper: Paper
    problem: str | None = None


@dataclass(frozen=True)
class DirectionPrinted:
    """What is known of the paper of a slip that says where to go."""

    visit_no: int
    service_id: ServiceId
    paper: Paper
    problem: str | None = None


@dataclass(frozen=True)
class TicketCancelled:
    """The number is given up; the cancel is committed."""

    ticket_id: TicketId


@dataclass(frozen=True)
class CancelRefused:
    """The ticket could not be cancelled; it stays valid."""

    ticket_id: TicketId
    problem: str


@dataclass(frozen=True)
class OpeningChanged:
    """The day, its hours or its phase changed; also the first event after start.

    `opening` is None while something is missing that no number can be given without; `missing` says
    what, and why, as text keys.
    """

    opening: Opening | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkChanged:
    """The centre cannot be reached, and was last heard then, local to the site; None: well again."""

    cut_since: datetime | None


@dataclass(frozen=True)
class DiskChanged:
    """Whether the machine's disk is full, so that numbers go into the last room kept for them."""

    is_full: bool


@dataclass(frozen=True)
class ServicesChanged:
    """Tiles without a visitor: names and what is left (for the number of services at the site).

    With them the site's reasons to be served first.
    """

    services: tuple[ServiceTile, ...]
    green_reasons: tuple[GreenReason, ...] = ()


@dataclass(frozen=True)
class HelpChanged:
    """How far the call for help of that number has come at the centre."""

    call_no: int
    reach: HelpReach


@dataclass(frozen=True)
class UnprintedChanged:
    """Numbers given today that may have no paper."""

    numbers: tuple[str, ...]


@dataclass(frozen=True)
class SettingsTold:
    """kiosk.toml was saved, and these of its settings are taken on now."""

    settings: FlowSettings


@dataclass(frozen=True)
class TimerFired:
    """A timer ran out; `timer_no` is the one it was started with."""

    timer: Timer
    timer_no: int


LaidCard = CardFound | CardRead
CardEvent = CardFailed | CardTaken
CodeEvent = CodeScanned | CodeFailed
SpeechEvent = SpeechBegan | SpeechEnded | HeadphonesChanged
TroubleEvent = ReaderChanged | PrinterChanged | ScannerChanged | LightChanged | VoiceChanged

VisitAnswer = VisitLoaded | BookingRefused | NumberIdentified | OffersLoaded | DirectionPrinted
TicketAnswer = (
    TicketIssued | IssueRefused | CheckInRefused | TicketPrinted | TicketCancelled | CancelRefused
)
HelpEvent = HelpChanged | LampChanged
SiteEvent = (
    OpeningChanged | LinkChanged | DiskChanged | ServicesChanged | UnprintedChanged | SettingsTold
)

Told = CardEvent | SpeechEvent | TroubleEvent | VisitAnswer | TicketAnswer | HelpEvent | SiteEvent
"""About the screen under help or "still there?", and never a touch."""

Event = Touch | TimerFired | LaidCard | CodeEvent | Told | StaffAnswer
