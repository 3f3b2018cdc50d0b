# SPDX-License-Identifier: Apache-2.0
"""Laws of calling, whatever counters and kiosks do: once each, nobody lost, nobody overtaken too often."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hall.bound import calls_until_called
from hall.calls import (
    Called,
    CallUndone,
    Finished,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    TicketCall,
    Transferred,
)
from hall.errors import HallError
from hall.ids import CounterId, ServiceId, TicketId
from hall.log import Cancelled, Requeued
from hall.place import Lane
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from tests.hall.calls import ONE, OTHER, TWO, B, G, Hall, W, calls_of
from tests.hall.leases import replayed, state, written
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, ticket_id

SERVICES = st.sampled_from([ESTATE_ID, INSURANCE_ID])
COUNTERS = st.sampled_from([ONE, TWO, OTHER])
WHICH = st.integers(0, 30)
KINDS = st.sampled_from(
    [CallUndone, Finished, Missed, Parked, PutBack, Recalled, Resumed, Started, Started, Finished]
)
BACK = (CallUndone, PutBack, Resumed, Transferred)


class Calling(RuleBasedStateMachine):
    """One day at three counters."""

    @initialize()
    def begins(self) -> None:
        self.hall = Hall()
        self.made = 0
        self.returned: set[TicketId] = set()
        """Those that ever waited otherwise than in their line: no bound is theirs, and they break others'."""
        self.joined: dict[TicketId, tuple[int, int]] = {}
        """Place in its own line, and calls of its service so far, when it joined."""
        self.calls: list[tuple[ServiceId, TicketId]] = []

    def attempt(self, act: Callable[[], object]) -> bool:
        """It is done, or refused and nothing has changed."""
        before = state(self.hall.book)
        try:
            act()
        except HallError:
            assert state(self.hall.book) == before
            return False
        return True

    def some(self, which: int) -> int:
        return 1 + which % self.made if self.made else 1

    def comes(self, service_id: ServiceId, lane: Lane) -> None:
        tickets = self.hall.book.counters.turns.tickets.values()
        ahead = sum(
            known.service_id == service_id
            and known.turn.lane is lane
            and not known.turn.is_standby
            and known.status_at(self.hall.now) in (TicketStatus.WAITING, TicketStatus.PARKED)
            for known in tickets
        )
        before = sum(one == service_id for one, _ in self.calls)
        self.joined[ticket_id(self.made)] = ahead, before

    @rule(
        service_id=SERVICES,
        lane=st.sampled_from([W, W, G]),
        is_standby=st.sampled_from([0, 0, 0, 1]),
    )
    def a_visitor_takes_a_number(self, service_id: ServiceId, lane: Lane, is_standby: int) -> None:
        self.made += 1
        self.hall.come(self.made, lane=lane, service_id=service_id, is_standby=bool(is_standby))
        if is_standby:
            self.returned.add(ticket_id(self.made))
        self.comes(service_id, lane)

    @rule(minutes=st.integers(0, 40))
    def somebody_takes_a_later_number(self, minutes: int) -> None:
        self.made += 1
        later = self.hall.now + timedelta(minutes=minutes)
        self.hall.come(self.made, chosen_slot=later)
        self.returned.add(ticket_id(self.made))

    @rule()
    def a_booked_visitor_comes(self) -> None:
        self.made += 1
        self.hall.check_in(self.made)
        self.comes(ESTATE_ID, B)

    @rule()
    def somebody_books(self) -> None:
        with suppress(HallError):
            self.hall.book_place(500 + len(self.hall.book.bookings))

    @rule(which=WHICH)
    def a_visitor_cancels(self, which: int) -> None:
        self.hall.say(Cancelled(ticket_id(self.some(which))))

    @rule(which=WHICH)
    def a_missed_visitor_comes_back(self, which: int) -> None:
        self.hall.say(Requeued(ticket_id(self.some(which))))

    @rule(counter_id=COUNTERS)
    def next_is_pressed(self, counter_id: CounterId) -> None:
        counters = self.hall.book.counters
        found = list[int | None]()
        with suppress(HallError):
            found.append(self.hall.next(counter_id))
        if found and found[0] is not None:
            known = self.hall.known(found[0])
            self.check_bound(known.turn.ticket_id, known.turn.lane, known.service_id)
            self.calls.append((known.service_id, known.turn.ticket_id))
        elif found:
            service_id = counters.counters[counter_id].service_id
            queue = counters.turns.pool(service_id).queue
            assert not len(queue), "a counter stays idle while somebody waits"

    def check_bound(self, one: TicketId, lane: Lane, service_id: ServiceId) -> None:
        if one in self.returned or one not in self.joined:
            return
        shares = self.hall.book.counters.turns.pool(service_id)._shares
        ahead, before = self.joined[one]
        calls = [each for at, each in self.calls if at == service_id][before:]
        returned = sum(each in self.returned for each in calls)
        bound = calls_until_called(
            ahead + 1, lane, shares.lowest, shares.highest, returned=returned
        )
        assert len(calls) + 1 <= bound
        own = [
            each for each in calls if self.hall.book.counters.turns.ticket(each).turn.lane is lane
        ]
        assert all(each < one for each in own if each not in self.returned)

    @rule(kind=KINDS, which=WHICH, counter_id=COUNTERS)
    def a_counter_acts(self, kind: type[TicketCall], which: int, counter_id: CounterId) -> None:
        self.do(kind, self.some(which), counter_id)

    @rule(kind=KINDS, counter_id=COUNTERS)
    def a_counter_goes_on(self, kind: type[TicketCall], counter_id: CounterId) -> None:
        if known := self.hall.book.counters.ticket_at(counter_id):
            self.do(kind, known.turn.ticket_id.int, counter_id)

    def do(self, kind: type[TicketCall], number: int, counter_id: CounterId) -> None:
        is_done = self.attempt(lambda: self.hall.act(kind, number, counter_id))
        if is_done and kind not in (Recalled, Started):
            self.returned.add(ticket_id(number))

    @rule(counter_id=COUNTERS, to=SERVICES)
    def a_visitor_is_sent_on(self, counter_id: CounterId, to: ServiceId) -> None:
        if known := self.hall.book.counters.ticket_at(counter_id):
            number = known.turn.ticket_id.int
            if self.attempt(lambda: self.hall.act(Transferred, number, counter_id, to)):
                self.returned.add(ticket_id(number))

    @rule(counter_id=COUNTERS, service_id=SERVICES)
    def a_counter_opens(self, counter_id: CounterId, service_id: ServiceId) -> None:
        self.attempt(lambda: self.hall.open(counter_id, service_id))

    @rule(counter_id=COUNTERS, is_pause=st.booleans())
    def a_counter_closes(self, counter_id: CounterId, *, is_pause: bool) -> None:
        self.attempt(lambda: self.hall.close(counter_id, is_pause=is_pause))

    @rule(service_id=SERVICES, standing=st.sampled_from(Standing))
    def a_service_stops(self, service_id: ServiceId, standing: Standing) -> None:
        self.hall.book.stop_once(Stop(service_id, self.hall.now, standing))

    @rule(minutes=st.sampled_from([0, 1, 5, 61]))
    def time_passes(self, minutes: int) -> None:
        if self.hall.now.hour < 8:  # the business day ends at 20:00 UTC
            self.hall.pass_time(minutes=minutes)

    @rule()
    def the_centre_starts_again(self) -> None:
        assert written(replayed(self.hall.book)) == written(self.hall.book)

    @invariant()
    def everybody_is_in_one_queue_or_at_one_counter_or_has_gone(self) -> None:
        if not hasattr(self, "hall"):
            return
        turns = self.hall.book.counters.turns
        at_counters = list(turns.at_counter.values())
        assert len(set(at_counters)) == len(at_counters)
        for one, known in turns.tickets.items():
            queues = [at for at, pool in turns.pools.items() if one in pool.queue]
            waits = known.status in (TicketStatus.EARLY, TicketStatus.WAITING)
            if waits or (known.status is TicketStatus.PARKED and queues):
                assert queues == [known.service_id]
            else:
                assert not queues
            is_at = known.status in (TicketStatus.CALLED, TicketStatus.SERVING)
            assert (one in at_counters) is is_at
            assert (known.counter_id is not None) is is_at

    @invariant()
    def nobody_is_called_twice_unless_he_came_back(self) -> None:
        if not hasattr(self, "hall"):
            return
        away: set[TicketId] = set()
        requeued = {
            entry.body.ticket_id for entry in self.hall.log if isinstance(entry.body, Requeued)
        }
        for act in calls_of(self.hall.book):
            if isinstance(act, Called):
                assert act.ticket_id not in away - requeued
                away.add(act.ticket_id)
            elif isinstance(act, BACK):
                away.discard(act.ticket_id)

    def teardown(self) -> None:
        """Nobody is lost: in the end all are called who wait."""
        if not hasattr(self, "hall"):
            return
        counters = self.hall.book.counters
        for service_id in (ESTATE_ID, INSURANCE_ID):
            self.hall.book.stop_once(Stop(service_id, self.hall.now, Standing.OPEN))
        for number, service_id in (
            (CounterId("last"), ESTATE_ID),
            (CounterId("end"), INSURANCE_ID),
        ):
            self.hall.open(number, service_id)
            while (one := self.hall.next(number)) is not None:
                self.hall.act(Started, one, number)
                self.hall.act(Finished, one, number)
        left = {known.status for known in counters.turns.tickets.values()}
        assert not left & {TicketStatus.WAITING, TicketStatus.EARLY}
        assert written(replayed(self.hall.book)) == written(self.hall.book)


TestCalling = Calling.TestCase
TestCalling.settings = settings(max_examples=25, stateful_step_count=50)
