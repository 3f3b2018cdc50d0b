# SPDX-License-Identifier: Apache-2.0
"""Tickets in a pool's queue and what is called of them, for the tests of the calling order."""

from datetime import datetime

from hypothesis import strategies as st

from hall.ids import VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares
from tests.hall.samples import at, ticket_id

B, W, G = Lane.BOOKED, Lane.WALK_IN, Lane.GREEN
LANES = (G, B, W)
NOW = at("10:00")
QUOTA = Shares(0.5, 0.4, 0.45)
EVEN = Shares(1, 1, 1)

LOWEST, HIGHEST = Shares(0.2, 0.2, 0.3), Shares(0.8, 0.8, 1.0)
some_shares = st.builds(
    Shares,
    st.sampled_from([0.2, 5 / 9, 0.8]),
    st.sampled_from([0.2, 4 / 9, 0.8]),
    st.sampled_from([0.3, 0.5, 1.0]),
)
lanes = st.sampled_from(LANES)


def queue(shares: Shares = QUOTA) -> PoolQueue:
    return PoolQueue(lambda _: shares)


def turn(
    number: int,
    lane: Lane = W,
    slot: str | None = None,
    *,
    visit: int | None = None,
    is_standby: bool = False,
) -> Turn:
    visit_id = None if visit is None else VisitId(ticket_id(visit))
    start = at(slot) if slot else None
    return Turn(ticket_id(number), lane, start, visit_id, is_standby=is_standby)


def number_of(turn: Turn | None) -> int | None:
    return turn and turn.ticket_id.int


def called(pool: PoolQueue, times: int = 1, now: datetime = NOW) -> list[int | None]:
    return [number_of(pool.call_next(now)) for _ in range(times)]


def all_called(pool: PoolQueue, now: datetime = NOW) -> list[int]:
    return [turn.ticket_id.int for turn in iter(lambda: pool.call_next(now), None)]


def joined(*turns: Turn, shares: Shares = QUOTA) -> PoolQueue:
    pool = queue(shares)
    for each in turns:
        pool.check_in(each, NOW)
    return pool
