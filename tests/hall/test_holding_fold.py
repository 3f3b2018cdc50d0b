# SPDX-License-Identifier: Apache-2.0
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hall.errors import ExtraNeededError, StatusError, UnknownBookingError
from hall.feed import BookingClosed, CloseReason, FeedBody, FeedPart, Reduced, ReturnAsked, Stopped
from hall.ids import KioskId, TransferId
from hall.log import Cancelled, Given, Granted, Issued, Received
from hall.place import Lane, Place, PlaceRun
from hall.stopping import Standing, Stop
from tests.hall.leases import DAY_START, K1, K2, Kiosk, booked, lease, news, state, walk_ins
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking, ticket_id

ANY = st.integers(0, 5)


class Life(RuleBasedStateMachine):
    """A kiosk takes what the centre and a colleague send, and serves whoever comes."""

    @initialize()
    def begins(self) -> None:
        self.kiosk = Kiosk(K1)
        self.acts = 0

    @property
    def free(self) -> list[Place]:
        return self.kiosk.holding.free_of(ESTATE_ID)

    def next_act(self) -> int:
        """Names what is new, so that no two acts are about the same place, number or ticket."""
        self.acts += 1
        return self.acts

    def hear(self, body: FeedBody) -> None:
        cursor = self.kiosk.holding.cursor
        self.kiosk.take(FeedPart(1, cursor, news(body, first=cursor + 1)))

    @rule(count=ANY)
    def is_granted(self, count: int) -> None:
        act = self.next_act()
        extras = PlaceRun(ESTATE_ID, DAY_START, Lane.EXTRA, 10 * act, count // 2, 1)
        granted = lease(
            f"1-{act}",
            walk_ins(10 * act, count),
            extras,
            numbers=(10 * act, 10 * act + count),
            request_no=self.kiosk.holding.next_request_no,
        )
        self.kiosk.commit(self.kiosk.holding.accept(granted))
        assert self.kiosk.holding.accept(granted) is None

    @precondition(lambda self: self.free and self.kiosk.holding.numbers.has(MONDAY, "A"))
    @rule(which=ANY)
    def issues(self, which: int) -> None:
        place = self.free[which % len(self.free)]
        ticket = ticket_id(self.next_act())
        self.kiosk.commit(self.kiosk.holding.issue(ticket, MONDAY, ESTATE_ID, "A", place))

    @precondition(lambda self: self.kiosk.holding.tickets)
    @rule(which=ANY)
    def cancels(self, which: int) -> None:
        tickets = list(self.kiosk.holding.tickets)
        self.kiosk.commit(self.kiosk.holding.cancel(tickets[which % len(tickets)]))

    @rule(number=ANY)
    def hears_of_a_booking(self, number: int) -> None:
        self.hear(booked(number=number + 1))

    @rule(number=ANY, reason=st.sampled_from(CloseReason))
    def hears_of_a_closed_booking(self, number: int, reason: CloseReason) -> None:
        self.hear(BookingClosed(booking("09:00", number + 1).booking_id, reason))

    @rule(number=ANY)
    def checks_in(self, number: int) -> None:
        with suppress(UnknownBookingError, StatusError, ExtraNeededError):
            booking_id = booking("09:00", number + 1).booking_id
            self.kiosk.commit(self.kiosk.holding.check_in(booking_id))
            assert self.kiosk.holding.check_in(booking_id) is None

    @rule(count=ANY)
    def gives(self, count: int) -> None:
        transfer_id = TransferId(f"k1-{self.next_act()}")
        self.kiosk.commit(self.kiosk.holding.give(transfer_id, K2, self.free[:count]))

    @rule(count=ANY, hop=ANY)
    def receives(self, count: int, hop: int) -> None:
        act = self.next_act()
        gift = Given(TransferId(f"k2-{act}"), K1, (walk_ins(10 * act, count, hop),))
        self.kiosk.commit(self.kiosk.holding.receive(gift, K2))
        assert self.kiosk.holding.receive(gift, K2) is None

    @rule(count=ANY)
    def gives_back(self, count: int) -> None:
        self.kiosk.commit(self.kiosk.holding.give_back(self.free[:count]))

    @rule(count=ANY)
    def hears_of_a_reduction(self, count: int) -> None:
        self.hear(Reduced(ESTATE_ID, at("09:00"), Lane.WALK_IN, count))

    @rule(count=ANY, kiosk_id=st.sampled_from([K1, K2]))
    def hears_a_wish(self, count: int, kiosk_id: KioskId) -> None:
        self.hear(ReturnAsked(kiosk_id, ESTATE_ID, at("09:00"), Lane.WALK_IN, count))

    @rule(standing=st.sampled_from(Standing))
    def hears_of_a_stop(self, standing: Standing) -> None:
        self.hear(Stopped(Stop(ESTATE_ID, at("14:00"), standing)))

    @precondition(lambda self: self.kiosk.holding.returns_asked)
    @rule()
    def answers(self) -> None:
        asked_at = min(self.kiosk.holding.returns_asked)
        wished = self.kiosk.holding.returns_asked[asked_at].count
        returned = self.kiosk.holding.answer(asked_at)
        assert sum(run.count for run in returned.places) <= wished
        self.kiosk.commit(returned)

    @invariant()
    def it_is_what_its_log_says(self) -> None:
        assert state(self.kiosk.fold()) == state(self.kiosk.holding)

    @invariant()
    def no_place_is_free_and_on_a_ticket(self) -> None:
        cancelled = {
            entry.body.ticket_id for entry in self.kiosk.log if isinstance(entry.body, Cancelled)
        }
        sold = [
            ticket.place
            for ticket in self.kiosk.holding.tickets.values()
            if isinstance(ticket, Issued) and ticket.ticket_id not in cancelled
        ]
        assert len(set(sold)) == len(sold)
        assert not set(sold) & self.kiosk.holding.free.keys()

    @invariant()
    def no_number_is_used_twice(self) -> None:
        tickets = self.kiosk.holding.tickets.values()
        assert len({ticket.number for ticket in tickets}) == len(tickets)

    @invariant()
    def a_place_is_free_at_the_highest_hop_the_log_gives_it(self) -> None:
        hops: dict[Place, int] = {}
        for entry in self.kiosk.log:
            if isinstance(entry.body, Granted | Received):
                for run in entry.body.places:
                    hops |= dict.fromkeys(run.places(), run.hop)
        assert all(hop >= hops[place] for place, hop in self.kiosk.holding.free.items())


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
