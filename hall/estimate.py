# SPDX-License-Identifier: Apache-2.0
"""How long a ticket will wait: a range of minutes, or why nobody can say (rules.md 4)."""

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hall.errors import TurnError
from hall.ids import TicketId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.residuals import Spread, Tables
from hall.roll_forward import Coming, CountersNow, roll_forward
from hall.roster import Roster, Step
from hall.span import utc
from hall.ticket import TicketStatus

OLDEST = timedelta(minutes=15)
"""Reports of the counters older than this say nothing about now (protocol.md 3)."""
MINUTE = timedelta(minutes=1)


class Unknown(StrEnum):
    """Why a wait cannot be estimated; it is then left out, never made up."""

    NO_COUNTERS = "no_counters"
    """The counters do not report, as where there is no centre."""
    TOO_OLD = "too_old"
    """They last reported more than 15 minutes ago."""
    NO_SERVICE_TIME = "no_service_time"
    """Nothing says how long one visitor needs."""
    NOBODY_TODAY = "nobody_today"
    """As far as anybody knows no counter will be open for him today."""
    HELD = "held"
    """His ticket is parked, or another one of his visit is being served elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNow:
    """What is known of one pool now; None stands for what is not.

    `mean_minutes` is the mean service time learnt so far (`hall.service_time`).
    """

    queue: PoolQueue
    counters: CountersNow | None
    mean_minutes: float | None
    coming: Coming = field(default_factory=Coming)


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Between `low` and `high` whole minutes, 8 times of 10; `high` is always the greater one.

    `is_shipped`: calibrated by the simulation, since the pool has not seen 20 days of its own.
    """

    low: int
    high: int
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class ExpectedCall:
    """What the roll-forward says of one ticket, in minutes from now, before it is calibrated."""

    lane: Lane
    minutes: float


def estimate(
    pool: PoolNow, ticket_id: TicketId, now: datetime, tables: Tables
) -> WaitRange | Unknown:
    """How long from `now` until a waiting ticket is called; `tables` as in `OwnDays.tables`.

    Raises TurnError for a ticket that does not wait in the pool.
    """
    expected = expected_call(pool, ticket_id, now)
    if isinstance(expected, Unknown):
        return expected
    table = tables[expected.lane]
    return in_whole_minutes(table.spread(expected.minutes), is_shipped=table.is_shipped)


def estimate_if_joining(
    pool: PoolNow, turn: Turn, now: datetime, tables: Tables
) -> WaitRange | Unknown:
    """How long somebody would wait whose ticket were issued or checked in now.

    Raises TurnError for a ticket that waits already.
    """
    queue = pool.queue.copy()
    queue.check_in(turn, now)
    return estimate(replace(pool, queue=queue), turn.ticket_id, now, tables)


def expected_call(pool: PoolNow, ticket_id: TicketId, now: datetime) -> ExpectedCall | Unknown:
    """The roll-forward up to one ticket; with its real wait it makes a `Waited` to learn from.

    Raises TurnError for a ticket that does not wait in the pool.
    """
    if ticket_id not in pool.queue:
        raise TurnError(ticket_id=ticket_id, needed=TicketStatus.WAITING)
    counters, now = pool.counters, utc("now", now)
    if counters is None:
        return Unknown.NO_COUNTERS
    if now - counters.as_of > OLDEST:
        return Unknown.TOO_OLD
    if pool.mean_minutes is None:
        return Unknown.NO_SERVICE_TIME
    calls = roll_forward(pool.queue, counters, pool.mean_minutes, pool.coming, now)
    for turn, at in calls:
        if turn.ticket_id == ticket_id:
            return ExpectedCall(turn.lane, (at - now) / MINUTE)
    # A counter that never closes tells whether it is the counters or the ticket.
    open_ended = replace(counters, roster=Roster((Step(now, 1),)))
    calls = roll_forward(pool.queue, open_ended, pool.mean_minutes, pool.coming, now)
    is_called = any(turn.ticket_id == ticket_id for turn, _ in calls)
    return Unknown.NOBODY_TODAY if is_called else Unknown.HELD


def in_whole_minutes(spread: Spread, *, is_shipped: bool) -> WaitRange:
    """Rounded outward, and never one number: at least a minute wide, so a tiny wait is 0 to 1."""
    low = math.floor(spread.low)
    return WaitRange(low, max(low + 1, math.ceil(spread.high)), is_shipped)
