# SPDX-License-Identifier: Apache-2.0
"""What the store keeps of the centre: how far the two are, and what its feed has told."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from hall.booking import Booking
from hall.feed import FIRST_EPOCH, CloseReason
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, TicketId
from hall.news import KioskKeyTold, SiteTicket
from hall.numbering import TicketNumber
from hall.stopping import Stop


@dataclass(frozen=True, slots=True)
class CentreState:
    """How far this kiosk is with its centre.

    Attributes:
        epoch: of the centre it has met.
        cursor: up to where the feed holds here.
        last_request: number of the last request that was granted.
        heard_at: when the centre last brought something, by its own clock; None: never.
        disowned_at: when the centre said that this kiosk is none of its own; None while it is.
        is_given_up: it said that it gave this kiosk's places away; that is for ever.
    """

    epoch: int = FIRST_EPOCH
    cursor: int = 0
    last_request: int = 0
    heard_at: datetime | None = None
    disowned_at: datetime | None = None
    is_given_up: bool = False


@dataclass(frozen=True, slots=True)
class KnownBooking:
    """A booking as the feed told it; `closed` says that its place is wanted back, and why."""

    booking: Booking
    closed: CloseReason | None = None


class Centre(ABC):
    """State, documents, stops and the keys of the other kiosks."""

    @abstractmethod
    def state(self) -> CentreState:
        """How far this kiosk is; a new one where no centre was ever met."""

    @abstractmethod
    def put_state(self, state: CentreState) -> None:
        """Store it in place of the one before."""

    @abstractmethod
    def document(self, kind: str) -> str | None:
        """What was last told of that kind, as the catalogue; None when it never was.

        Also what staff said of this kiosk.
        """

    @abstractmethod
    def put_document(self, kind: str, text: str) -> None:
        """Store it in place of the one before."""

    @abstractmethod
    def add_stop(self, cursor: int, stop: Stop) -> None:
        """A service stops, is suspended or goes on; the same cursor again changes nothing."""

    @abstractmethod
    def stops(self, since: datetime, until: datetime) -> tuple[Stop, ...]:
        """Those that begin in [since, until), in the order of the feed."""

    @abstractmethod
    def put_kiosk_key(self, key: KioskKeyTold) -> None:
        """The public key of a kiosk."""

    @abstractmethod
    def kiosk_key(self, kiosk_id: KioskId) -> KioskKeyTold | None:
        """What checks that kiosk's tickets."""

    @abstractmethod
    def kiosk_keys(self) -> tuple[KioskKeyTold, ...]:
        """All that were told, by id; the centre's own among them."""


class Bookings(ABC):
    """The site's bookings, kept until their day ends."""

    @abstractmethod
    def put(self, booking: Booking) -> None:
        """Store a booking; one that is known stays as it is."""

    @abstractmethod
    def close(self, booking_id: BookingId, reason: CloseReason) -> None:
        """Its place is wanted back; nothing to do for one that is not known here."""

    @abstractmethod
    def find(self, booking_id: BookingId) -> KnownBooking | None:
        """The booking of that id."""

    @abstractmethod
    def ids(self) -> tuple[BookingId, ...]:
        """Of all that are known, of any day."""

    @abstractmethod
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[KnownBooking, ...]:
        """That day's bookings of one person, in the order of their slots."""

    @abstractmethod
    def of_slot(self, service_id: ServiceId, slot_start: datetime) -> tuple[KnownBooking, ...]:
        """All bookings of one slot, by number."""

    @abstractmethod
    def end_days_before(self, business_date: date) -> None:
        """Forget those of earlier days."""


class Absences(ABC):
    """Until when the visitors of missed tickets may put themselves back, kept until their day ends.

    It counts while the ticket is missed.
    """

    @abstractmethod
    def put(self, ticket_id: TicketId, business_date: date, back_until: datetime | None) -> None:
        """Store it in place of what was known; None forgets it: staff decide."""

    @abstractmethod
    def back_until(self, ticket_id: TicketId) -> datetime | None:
        """As last told; None where nothing is."""

    @abstractmethod
    def end_days_before(self, business_date: date) -> None:
        """Forget those of earlier days."""


class SiteTickets(ABC):
    """Tickets of the site's other kiosks, kept until their day ends."""

    @abstractmethod
    def put(self, ticket: SiteTicket) -> None:
        """Store how a ticket stands, and who took it, in place of what was known of it."""

    @abstractmethod
    def find(self, ticket_id: TicketId) -> SiteTicket | None:
        """The ticket of that id."""

    @abstractmethod
    def count_copy(self, ticket_id: TicketId) -> int:
        """One more copy of a ticket that is known is printed here; how many that makes."""

    @abstractmethod
    def made_elsewhere(self, business_date: date) -> int:
        """How many of that day's tickets are not this kiosk's too."""

    @abstractmethod
    def copies(self, business_date: date) -> int:
        """How many copies of that day's tickets were printed here."""

    @abstractmethod
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        """That day's tickets of one person, the latest first."""

    @abstractmethod
    def latest(self, business_date: date, most: int) -> tuple[SiteTicket, ...]:
        """That day's last tickets, the latest first, at most so many."""

    @abstractmethod
    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[SiteTicket, ...]:
        """That day's tickets of these numbers, the latest first."""

    @abstractmethod
    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        """That day's tickets that one person took for others, the latest first."""

    @abstractmethod
    def end_days_before(self, business_date: date) -> None:
        """Forget those of earlier days."""
