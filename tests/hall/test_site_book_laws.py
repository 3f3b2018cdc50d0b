# SPDX-License-Identifier: Apache-2.0
"""Laws of the centre's book: how logs are cut and mixed does not matter, no place is lost or doubled."""

import copy
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hall.booking import HoldAction
from hall.errors import ExtraNeededError, HallError, StatusError, UnknownBookingError
from hall.feed import CloseReason
from hall.ids import BookingId, HoldId, KioskId, TransferId
from hall.log import Cancelled, Given, Issued
from hall.owners import CENTRE, FROZEN, ONLINE, OwnerKind
from hall.place import Lane, Place
from hall.site_book import SiteBook
from tests.hall.leases import (
    HALF_PAST,
    KIOSKS,
    NINE,
    NOON,
    Kiosk,
    centre,
    check_pools,
    facts,
    replayed,
    restore_of,
    state,
    tell,
    wish,
    written,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, ticket_id

ANY = st.integers(0, 7)
WHO = st.sampled_from(KIOSKS)
ACTS = st.lists(st.tuples(ANY, WHO, WHO, ANY), max_size=20)
CUTS = st.lists(st.tuples(WHO, st.integers(0, 12), st.integers(0, 12)), max_size=15)


class Hall:
    """A centre that granted all it had before it was cut off, and kiosks that go on without it."""

    def __init__(self) -> None:
        self.site = centre()
        self.kiosks = {kiosk_id: Kiosk(kiosk_id) for kiosk_id in KIOSKS}
        self.on_their_way: list[tuple[KioskId, Given]] = []
        self.tickets = 0
        for number, (slot_start, lane) in enumerate(
            ((NINE[1], Lane.WALK_IN), (HALF_PAST[1], Lane.WALK_IN), (NINE[1], Lane.GREEN)), 1
        ):
            for kiosk in self.kiosks.values():
                request = wish(number, 2, 5, lane=lane, slot_start=slot_start)
                kiosk.commit(self.site.grant(kiosk.kiosk_id, request))

    def act(self, what: int, who: KioskId, peer: KioskId, which: int) -> None:
        kiosk = self.kiosks[who]
        free = kiosk.holding.free_of(ESTATE_ID)
        tickets = list(kiosk.holding.tickets)
        match what:
            case 0 | 1 | 2 if free:
                self.tickets += 1
                issue_at(kiosk, self.tickets, free[which % len(free)])
            case 3 | 4 if tickets:
                kiosk.commit(kiosk.holding.cancel(tickets[which % len(tickets)]))
            case 5 if free and who != peer:
                transfer_id = TransferId(f"{who}-{len(kiosk.log)}")
                given = kiosk.holding.give(transfer_id, peer, free[: which + 1])
                kiosk.commit(given)
                self.on_their_way.append((who, given))
            case 6 if self.on_their_way:
                giver, given = self.on_their_way[which % len(self.on_their_way)]
                receiver = self.kiosks[given.to_kiosk]
                receiver.commit(receiver.holding.receive(given, giver))
            case 7:
                kiosk.commit(kiosk.holding.give_back(free[:which]))
            case _:
                pass


def issue_at(kiosk: Kiosk, number: int, place: Place) -> None:
    with suppress(HallError):
        kiosk.commit(kiosk.holding.issue(ticket_id(number), MONDAY, ESTATE_ID, "A", place))


def cut_off(acts: list[tuple[int, KioskId, KioskId, int]]) -> Hall:
    hall = Hall()
    for act in acts:
        hall.act(*act)
    return hall


def told_in_order(hall: Hall) -> SiteBook:
    site = copy.deepcopy(hall.site)
    tell(site, *hall.kiosks.values())
    return site


@settings(max_examples=60)
@given(ACTS, CUTS)
def test_any_cut_of_the_logs_in_overlapping_parts_gives_the_same_book(acts, cuts):
    hall = cut_off(acts)
    site = copy.deepcopy(hall.site)
    for kiosk_id, after, count in cuts:
        kiosk = hall.kiosks[kiosk_id]
        known = site.acknowledged(kiosk_id)
        start = min(after, len(kiosk.log))
        before = state(site)
        try:
            reached = site.take_log(kiosk.part(start, start + count), NOON)
        except HallError:
            assert start > known
            assert state(site) == before
        else:
            assert reached == max(known, min(start + count, len(kiosk.log)))
        check_pools(site.owners)
    for kiosk in hall.kiosks.values():
        site.take_log(kiosk.part(site.acknowledged(kiosk.kiosk_id)), NOON)
    assert facts(site) == facts(told_in_order(hall))
    assert written(replayed(site)) == written(site)


@given(ACTS, st.permutations(KIOSKS))
def test_the_book_says_of_every_kiosk_what_it_holds(acts, order):
    """I9, whichever kiosk is heard first, also when a gift was not received yet."""
    hall = cut_off(acts)
    site = copy.deepcopy(hall.site)
    tell(site, *(hall.kiosks[kiosk_id] for kiosk_id in order))
    for kiosk in hall.kiosks.values():
        assert site.owners.of_kiosk(kiosk.kiosk_id) == kiosk.holding.free
        assert all(map(site.knows_ticket, kiosk.holding.tickets))


@given(ACTS, st.integers(0, 30))
def test_a_restored_centre_learns_from_the_logs_what_it_had_forgotten(acts, heard):
    """The backup is from before or after any entry; what was given out ends as it was.

    Of what lay at the centre nobody knows, but what came back since is there again.
    """
    hall = cut_off(acts)
    full = told_in_order(hall)
    backup = centre()
    for kiosk in hall.kiosks.values():
        with suppress(HallError):
            backup.take_log(kiosk.part(0, heard), NOON)
    restored = restore_of(backup, 2)
    for kiosk in hall.kiosks.values():
        kiosk.meet(2)
    tell(restored, *hall.kiosks.values())
    assert written(replayed(restored)) == written(restored)
    assert not restored.is_recovering
    for kiosk in hall.kiosks.values():
        assert restored.owners.of_kiosk(kiosk.kiosk_id) == kiosk.holding.free
    for place, owner, hop in full.owners:
        found = restored.owners.owner(place)
        assert restored.owners.hop(place) == hop
        if owner in (CENTRE, ONLINE):
            assert found == FROZEN or (found == owner and hop)
        else:
            assert found == owner


class Day(RuleBasedStateMachine):
    """A centre and three kiosks; each thing that is said arrives at some time, or not at all."""

    @initialize()
    def begins(self) -> None:
        self.site = centre()
        self.kiosks = {kiosk_id: Kiosk(kiosk_id) for kiosk_id in KIOSKS}
        self.places = {place for place, _, _ in self.site.owners}
        self.made = 0
        self.on_their_way: list[tuple[KioskId, Given]] = []
        self.now = at("08:00")
        self.last_hops: dict[Place, int] = {}

    def number(self) -> int:
        self.made += 1
        return self.made

    def free(self, who: KioskId) -> list[Place]:
        return self.kiosks[who].holding.free_of(ESTATE_ID)

    def attempt(self, act: Callable[[], object]) -> None:
        """It is done, or refused and nothing has changed."""
        before = state(self.site)
        try:
            act()
        except HallError:
            assert state(self.site) == before

    # The centre and the network

    @rule(
        who=WHO,
        lane=st.sampled_from([Lane.WALK_IN, Lane.WALK_IN, Lane.GREEN, Lane.EXTRA]),
        count=ANY,
        arrives=st.booleans(),
    )
    def a_kiosk_asks(self, *, who: KioskId, lane: Lane, count: int, arrives: bool) -> None:
        holding = self.kiosks[who].holding
        granted = self.site.grant(who, wish(holding.next_request_no, count, count, lane=lane))
        if arrives:
            self.kiosks[who].commit(holding.accept(granted))

    @rule(who=WHO, count=ANY)
    def a_log_is_sent(self, who: KioskId, count: int) -> None:
        known = self.site.acknowledged(who)
        self.site.take_log(self.kiosks[who].part(max(0, known - 2), known + count), NOON)

    @rule(who=WHO, after=ANY)
    def any_part_of_a_log_is_sent(self, who: KioskId, after: int) -> None:
        self.attempt(lambda: self.site.take_log(self.kiosks[who].part(after), NOON))

    @rule(who=WHO)
    def the_feed_is_heard(self, who: KioskId) -> None:
        kiosk = self.kiosks[who]
        kiosk.take(self.site.feed.after(kiosk.holding.cursor, 2))

    @rule()
    def a_visitor_books(self) -> None:
        hold_id, booking_id = HoldId(ticket_id(self.number())), BookingId(ticket_id(self.number()))

        def book() -> None:
            self.site.hold(hold_id, *NINE, self.now + timedelta(minutes=10))
            self.site.book(hold_id, booking_id, self.now)

        self.attempt(book)

    @rule(is_dropped=st.booleans())
    def a_place_is_held(self, *, is_dropped: bool) -> None:
        hold_id = HoldId(ticket_id(self.number()))
        expires_at = self.now + timedelta(minutes=10)
        self.attempt(lambda: self.site.hold(hold_id, *NINE, expires_at))
        if is_dropped:
            self.attempt(lambda: self.site.drop(hold_id, HoldAction.RELEASE, self.now))

    @rule()
    def the_sale_ends(self) -> None:
        self.site.end_sale(*NINE)

    @precondition(lambda self: self.site.bookings)
    @rule(which=ANY, reason=st.sampled_from(CloseReason))
    def a_booking_is_closed(self, which: int, reason: CloseReason) -> None:
        bookings = list(self.site.bookings)
        self.site.close(bookings[which % len(bookings)], reason)

    @rule()
    def closed_places_are_released(self) -> None:
        self.site.release_closed()

    @rule(lane=st.sampled_from(Lane), count=st.integers(-1, 3))
    def counters_close(self, lane: Lane, count: int) -> None:
        self.attempt(lambda: self.site.reduce(*NINE, lane, count))

    @rule(who=WHO)
    def a_kiosk_is_asked(self, who: KioskId) -> None:
        self.site.ask_return(who, *NINE, Lane.WALK_IN)

    # The kiosks

    @rule(who=WHO, which=ANY)
    def a_visitor_comes(self, who: KioskId, which: int) -> None:
        if free := self.free(who):
            issue_at(self.kiosks[who], self.number(), free[which % len(free)])

    @precondition(lambda self: self.site.bookings)
    @rule(who=WHO, which=ANY)
    def a_booked_visitor_comes(self, who: KioskId, which: int) -> None:
        bookings = list(self.site.bookings)
        kiosk = self.kiosks[who]
        with suppress(UnknownBookingError, StatusError, ExtraNeededError):
            kiosk.commit(kiosk.holding.check_in(bookings[which % len(bookings)]))

    @rule(who=WHO, which=ANY)
    def a_ticket_is_cancelled(self, who: KioskId, which: int) -> None:
        kiosk = self.kiosks[who]
        if tickets := list(kiosk.holding.tickets):
            kiosk.commit(kiosk.holding.cancel(tickets[which % len(tickets)]))

    @rule(who=WHO, peer=WHO, count=ANY)
    def a_kiosk_gives(self, who: KioskId, peer: KioskId, count: int) -> None:
        kiosk = self.kiosks[who]
        if who != peer:
            transfer_id = TransferId(f"{who}-{len(kiosk.log)}")
            given = kiosk.holding.give(transfer_id, peer, self.free(who)[:count])
            kiosk.commit(given)
            self.on_their_way.append((who, given))

    @precondition(lambda self: self.on_their_way)
    @rule(which=ANY)
    def a_gift_arrives(self, which: int) -> None:
        giver, given = self.on_their_way[which % len(self.on_their_way)]
        receiver = self.kiosks[given.to_kiosk]
        receiver.commit(receiver.holding.receive(given, giver))

    @rule(who=WHO, count=ANY)
    def a_kiosk_returns(self, who: KioskId, count: int) -> None:
        kiosk = self.kiosks[who]
        kiosk.commit(kiosk.holding.give_back(self.free(who)[:count]))

    @rule(who=WHO)
    def a_kiosk_answers(self, who: KioskId) -> None:
        kiosk = self.kiosks[who]
        for asked_at in list(kiosk.holding.returns_asked):
            kiosk.commit(kiosk.holding.answer(asked_at))

    @rule()
    def the_centre_starts_again(self) -> None:
        """Its journal is all it needs; when it last heard of a kiosk is stored beside it."""
        again = replayed(self.site)
        assert written(again) == written(self.site)
        for kiosk_id in self.kiosks:
            again.recall(kiosk_id, self.site.account(kiosk_id))
        self.site = again

    # What holds whatever comes

    @invariant()
    def every_place_has_one_owner_before_and_after(self) -> None:
        assert {place for place, _, _ in self.site.owners} == self.places
        check_pools(self.site.owners)

    @invariant()
    def a_hop_never_falls(self) -> None:
        hops = {place: hop for place, _, hop in self.site.owners}
        assert all(hops[place] >= hop for place, hop in self.last_hops.items())
        self.last_hops = hops

    @invariant()
    def nobody_but_its_kiosk_can_give_out_a_place(self) -> None:
        """I4 over the kiosks: a place is free at one of them, or on one ticket that counts."""
        taken: list[Place] = []
        for kiosk in self.kiosks.values():
            taken += kiosk.holding.free
            taken += self._sold(kiosk)
        assert len(set(taken)) == len(taken)

    def _sold(self, kiosk: Kiosk) -> list[Place]:
        bodies = [entry.body for entry in kiosk.log]
        cancelled = {body.ticket_id for body in bodies if isinstance(body, Cancelled)}
        return [
            body.place
            for body in bodies
            if isinstance(body, Issued) and body.place and body.ticket_id not in cancelled
        ]

    @invariant()
    def what_the_centre_can_sell_nobody_else_can(self) -> None:
        """A place in a pool, held or booked is free at no kiosk and on none of its tickets."""
        centres = {
            place
            for place, owner, _ in self.site.owners
            if owner.kind in (OwnerKind.CENTRE, OwnerKind.ONLINE, OwnerKind.HOLD, OwnerKind.BOOKING)
        }
        for kiosk in self.kiosks.values():
            assert not centres & kiosk.holding.free.keys()
            assert not centres & set(self._sold(kiosk))

    @invariant()
    def no_walk_in_place_is_online(self) -> None:
        """I3 and R4."""
        online = (OwnerKind.ONLINE, OwnerKind.HOLD, OwnerKind.BOOKING)
        for place, owner, _ in self.site.owners:
            assert owner.kind not in online or place.lane is Lane.BOOKED

    def teardown(self) -> None:
        """All is exchanged at last: then the book says what every kiosk holds (I9)."""
        if not hasattr(self, "site"):
            return
        for kiosk in self.kiosks.values():
            for granted in self.site.grants_of(kiosk.kiosk_id):
                kiosk.commit(kiosk.holding.accept(granted))
        for giver, gift in self.on_their_way:
            receiver = self.kiosks[gift.to_kiosk]
            receiver.commit(receiver.holding.receive(gift, giver))
        tell(self.site, *self.kiosks.values())
        assert written(replayed(self.site)) == written(self.site)
        self.every_place_has_one_owner_before_and_after()
        for kiosk in self.kiosks.values():
            assert self.site.owners.of_kiosk(kiosk.kiosk_id) == kiosk.holding.free
            assert not [o for _, o, _ in self.site.owners if o.kind is OwnerKind.TRANSFER]


Day.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestDay = Day.TestCase
