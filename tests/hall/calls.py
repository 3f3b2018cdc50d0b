# SPDX-License-Identifier: Apache-2.0
"""A hall with counters and one kiosk that is nothing but a log, for the tests of calling."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from hall.calls import Call, CounterAct, CounterClosed, CounterOpened, Finished, Started, TicketCall
from hall.counter_book import CounterBook
from hall.exchange import LogPart
from hall.feed import FIRST_EPOCH
from hall.ids import ActId, BookingId, CounterId, HoldId, ServiceId, TicketId
from hall.journal import DayOpened
from hall.log import Body, CheckedIn, Entry, Issued, append
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from hall.turns import Known
from tests.hall.leases import K1, NINE, NOON, day_of
from tests.hall.rows import Rows
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, ticket_id

ONE, TWO, OTHER = CounterId("1"), CounterId("2"), CounterId("9")
LETTERS = {ESTATE_ID: "A", INSURANCE_ID: "C"}
B, W, G = Lane.BOOKED, Lane.WALK_IN, Lane.GREEN


class Hall:
    """Counters 1 and 2 serve INSURANCE, which has no quota, counter 9 ESTATE; it is nine o'clock."""

    def __init__(self, day: DayOpened | None = None, *, opens: bool = True) -> None:
        self.book = CounterBook(Rows(), MONDAY, at("04:00"))
        self.book.add_kiosk(K1)
        self.book.open_day(day or day_of())
        self.log: list[Entry] = []
        self.now = at("09:00")
        self._acts = 0
        for counter_id, service_id in (
            ((ONE, INSURANCE_ID), (TWO, INSURANCE_ID), (OTHER, ESTATE_ID)) if opens else ()
        ):
            self.open(counter_id, service_id)

    # Kiosks and the online sale

    def say(self, *bodies: Body) -> None:
        acknowledged = len(self.log)
        for body in bodies:
            self.log.append(append(self.log[-1] if self.log else None, self.now, body))
        new = tuple(self.log[acknowledged:])
        self.book.take_log(LogPart(K1, FIRST_EPOCH, acknowledged, new, len(self.log)), NOON)

    def come(
        self,
        *numbers: int,
        lane: Lane = W,
        service_id: ServiceId = INSURANCE_ID,
        place: Place | None = None,
        is_standby: bool = False,
        chosen_slot: datetime | None = None,
        items: int = 1,
    ) -> None:
        """Visitors take those numbers, one after the other."""
        for number in numbers:
            self.say(
                Issued(
                    ticket_id(number),
                    MONDAY,
                    service_id,
                    TicketNumber(LETTERS.get(service_id, "D"), number),
                    lane,
                    place,
                    is_standby=is_standby,
                    chosen_slot=chosen_slot,
                    items=items,
                )
            )

    def book_place(self, number: int) -> BookingId:
        """Somebody booked the slot at nine of ESTATE."""
        hold_id, booking_id = HoldId(ticket_id(700 + number)), BookingId(ticket_id(number))
        self.book.hold(hold_id, *NINE, self.now + timedelta(minutes=5))
        self.book.book(hold_id, booking_id, self.now)
        return booking_id

    def check_in(self, number: int, place: Place | None = None) -> None:
        booking = BookingId(ticket_id(number))
        ticket_number = TicketNumber("A", number, is_booked=True)
        self.say(CheckedIn(ticket_id(number), booking, MONDAY, ESTATE_ID, ticket_number, place))

    # Counters

    def new_act(self) -> ActId:
        self._acts += 1
        return ActId(UUID(int=10_000 + self._acts))

    def open(self, counter_id: CounterId, service_id: ServiceId = INSURANCE_ID) -> bool:
        return self.book.act(CounterOpened(self.new_act(), self.now, counter_id, service_id))

    def close(self, counter_id: CounterId, *, is_pause: bool = False) -> bool:
        return self.book.act(CounterClosed(self.new_act(), self.now, counter_id, is_pause))

    def next(self, counter_id: CounterId = ONE) -> int | None:
        called = self.book.call_next(self.new_act(), counter_id, self.now)
        return called and called.ticket_id.int

    def act(
        self,
        kind: Callable[..., TicketCall],
        number: int,
        counter_id: CounterId = ONE,
        *more: ServiceId,
    ) -> bool:
        return self.book.act(kind(self.new_act(), self.now, counter_id, ticket_id(number), *more))

    def pass_time(self, **spans: float) -> None:
        self.now += timedelta(**spans)

    # What is to be seen

    def known(self, number: int) -> Known:
        return self.book.counters.turns.ticket(TicketId(ticket_id(number)))

    def status(self, number: int) -> TicketStatus:
        return self.known(number).status

    def back_until(self, *numbers: int) -> dict[TicketId, datetime]:
        return self.book.calling.back_until([ticket_id(number) for number in numbers])

    def order(self, service_id: ServiceId = INSURANCE_ID) -> list[int]:
        queue = self.book.counters.turns.pool(service_id).queue
        return [turn.ticket_id.int for turn in queue.calling_order(self.now)]


def calls_of(book: CounterBook) -> list[Call]:
    assert isinstance(book._journal, Rows)
    return [row.body for row in book._journal.rows if isinstance(row.body, CounterAct)]


def called(hall: Hall, times: int, counter_id: CounterId = ONE) -> list[int | None]:
    """Calls one after the other, each of them undone by nobody and finished at once."""
    found = []
    for _ in range(times):
        number = hall.next(counter_id)
        found.append(number)
        if number is not None:
            hall.act(Started, number, counter_id)
            hall.act(Finished, number, counter_id)
    return found
