# SPDX-License-Identifier: Apache-2.0
"""When a pool's tickets will be called if all goes as the means say (rules.md 4, wait estimate)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from uuid import UUID

from hall.errors import BadValueError
from hall.ids import TicketId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.roster import Roster
from hall.span import utc

NO_SHOW = 0.15
"""Share of the bookings nobody comes for, where a pool has not counted its own; assumed."""
COMES_BEFORE = timedelta(minutes=5)
"""Who booked is expected to check in so long before his slot."""
EXPECTED_UNTIL = timedelta(minutes=5)
"""So long after its slot began a booking nobody came for is still expected."""

LONGEST_SERVICE = 24 * 60
"""A mean service time in minutes above this is a mistake."""

_LAST_ID = 2**128 - 1


@dataclass(frozen=True, slots=True)
class CountersNow:
    """What the counters of a pool reported.

    Attributes:
        as_of: UTC instant of the report.
        serving: tickets called and not finished, the longest served first.
        roster: open counters from then on (`hall.roster.expected`). Who is not called before it
            ends with none open is not called that day; if counters stay for those left, it says so.
    """

    as_of: datetime
    serving: tuple[TicketId, ...]
    roster: Roster

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", utc("as_of", self.as_of))


@dataclass(frozen=True, slots=True)
class Coming:
    """Bookings of a pool that may still come.

    Attributes:
        bookings: their slot starts, one for each booking, in any order.
        no_show: share of the bookings nobody comes for, 0 to 1.
    """

    bookings: tuple[datetime, ...] = ()
    no_show: float = NO_SHOW

    def __post_init__(self) -> None:
        if not 0 <= self.no_show <= 1:
            raise BadValueError(name="no_show", value=self.no_show, allowed="0 to 1")
        instants = tuple(utc("bookings", slot_start) for slot_start in self.bookings)
        object.__setattr__(self, "bookings", instants)

    def turns(self, now: datetime) -> Iterator[tuple[datetime, Turn]]:
        """Those expected from `now` on, with the instant of their check-in, in order.

        Of ten bookings so many are left out as the no-show rate says, evenly. Their tickets have
        ids that no real one has.
        """
        credit, last_id = 0.5, _LAST_ID
        for slot_start in sorted(self.bookings):
            if slot_start + EXPECTED_UNTIL < now:
                continue
            credit += 1 - self.no_show
            if credit >= 1:
                credit, last_id = credit - 1, last_id - 1
                turn = Turn(TicketId(UUID(int=last_id)), Lane.BOOKED, slot_start)
                yield max(now, slot_start - COMES_BEFORE), turn


def roll_forward(
    queue: PoolQueue, counters: CountersNow, mean_minutes: float, coming: Coming, now: datetime
) -> Iterator[tuple[Turn, datetime]]:
    """Every call of the tickets in `queue` from `now` on, in order: who, and when (UTC).

    The calling rule itself runs on a copy of the queue. Everybody needs the mean service time of one
    item, in minutes up to a day, for each of his; those at the counters finish evenly over theirs. Walk-ins to come are
    left out: they join behind. Raises BadValueError for another mean, TurnError for somebody
    served whom the queue did not call.
    """
    if not 0 < mean_minutes <= LONGEST_SERVICE:
        raise BadValueError(name="mean_minutes", value=mean_minutes, allowed="above 0, to 1440")
    return _Roll(queue, counters, timedelta(minutes=mean_minutes), coming, utc("now", now)).calls()


class _Roll:
    def __init__(
        self,
        queue: PoolQueue,
        counters: CountersNow,
        service: timedelta,
        coming: Coming,
        now: datetime,
    ) -> None:
        self._clock = now
        self._queue = queue.copy()
        self._roster = counters.roster
        self._service = service
        # Lists of what is to come have the next one at their end.
        self._steps = [step.at for step in reversed(counters.roster.steps) if step.at > now]
        self._coming = list(coming.turns(now))[::-1]
        self._expected = {turn.ticket_id for _, turn in self._coming}
        apart = service / (len(counters.serving) + 1)
        self._serving = [
            (now + apart * (place * queue.called(ticket_id).items), ticket_id)
            for place, ticket_id in enumerate(counters.serving, 1)
        ]
        heapify(self._serving)

    def calls(self) -> Iterator[tuple[Turn, datetime]]:
        following: datetime | None = self._clock
        while following is not None:
            self._move_to(following)
            yield from self._call()
            following = self._next_instant()

    def _call(self) -> Iterator[tuple[Turn, datetime]]:
        counters = self._roster.open_at(self._clock)
        while len(self._serving) < counters and (turn := self._queue.call_next(self._clock)):
            heappush(self._serving, (self._clock + self._service * turn.items, turn.ticket_id))
            if turn.ticket_id not in self._expected:
                yield turn, self._clock

    def _next_instant(self) -> datetime | None:
        """When a counter becomes free, opens or closes; who comes meanwhile waits for that."""
        nearest = [self._steps[-1]] if self._steps else []
        if self._serving:
            nearest.append(self._serving[0][0])
        return min(nearest, default=None)

    def _move_to(self, instant: datetime) -> None:
        self._clock = instant
        while self._steps and self._steps[-1] <= instant:
            self._steps.pop()
        while self._coming and self._coming[-1][0] <= instant:
            checked_in_at, turn = self._coming.pop()
            self._queue.check_in(turn, checked_in_at)
        while self._serving and self._serving[0][0] <= instant:
            self._queue.finish(heappop(self._serving)[1])
