# SPDX-License-Identifier: Apache-2.0
"""What joining, calling and leaving cost with 1,000 to 1,000,000 tickets waiting, and their memory.

Each operation keeps the queue as long as it is. A rate is the best of some rounds, since other work
on the machine only ever adds to it; so are rates compared. Who leaves is anybody, not the last.
"""

import gc
import math
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from bench.figure import Figure
from bench.plan import Plan
from hall.ids import TicketId
from hall.place import Lane
from hall.position import position
from hall.queueing import PoolQueue, Turn
from hall.shares import SlotShares
from hall.span import Span

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PROMISED_SIZE = 100_000
GROWTH_GOAL = 3.0
CALL_GOAL_MICROSECONDS = 20.0
MEMORY_GOAL_BYTES = 1_000.0
A_HALL = 60
"""Waiting tickets of one pool on a busy day."""

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
NOW = NINE + timedelta(minutes=10)
SLOT = timedelta(minutes=30)
LATER = NINE + SLOT * 8
SHARE_OF_TEN = (*[Lane.BOOKED] * 5, *[Lane.WALK_IN] * 4, Lane.GREEN)
BATCH = 200
"""Operations timed in one go: few, so that 1,000 tickets stay about 1,000."""


@dataclass
class Cost:
    """Of one operation, in microseconds."""

    join: float = math.inf
    call: float = math.inf
    leave: float = math.inf
    join_early: float = math.inf
    """Checking in early, and joining the line later."""


class Crowd:
    """A queue of so many tickets, some of them early, and an endless supply of others."""

    def __init__(self, waiting: int) -> None:
        self._random = random.Random(waiting)  # noqa: S311 - any numbers do
        self.here = list[Turn]()
        starts = [NINE + SLOT * number for number in range(16)]
        slots = [Span(start, end) for start, end in pairwise(starts)]
        counts = dict.fromkeys(starts[:-1], 12)
        self.queue = PoolQueue(SlotShares(1.25, slots, counts, counts))
        for each in self.new(waiting):
            self.come(each)

    def new(self, count: int, slot_start: datetime | None = None) -> list[Turn]:
        return [self._turn(number, slot_start) for number in range(count)]

    def _turn(self, number: int, slot_start: datetime | None) -> Turn:
        ticket_id = TicketId(UUID(int=self._random.getrandbits(128)))
        return Turn(ticket_id, SHARE_OF_TEN[number % 10], slot_start)

    def come(self, turn: Turn) -> None:
        self.queue.check_in(turn, NOW)
        self.here.append(turn)

    def somebody(self, count: int) -> list[TicketId]:
        """Tickets from all over the queue, no longer counted as here."""
        chosen = list[TicketId]()
        for _ in range(count):
            index = self._random.randrange(len(self.here))
            self.here[index], last = self.here[-1], self.here[index]
            self.here.pop()
            chosen.append(last.ticket_id)
        return chosen


def measure(plan: Plan) -> Iterator[Figure]:
    """Time and growth of each operation, a call at 100,000, memory, copy and position in a hall."""
    rounds = plan.count(15, 60)
    costs = _costs(rounds)
    for operation in ("join", "call", "leave", "join_early"):
        yield from _figures(
            operation, {size: vars(cost)[operation] for size, cost in costs.items()}
        )
    yield Figure(
        f"memory of a waiting ticket, {PROMISED_SIZE:,} waiting",
        _bytes_a_ticket(PROMISED_SIZE),
        "B",
        MEMORY_GOAL_BYTES,
    )
    crowd = Crowd(A_HALL)
    copying = _best(rounds, 20, lambda _: crowd.queue.copy())
    yield Figure(f"copy of a queue, {A_HALL} waiting", copying, "us")
    last = crowd.here[-1]
    telling = _best(rounds, 5, lambda _: position(crowd.queue, last, NOW))
    yield Figure(f"position, {A_HALL} waiting", telling, "us")


def _figures(operation: str, by_size: dict[int, float]) -> Iterator[Figure]:
    name = operation.replace("_", " ")
    for size, cost in by_size.items():
        is_promised = operation == "call" and size == PROMISED_SIZE
        goal = CALL_GOAL_MICROSECONDS if is_promised else None
        yield Figure(f"{name}, {size:,} waiting", cost, "us", goal)
    growth = by_size[SIZES[-1]] / by_size[SIZES[0]]
    yield Figure(f"{name}, {SIZES[-1]:,} against {SIZES[0]:,}", growth, "x", GROWTH_GOAL)


def _costs(rounds: int) -> dict[int, Cost]:
    """All sizes take turns in each round: a machine that is slower for a while is so for all."""
    crowds = {size: Crowd(size) for size in SIZES}
    costs = {size: Cost() for size in SIZES}
    for step in (_join_and_leave, _call):
        for _ in range(rounds):
            for size, crowd in crowds.items():
                step(crowd, costs[size])
    for size, crowd in crowds.items():
        for each in crowd.new(size, LATER + SLOT):
            crowd.queue.check_in(each, NOW)
    for _ in range(rounds):
        for size, crowd in crowds.items():
            _join_early(crowd, costs[size])
    return costs


def _join_and_leave(crowd: Crowd, cost: Cost) -> None:
    cost.join = min(cost.join, _microseconds(crowd.come, crowd.new(BATCH)))
    cost.leave = min(cost.leave, _microseconds(crowd.queue.leave, crowd.somebody(BATCH)))


def _call(crowd: Crowd, cost: Cost) -> None:
    few = range(BATCH // 4)
    for each in crowd.new(len(few)):
        crowd.queue.check_in(each, NOW)
    cost.call = min(cost.call, _microseconds(lambda _: crowd.queue.call_next(NOW), few))


def _join_early(crowd: Crowd, cost: Cost) -> None:
    """Their slot is before that of all others: each goes up the whole heap and down again."""
    check_in = crowd.queue.check_in
    coming_up = _microseconds(lambda turn: check_in(turn, NOW), crowd.new(BATCH, LATER))
    # The next one who joins takes them all with him.
    joining = _microseconds(lambda turn: check_in(turn, LATER), crowd.new(1)) / BATCH
    cost.join_early = min(cost.join_early, coming_up + joining)


def _microseconds(operation: Callable[..., object], arguments: object) -> float:
    """Of one operation, done with each of the arguments."""
    assert isinstance(arguments, list | range)
    gc.disable()
    try:
        began = time.perf_counter()
        for each in arguments:
            operation(each)
        return (time.perf_counter() - began) / len(arguments) * 1e6
    finally:
        gc.enable()


def _best(rounds: int, count: int, operation: Callable[[int], object]) -> float:
    return min(_microseconds(operation, range(count)) for _ in range(rounds))


def _bytes_a_ticket(waiting: int) -> float:
    """What the queue and its turns take, without the list that this bench keeps."""
    tracemalloc.start()
    try:
        crowd = Crowd(waiting)
        crowd.here.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / waiting
    finally:
        tracemalloc.stop()
