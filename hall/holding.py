# SPDX-License-Identifier: Apache-2.0
"""What one kiosk owns and knows: a fold of its own log and of the feed it applied (rules.md 3).

A decision (`issue`, `give` …) says what to append to the log and changes nothing. `apply` makes an
entry count once it is durable. So a kiosk that died is what its log says.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Self, assert_never

from hall.booking import Booking, BookingAction, BookingStatus
from hall.choice import places_by_slot
from hall.errors import (
    BadValueError,
    EpochError,
    ExtraNeededError,
    LogError,
    NotFreeError,
    StatusError,
    UnknownBookingError,
    UnknownTicketError,
)
from hall.feed import (
    FIRST_EPOCH,
    BookingClosed,
    BookingMade,
    CloseReason,
    FeedBody,
    FeedEntry,
    FeedPart,
    Reduced,
    ReturnAsked,
    Stopped,
)
from hall.ids import BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId, TransferId
from hall.log import (
    Actor,
    Body,
    Cancelled,
    CheckedIn,
    FeedApplied,
    Given,
    Granted,
    Issued,
    Received,
    Returned,
)
from hall.numbering import TicketNumber
from hall.own_numbers import OwnNumbers
from hall.place import Lane, Place, PlaceRun, hops_of, runs_of
from hall.release import places_to_return
from hall.stopping import Stop


class Holding:
    """One kiosk's places, numbers, bookings and tickets.

    Lifetime: as long as the kiosk's log. Concurrency: one thread.

    Attributes:
        free: the places this kiosk may give out, with their hops.
        numbers: the numbers it may give to walk-ins.
        epoch: of the centre; what an earlier one granted and has not arrived is void.
        cursor: up to where the feed was applied.
        unconfirmed: places given to a peer that has not said so; repeated until it has.
        returns_asked: what the feed asked back and no `returned` has answered, by cursor.
        stops: what the feed said of services that stop, in its order; good also when cut off.
    """

    def __init__(self, kiosk_id: KioskId, epoch: int = FIRST_EPOCH) -> None:
        self.kiosk_id = kiosk_id
        self.epoch = epoch
        self.free: dict[Place, int] = {}
        self.cursor = 0
        self.unconfirmed: dict[TransferId, Given] = {}
        self.returns_asked: dict[int, Reduced | ReturnAsked] = {}
        self.stops: tuple[Stop, ...] = ()
        self._last_request = 0
        self._leases: set[LeaseId] = set()
        self._received: set[TransferId] = set()
        self.numbers = OwnNumbers()
        self._tickets: dict[TicketId, Issued | CheckedIn] = {}
        self._cancelled: set[TicketId] = set()
        self._bookings: dict[BookingId, Booking] = {}
        self._closed: dict[BookingId, CloseReason] = {}

    @classmethod
    def fold(
        cls,
        kiosk_id: KioskId,
        log: Iterable[Body],
        feed: Sequence[FeedEntry] = (),
        epoch: int = FIRST_EPOCH,
    ) -> Self:
        """The kiosk that a log and the feed applied with it come to; raises as `apply`."""
        holding = cls(kiosk_id, epoch)
        for body in log:
            holding.apply(body, feed)
        return holding

    # What the kiosk has

    @property
    def next_request_no(self) -> RequestId:
        """The number of the request that has no grant yet; the same again until it has one."""
        return RequestId(self._last_request + 1)

    @property
    def tickets(self) -> Mapping[TicketId, Issued | CheckedIn]:
        """All tickets this kiosk made."""
        return MappingProxyType(self._tickets)

    def free_of(self, service_id: ServiceId) -> list[Place]:
        """The free places of one service."""
        return [place for place in self.free if place.service_id == service_id]

    # Decisions

    def accept(self, granted: Granted, epoch: int = FIRST_EPOCH) -> Granted | None:
        """A grant to be logged; None when its lease was applied before.

        Raises EpochError for one sent before the centre was restored, or by a centre this kiosk
        has not met yet.
        """
        self._check_epoch(epoch)
        return None if granted.lease_id in self._leases else granted

    def issue(
        self,
        ticket_id: TicketId,
        business_date: date,
        service_id: ServiceId,
        letter: str,
        place: Place | None,
        *,
        lane: Lane = Lane.WALK_IN,
        chosen_slot: datetime | None = None,
    ) -> Issued:
        """A ticket with this kiosk's next number on one of its places; None without quota.

        Raises:
            NotFreeError: the place is not this kiosk's, or taken.
            NoNumberLeftError: the series is used up here.
            BadValueError: the place is another service's.
        """
        if place and place.service_id != service_id:
            raise BadValueError(name="place", value=place, allowed=f"of {service_id}")
        hop = self._hop_of(place) if place else 0
        return Issued(
            ticket_id=ticket_id,
            business_date=business_date,
            service_id=service_id,
            number=self.numbers.next(business_date, letter),
            lane=lane,
            place=place,
            hop=hop,
            chosen_slot=chosen_slot,
        )

    def check_in(self, booking_id: BookingId) -> CheckedIn | None:
        """A booking's ticket, with its own number; None when it was made here before (a reprint).

        A booking that was closed since nobody came takes an extra place (I6).

        Raises:
            UnknownBookingError: the feed has not brought it.
            StatusError: it was cancelled.
            ExtraNeededError: it was closed, and no extra place is left here.
        """
        booking = self._bookings.get(booking_id)
        if booking is None:
            raise UnknownBookingError(booking_id=booking_id)
        if booking.ticket_id in self._tickets:
            return None
        if self._closed.get(booking_id) is CloseReason.CANCELLED:
            raise StatusError(status=BookingStatus.CANCELLED, action=BookingAction.CHECK_IN)
        return CheckedIn(
            ticket_id=booking.ticket_id,
            booking_id=booking_id,
            business_date=booking.business_date,
            service_id=booking.service_id,
            number=self._number_of(booking),
            place=self._place_of(booking),
        )

    def cancel(
        self, ticket_id: TicketId, by: Actor = Actor.VISITOR, reason: str | None = None
    ) -> Cancelled | None:
        """A ticket made here counts no more; None when it was cancelled before.

        Raises UnknownTicketError for a ticket of another kiosk: that one frees its place.
        """
        if ticket_id not in self._tickets:
            raise UnknownTicketError(ticket_id=ticket_id)
        return None if ticket_id in self._cancelled else Cancelled(ticket_id, by, reason)

    def give(self, transfer_id: TransferId, to_kiosk: KioskId, places: Iterable[Place]) -> Given:
        """Places for a peer, at hop + 1; raises NotFreeError, BadValueError for oneself."""
        if to_kiosk == self.kiosk_id:
            raise BadValueError(name="to_kiosk", value=to_kiosk, allowed="another kiosk")
        hops = {place: self._hop_of(place) + 1 for place in places}
        return Given(transfer_id, to_kiosk, runs_of(hops))

    def receive(self, given: Given, from_kiosk: KioskId) -> Received | None:
        """A peer's places; None when this transfer was received before.

        Raises BadValueError for a gift to another kiosk.
        """
        if given.to_kiosk != self.kiosk_id:
            raise BadValueError(name="to_kiosk", value=given.to_kiosk, allowed=self.kiosk_id)
        if given.transfer_id in self._received:
            return None
        return Received(given.transfer_id, from_kiosk, given.places)

    def give_back(self, places: Iterable[Place], asked_at: int | None = None) -> Returned:
        """Places for the centre, which may answer the feed's wish at cursor `asked_at`.

        Raises NotFreeError.
        """
        return Returned(runs_of({place: self._hop_of(place) for place in places}), asked_at)

    def answer(self, asked_at: int) -> Returned:
        """What is still held of what the feed asked for at that cursor, also when that is nothing.

        The places that would be sold last go first. Raises BadValueError when the feed asked for
        nothing there, or it is answered.
        """
        asked = self.returns_asked.get(asked_at)
        if asked is None:
            allowed = ", ".join(map(str, self.returns_asked))
            raise BadValueError(name="asked_at", value=asked_at, allowed=allowed)
        slot = places_by_slot(self.free_of(asked.service_id)).get(asked.slot_start, ())
        return self.give_back(places_to_return(slot, asked.lane, asked.count), asked_at)

    def take_feed(self, part: FeedPart) -> FeedApplied | None:
        """The feed holds here up to the part's end; None when it did before.

        Raises LogError when entries between are missing, or not in order, EpochError for a part
        of a centre as it was before, or that this kiosk has not met.
        """
        self._check_epoch(part.epoch)
        if part.after > self.cursor:
            raise LogError(position=part.after, problem=f"feed expected after {self.cursor}")
        cursors = [entry.cursor for entry in part.entries]
        if cursors != sorted(set(cursors)) or (cursors and cursors[0] <= part.after):
            raise LogError(position=part.after, problem="feed is not in order")
        return FeedApplied(part.cursor) if part.cursor > self.cursor else None

    # What is durable counts

    def apply(self, body: Body, feed: Sequence[FeedEntry] = ()) -> None:
        """One entry of the own log counts; `feed` holds what a `feed_applied` speaks of, in order.

        Raises NotFreeError, NoNumberLeftError, UnknownTicketError or LogError for what cannot be in
        this log, and changes nothing then.
        """
        match body:
            case Granted():
                self._add_grant(body)
            case Issued():
                self._add_ticket(body)
            case CheckedIn():
                self._add_check_in(body)
            case Cancelled(ticket_id=ticket_id):
                self._cancel(ticket_id)
            case Given(transfer_id=transfer_id, places=runs):
                self._remove(runs)
                self.unconfirmed[transfer_id] = body
            case Received(transfer_id=transfer_id, places=runs):
                self._received.add(transfer_id)
                self._add(runs)
            case Returned(places=runs, asked_at=asked_at):
                self._remove(runs)
                self.returns_asked.pop(asked_at or 0, None)
            case FeedApplied(cursor=cursor):
                self._apply_feed(cursor, feed)
            case _:
                pass

    def meet(self, epoch: int) -> None:
        """The centre was restored; the same epoch again is allowed, an earlier one an EpochError."""
        if epoch < self.epoch:
            raise EpochError(epoch=epoch, known=self.epoch)
        self.epoch = epoch

    def confirm(self, transfer_id: TransferId) -> None:
        """The peer has received it; twice is allowed."""
        self.unconfirmed.pop(transfer_id, None)

    def _check_epoch(self, epoch: int) -> None:
        if epoch != self.epoch:
            raise EpochError(epoch=epoch, known=self.epoch)

    def _add_grant(self, granted: Granted) -> None:
        self._leases.add(granted.lease_id)
        if granted.request_no is not None:
            self._last_request = max(self._last_request, granted.request_no)
        self._add(granted.places)
        self.numbers.add(granted.business_date, granted.numbers)

    def _add_ticket(self, issued: Issued) -> None:
        series = issued.business_date, issued.number.letter
        if issued.place is not None:
            self._hop_of(issued.place)
        if issued.number != self.numbers.next(*series):
            raise LogError(position=None, problem=f"{issued.number} is not the next number")
        self.numbers.take(*series)
        if issued.place is not None:
            del self.free[issued.place]
        self._tickets[issued.ticket_id] = issued

    def _add_check_in(self, checked_in: CheckedIn) -> None:
        if (place := checked_in.place) and place.lane is Lane.EXTRA:
            self._hop_of(place)
            del self.free[place]
        self._tickets[checked_in.ticket_id] = checked_in

    def _cancel(self, ticket_id: TicketId) -> None:
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise UnknownTicketError(ticket_id=ticket_id)
        if ticket_id in self._cancelled:
            raise LogError(position=None, problem=f"{ticket.number} was cancelled before")
        self._cancelled.add(ticket_id)
        # The place of a booking's ticket is the centre's to free (rules.md 3, point 8).
        if isinstance(ticket, Issued) and ticket.place is not None:
            self.free[ticket.place] = ticket.hop + 1

    def _apply_feed(self, cursor: int, feed: Sequence[FeedEntry]) -> None:
        first, end = (
            bisect_right(feed, at, key=lambda entry: entry.cursor) for at in (self.cursor, cursor)
        )
        news = feed[first:end]
        if cursor <= self.cursor or not news or news[-1].cursor != cursor:
            raise LogError(position=None, problem=f"feed applied to {cursor}: entries are missing")
        for entry in news:
            self._apply_feed_entry(entry.cursor, entry.body)
        self.cursor = cursor

    def _apply_feed_entry(self, cursor: int, body: FeedBody) -> None:
        match body:
            case BookingMade(booking):
                self._bookings[booking.booking_id] = booking
            case BookingClosed(booking_id=booking_id, reason=reason):
                self._closed[booking_id] = reason
            case Stopped(stop):
                self.stops = (*self.stops, stop)
            case ReturnAsked(kiosk_id=kiosk_id) if kiosk_id != self.kiosk_id:
                pass
            case Reduced() | ReturnAsked():
                self.returns_asked[cursor] = body
            case _:
                assert_never(body)

    def _add(self, runs: Iterable[PlaceRun]) -> None:
        self.free.update(hops_of(runs))

    def _remove(self, runs: Iterable[PlaceRun]) -> None:
        places = hops_of(runs)
        for place in places:
            self._hop_of(place)
        for place in places:
            del self.free[place]

    def _hop_of(self, place: Place) -> int:
        try:
            return self.free[place]
        except KeyError:
            raise NotFreeError(place=place) from None

    def _number_of(self, booking: Booking) -> TicketNumber:
        return booking.number

    def _place_of(self, booking: Booking) -> Place:
        if booking.booking_id not in self._closed:
            return booking.place
        free = self.free_of(booking.service_id)
        extras = (place for place in free if place.is_extra_on_day_of(booking.slot.start))
        place = min(extras, default=None)
        if place is None:
            raise ExtraNeededError(service_id=booking.service_id)
        return place
