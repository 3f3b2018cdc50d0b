# SPDX-License-Identifier: Apache-2.0
"""One hall through one day by the product's own book, holdings and rules of re-balancing."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from central.services.centre_book import CentreBook
from hall.allotment import home_kiosk, needs_home
from hall.choice import choose_place
from hall.exchange import GRANTED_LANES, LeaseRequest, LogPart
from hall.feed import FIRST_EPOCH, FeedEntry
from hall.holding import Holding
from hall.ids import KioskId, RequestId, ServiceId, TicketId
from hall.journal import DayOpened, ServiceOfDay, SlotOfDay
from hall.log import Body, Entry, Returned, append
from hall.place import Lane
from hall.quota import LaneQuota
from hall.span import Span
from kiosk.sync.stock import FEW_PLACES, WANTED_NUMBERS, WANTED_PLACES
from tests.hall.rows import Rows
from tests.simulation.availability.draws import SLOTS, Visitor

SERVICE, LETTER = ServiceId("estate"), "A"
ON = date(2026, 3, 2)
BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
OPENS = BEGINS + timedelta(hours=8)
LENGTH = timedelta(minutes=30)
GRID = tuple(Span(OPENS + n * LENGTH, OPENS + (n + 1) * LENGTH) for n in range(SLOTS))
AGAIN = timedelta(minutes=4)
"""A wish in vain is repeated after so long: between the shortest and the longest pause of a kiosk."""
ROUNDS = 4
"""Of exchanges after a visit: who asks, who is asked, who gets it, and once more."""


class HallKiosk:
    """A kiosk's log and what it comes to."""

    def __init__(self, kiosk_id: KioskId) -> None:
        self.kiosk_id = kiosk_id
        self.log: list[Entry] = []
        self.holding = Holding(kiosk_id)
        self.sent = 0
        self.asked: dict[datetime, datetime] = {}


class HallDay:
    """A centre and kiosks that were granted the day the evening before.

    Args:
        forecast: how the day's places are laid over the kiosks.
        slots_ahead: of how many slots after the current one a walk-in gets a place.

    Attributes:
        home: number of the kiosk that has all places of a service with few; None with enough.
    """

    def __init__(self, quota: int, forecast: Mapping[KioskId, float], slots_ahead: int) -> None:
        self._slots_ahead = slots_ahead
        self._tickets = 0
        self.now = OPENS
        self._book = CentreBook(Rows(), ON, BEGINS)
        for kiosk_id in forecast:
            self._book.add_kiosk(kiosk_id)
        slots = tuple(SlotOfDay(slot, LaneQuota(0, quota, 0)) for slot in GRID)
        services = (ServiceOfDay(SERVICE, LETTER, slots),)
        self._book.open_day(DayOpened(ON, Span(BEGINS, BEGINS + timedelta(days=1)), services))
        self._book.allot(ON, {SERVICE: forecast})
        names = list(forecast)
        is_small = needs_home([LaneQuota(0, quota, 0)], len(names))
        self.home = names.index(home_kiosk(forecast)) if is_small else None
        self.kiosks = [HallKiosk(kiosk_id) for kiosk_id in forecast]
        self.exchange(range(len(self.kiosks)))

    def visit(self, visitor: Visitor, online: Collection[int]) -> int | None:
        """How many slots after the current one his place is; None when he gets none."""
        self.now = GRID[visitor.slot].start + visitor.into * LENGTH
        kiosk = self.kiosks[visitor.kiosk]
        free = kiosk.holding.free_of(SERVICE)
        place = choose_place(free, GRID, self.now, slots_ahead=self._slots_ahead)
        if place is None or not kiosk.holding.numbers.has(ON, LETTER):
            ahead = None
        else:
            self._tickets += 1
            ticket_id = TicketId(UUID(int=self._tickets))
            self._say(kiosk, kiosk.holding.issue(ticket_id, ON, SERVICE, LETTER, place))
            ahead = (place.slot_start - GRID[visitor.slot].start) // LENGTH
        if visitor.kiosk in online:
            self.exchange(online)
        return ahead

    def exchange(self, online: Collection[int]) -> None:
        """Until nobody has anything to say, as good as at once."""
        for _ in range(ROUNDS):
            before = self._book.seq
            for number in sorted(online):
                self._exchange(self.kiosks[number])
            if self._book.seq == before:
                return

    def _exchange(self, kiosk: HallKiosk) -> None:
        """As `central.services.exchange` and `kiosk.sync.worker` do it."""
        book, kiosk_id = self._book, kiosk.kiosk_id
        news = tuple(kiosk.log[kiosk.sent :])
        part = LogPart(kiosk_id, FIRST_EPOCH, kiosk.sent, news, len(kiosk.log))
        kiosk.sent = book.take_log(part, self.now)
        for body in (entry.body for entry in news):
            if isinstance(body, Returned) and body.asked_at:
                book.pass_on(body.asked_at, sum(run.count for run in body.places))
        for wish in self._wishes(kiosk):
            book.serve(kiosk_id, wish)
        told = book.feed.after(kiosk.holding.cursor)
        if applied := kiosk.holding.take_feed(told):
            self._say(kiosk, applied, told.entries)
        for asked_at in tuple(kiosk.holding.returns_asked):
            self._say(kiosk, kiosk.holding.answer(asked_at))
        for granted in book.grants_due(kiosk_id):
            self._say(kiosk, granted)

    def _say(self, kiosk: HallKiosk, body: Body, feed: Sequence[FeedEntry] = ()) -> None:
        kiosk.log.append(append(kiosk.log[-1] if kiosk.log else None, self.now, body))
        kiosk.holding.apply(body, feed)

    def _wishes(self, kiosk: HallKiosk) -> Iterator[LeaseRequest]:
        """As `kiosk.sync.stock`."""
        holding, number = kiosk.holding, kiosk.holding.next_request_no
        if not holding.numbers.has(ON, LETTER):
            yield LeaseRequest(number, SERVICE, BEGINS, Lane.EXTRA, 0, WANTED_NUMBERS)
            return
        held = Counter(
            place.slot_start for place in holding.free if place.lane in GRANTED_LANES[Lane.WALK_IN]
        )
        coming = [slot.start for slot in GRID if slot.end > self.now][: self._slots_ahead + 1]
        few = [start for start in coming if held[start] < FEW_PLACES[Lane.WALK_IN]]
        kiosk.asked = {start: at for start, at in kiosk.asked.items() if start in few}
        due = [start for start in few if self.now >= kiosk.asked.get(start, BEGINS) + AGAIN]
        kiosk.asked |= dict.fromkeys(due, self.now)
        for count, start in enumerate(due):
            places = WANTED_PLACES[Lane.WALK_IN]
            wish_no = RequestId(number + count)
            yield LeaseRequest(wish_no, SERVICE, start, Lane.WALK_IN, places, 0)
