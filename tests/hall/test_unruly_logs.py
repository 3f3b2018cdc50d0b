# SPDX-License-Identifier: Apache-2.0
"""Whatever kiosks and counters say, in whatever order: it counts, or is refused in words and changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from hall.calls import (
    CALLS,
    Call,
    CounterClosed,
    CounterOpened,
    Transferred,
)
from hall.counter_book import CounterBook
from hall.errors import HallError
from hall.exchange import LeaseRequest, LogPart
from hall.feed import CloseReason
from hall.ids import ActId, BookingId, CounterId, HoldId, KioskId, LeaseId, RequestId, TransferId
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    Entry,
    FeedApplied,
    Given,
    Granted,
    Issued,
    Linked,
    PrintEnded,
    PrintProof,
    PrintStarted,
    Received,
    Requeued,
    Returned,
    append,
)
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneQuota
from tests.hall.leases import (
    DAY,
    HALF_PAST,
    KIOSKS,
    NINE,
    NOON,
    check_pools,
    day_of,
    replayed,
    state,
    written,
)
from tests.hall.rows import Rows
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, ticket_id

SMALL = st.integers(0, 3)
DAYS = st.sampled_from([MONDAY, MONDAY, MONDAY, MONDAY + DAY, MONDAY - DAY, MONDAY + 2 * DAY])
SERVICES = st.sampled_from([ESTATE_ID, INSURANCE_ID])
SLOTS = st.sampled_from([NINE[1], HALF_PAST[1], at("04:00"), at("09:00") + DAY, at("09:00") - DAY])
TICKETS = st.integers(1, 5).map(ticket_id)
LETTERS = st.sampled_from("AAAC")
PLACES = st.builds(Place, SERVICES, SLOTS, st.sampled_from(Lane), SMALL)
RUNS = st.lists(
    st.builds(
        PlaceRun, SERVICES, SLOTS, st.sampled_from(Lane), SMALL, st.integers(1, 2), hop=SMALL
    ),
    max_size=2,
).map(tuple)
NUMBERS = st.builds(TicketNumber, LETTERS, st.integers(1, 30), is_booked=st.booleans())
RANGES = st.builds(
    lambda letter, first: NumberRange(letter, first, first + 9), LETTERS, st.integers(1, 4)
)
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(
        Granted,
        st.sampled_from("ab").map(LeaseId),
        DAYS,
        RUNS,
        st.lists(RANGES, max_size=1).map(tuple),
        st.one_of(st.none(), st.integers(1, 3).map(RequestId)),
    ),
    st.builds(
        Issued,
        TICKETS,
        DAYS,
        SERVICES,
        NUMBERS,
        st.sampled_from(Lane),
        st.one_of(st.none(), PLACES),
        SMALL,
        st.booleans(),
        st.one_of(st.none(), SLOTS),
    ),
    st.builds(
        CheckedIn,
        TICKETS,
        TICKETS.map(BookingId),
        DAYS,
        SERVICES,
        NUMBERS,
        st.one_of(st.none(), PLACES),
    ),
    st.builds(Linked, TICKETS, DAYS, TICKETS),
    st.builds(PrintStarted, TICKETS),
    st.builds(PrintEnded, TICKETS, st.sampled_from(PrintProof)),
    st.builds(Cancelled, TICKETS),
    st.builds(Requeued, TICKETS),
    st.builds(Returned, RUNS, st.one_of(st.none(), st.integers(0, 20))),
    st.builds(Given, st.sampled_from("xy").map(TransferId), st.sampled_from(KIOSKS), RUNS),
    st.builds(Received, st.sampled_from("xy").map(TransferId), st.sampled_from(KIOSKS), RUNS),
    st.builds(FeedApplied, st.integers(0, 30)),
)
COUNTERS = st.sampled_from("12").map(CounterId)
WORDS = st.tuples(st.sampled_from(KIOSKS), BODIES, st.integers(-2, 2), SMALL)
ACTS = st.tuples(st.sampled_from(CALLS), COUNTERS, TICKETS, SERVICES)
ORDERS = st.sampled_from(["next", "book", "close", "grant", "minutes"])
WHATEVER = st.lists(st.one_of(WORDS, ACTS, st.tuples(ORDERS, st.integers(1, 3))), max_size=30)


class Centre:
    """Three kiosks and two counters that keep no rule."""

    def __init__(self) -> None:
        self.book = CounterBook(Rows(), MONDAY, at("04:00"))
        for kiosk_id in KIOSKS:
            self.book.add_kiosk(kiosk_id)
        self.book.open_day(day_of())
        self.book.open_day(
            day_of({(ESTATE_ID, NINE[1] + DAY): LaneQuota(2, 2, 1)}, on=MONDAY + DAY)
        )
        self.logs: dict[KioskId, list[Entry]] = {kiosk_id: [] for kiosk_id in KIOSKS}
        self.now = at("08:40")
        self.made = 0
        for counter_id, service_id in (("1", INSURANCE_ID), ("2", ESTATE_ID)):
            self.does(CounterOpened, CounterId(counter_id), ticket_id(1), service_id)

    def attempt(self, what: Callable[[], object]) -> bool:
        before = state(self.book)
        try:
            what()
        except HallError:
            assert state(self.book) == before
            return False
        return True

    def says(self, kiosk_id: KioskId, body: Body, shift: int, cut: int) -> None:
        """Its newest entries are sent once wrongly, too early, again or cut, and once as they are."""
        log, book = self.logs[kiosk_id], self.book
        log.append(append(log[-1] if log else None, self.now, body))
        after = max(0, book.acknowledged(kiosk_id) + shift)
        for first, last in ((after, len(log) - cut), (book.acknowledged(kiosk_id), len(log))):
            part = LogPart(kiosk_id, 1, first, tuple(log[first:last]), len(log))
            self.attempt(lambda part=part: book.take_log(part, NOON))
        del log[book.acknowledged(kiosk_id) :]  # the next word begins where this one was refused

    def does(self, kind: type[Call], counter_id: CounterId, *rest: object) -> None:
        self.made += 1
        ticket, service = rest
        words: dict[type[Call], tuple[object, ...]] = {
            CounterOpened: (service,),
            CounterClosed: (),
            Transferred: rest,
        }
        act = kind(ActId(UUID(int=self.made)), self.now, counter_id, *words.get(kind, (ticket,)))  # type: ignore[arg-type]  # fields as the kind has them
        self.attempt(lambda: self.book.act(act))

    def orders(self, what: str, which: int) -> None:
        booking_id, hold_id = BookingId(ticket_id(which)), HoldId(ticket_id(100 + which))
        expires_at = self.now + timedelta(minutes=5)
        match what:
            case "next":
                act_id = ActId(UUID(int=1000 + which))
                self.attempt(lambda: self.book.call_next(act_id, CounterId("1"), self.now))
            case "book":
                self.attempt(lambda: self.book.hold(hold_id, *NINE, expires_at))
                self.attempt(lambda: self.book.book(hold_id, booking_id, self.now))
            case "close":
                self.attempt(lambda: self.book.close(booking_id, CloseReason.CANCELLED))
                self.attempt(self.book.release_closed)
            case "grant":
                wish = LeaseRequest(RequestId(which), *NINE, Lane.WALK_IN, 2, 2)
                self.attempt(lambda: self.book.grant(KIOSKS[which - 1], wish))
            case _:
                self.now += timedelta(minutes=5)


@settings(max_examples=60)
@given(WHATEVER)
def test_whatever_is_said_counts_or_is_refused_and_the_journal_tells_all(whatever) -> None:
    centre = Centre()
    for each in whatever:
        match each:
            case (str(what), int(which)) if len(each) == 2:
                centre.orders(what, which)
            case (str(kiosk_id), body, shift, cut):
                centre.says(kiosk_id, body, shift, cut)
            case (kind, counter_id, *rest):
                centre.does(kind, counter_id, *rest)
    check_pools(centre.book.owners)
    assert written(replayed(centre.book)) == written(centre.book)
