# SPDX-License-Identifier: Apache-2.0
from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hall.booking import BookingStatus, HoldAction, HoldStatus
from hall.errors import HallError, SoldOutError
from hall.feed import BookingClosed, BookingMade, CloseReason
from hall.ids import BookingId, HoldId, KioskId
from hall.owners import CENTRE, Owner, OwnerKind
from hall.place import Lane, Place
from hall.quota import LaneQuota
from hall.span import Span
from tests.hall.leases import K1, K2, NINE, book_of, check_pools, day_of, state
from tests.hall.samples import ESTATE_ID, at, place, ticket_id

SLOTS = tuple(Span(at(start), at(end)) for start, end in (("09:00", "09:30"), ("09:30", "10:00")))
ONLINE_PLACES = [place(start, Lane.BOOKED, n) for start in ("09:00", "09:30") for n in range(2)]
WALK_INS = [place("09:00", Lane.WALK_IN, index) for index in range(2)]
LASTS = timedelta(minutes=10)
ANY = st.integers(0, 3)
SLOT = st.sampled_from(SLOTS)


class Selling(RuleBasedStateMachine):
    """Platforms hold, book, drop and cancel while the sale ends and kiosks report what they know."""

    @initialize()
    def begins(self) -> None:
        quotas = {(ESTATE_ID, slot.start): LaneQuota(2, 0, 0) for slot in SLOTS}
        quotas[NINE] = LaneQuota(2, 2, 0)
        self.site = book_of(day_of(quotas, {}), K1, K2)
        self.ledger = next(iter(self.site.days))
        self.sale = self.ledger.sale
        self.owners, self.feed = self.site.owners, self.site.feed
        self.now = at("08:00")
        self.applied = {K1: 0, K2: 0}
        self.released: set[Place] = set()
        self.made = 0

    def book_s(self, number: int) -> BookingId:
        return list(self.sale.bookings)[number % len(self.sale.bookings)]

    def hold_s(self, number: int) -> HoldId:
        return list(self.sale.holds)[number % len(self.sale.holds)]

    @rule(slot=SLOT)
    def holds(self, slot: Span) -> None:
        self.made += 1
        hold_id = HoldId(ticket_id(self.made))
        with suppress(SoldOutError):
            hold = self.site.hold(hold_id, ESTATE_ID, slot.start, self.now + LASTS)
            assert self.site.hold(hold_id, ESTATE_ID, slot.start, self.now) == hold

    @precondition(lambda self: self.sale.holds)
    @rule(which=ANY)
    def books(self, which: int) -> None:
        hold_id = self.hold_s(which)
        booking_id = BookingId(ticket_id(1000 + self.made))
        self.made += 1
        self.either(lambda: self.site.book(hold_id, booking_id, self.now))

    @precondition(lambda self: self.sale.holds)
    @rule(which=ANY, action=st.sampled_from([HoldAction.RELEASE, HoldAction.EXPIRE]))
    def drops(self, which: int, action: HoldAction) -> None:
        self.either(lambda: self.site.drop(self.hold_s(which), action, self.now))

    def either(self, act) -> None:
        """It is done, or refused and nothing has changed."""
        before = state(self.site)
        try:
            act()
        except HallError:
            assert state(self.site) == before

    @precondition(lambda self: self.sale.bookings)
    @rule(which=ANY, reason=st.sampled_from(CloseReason))
    def closes(self, which: int, reason: CloseReason) -> None:
        self.site.close(self.book_s(which), reason)

    @precondition(lambda self: self.sale.bookings)
    @rule(which=ANY, kiosk_id=st.sampled_from([K1, K2]))
    def checks_in(self, which: int, kiosk_id: KioskId) -> None:
        """A kiosk that has not heard of the close gives the booking's own place."""
        booking = self.sale.bookings[self.book_s(which)]
        known = self.feed.after(0).entries
        bodies = [entry.body for entry in known if entry.cursor <= self.applied[kiosk_id]]
        is_made = any(
            isinstance(b, BookingMade) and b.booking.place == booking.place for b in bodies
        )
        is_closed = any(
            isinstance(b, BookingClosed) and b.booking_id == booking.booking_id for b in bodies
        )
        if is_made and not is_closed:
            self.sale.checked_in(booking.booking_id, booking.place)
            assert booking.place not in self.released

    @rule(kiosk_id=st.sampled_from([K1, K2]))
    def a_kiosk_hears_the_feed(self, kiosk_id: KioskId) -> None:
        self.applied[kiosk_id] = self.feed.cursor

    @rule()
    def releases(self) -> None:
        for kiosk_id, cursor in self.applied.items():
            self.site.account(kiosk_id).feed_cursor = cursor
        self.released |= set(self.site.release_closed())

    @rule(slot=SLOT)
    def the_sale_ends(self, slot: Span) -> None:
        self.site.end_sale(ESTATE_ID, slot.start)

    @rule(minutes=st.integers(1, 15))
    def time_goes_by(self, minutes: int) -> None:
        self.now: datetime = self.now + timedelta(minutes=minutes)

    @invariant()
    def every_place_there_was_has_one_owner(self) -> None:
        assert {place for place, _, _ in self.owners} == {*ONLINE_PLACES, *WALK_INS}
        check_pools(self.owners)

    @invariant()
    def no_walk_in_place_is_sold_online(self) -> None:
        assert all(self.owners.owner(each) == CENTRE for each in WALK_INS)

    @invariant()
    def a_hold_has_its_place_exactly_while_it_is_held(self) -> None:
        held = {
            hold.place: Owner(OwnerKind.HOLD, hold.hold_id)
            for hold in self.sale.holds.values()
            if hold.status is HoldStatus.HELD
        }
        owned = {p: owner for p, owner, _ in self.owners if owner.kind is OwnerKind.HOLD}
        assert held == owned

    @invariant()
    def a_booking_has_its_place_until_it_is_a_ticket_or_released(self) -> None:
        for booking in self.sale.bookings.values():
            if self.sale.is_used(booking.booking_id):
                owner = Owner(OwnerKind.TICKET, booking.ticket_id)
            elif booking.has_place:
                owner = Owner(OwnerKind.BOOKING, booking.booking_id)
            else:
                owner = CENTRE
            assert self.owners.owner(booking.place) == owner

    @invariant()
    def no_number_and_no_place_is_booked_twice(self) -> None:
        bookings = self.sale.bookings.values()
        assert sorted(booking.number.number for booking in bookings) == list(
            range(1, len(bookings) + 1)
        )
        assert len({booking.place for booking in bookings}) == len(bookings)

    @invariant()
    def the_feed_tells_of_every_booking_and_close_once(self) -> None:
        bodies = [entry.body for entry in self.feed.after(0).entries]
        made = [body.booking.booking_id for body in bodies if isinstance(body, BookingMade)]
        closes = [body for body in bodies if isinstance(body, BookingClosed)]
        closed = {body.booking_id for body in closes}
        assert made == list(self.sale.bookings)
        assert len(set(closes)) == len(closes)
        cancelled = {
            booking.booking_id
            for booking in self.sale.bookings.values()
            if booking.status is BookingStatus.CANCELLED
        }
        assert cancelled <= closed


Selling.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestSelling = Selling.TestCase
