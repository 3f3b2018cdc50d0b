# SPDX-License-Identifier: Apache-2.0
"""What turn by share guarantees (rules.md 2, guarantees): calls until one is called, and overtaking.

A ticket joins with k-1 in its own line ahead. Weights may change; `lowest` and `highest` are the
least and the greatest that each line has on that day (`hall.shares.SlotShares` knows them). Fixed
weights are the case where both are the same.

What adds to the guarantee, one call for each, and is counted as `returned`:

- a put back ticket that is called before it;
- a ticket called out of its turn: undone, or out of line when its turn came, since it was parked or
  another ticket of its visit was at a counter. Of the own line those who wait already when the ticket
  joins are among the k-1 instead.

What adds nothing: extra numbers and late bookings (they join a line at its end like anybody), early
ones called ahead of their time and standby (only when nobody is in line), those who leave (they only
bring others forward). A ticket that is itself parked or set aside counts anew from its return.
"""

import math
from collections.abc import Sequence

from hall.checks import at_least
from hall.errors import BadValueError
from hall.line import LANES
from hall.place import Lane
from hall.queueing import PUT_BACK_CALLS
from hall.shares import Shares

_ROUNDING = 1e-9
"""Tags are sums of floats: a bound that is a whole number must not be lost to the last digit."""


def calls_until_called(
    k: int,
    lane: Lane,
    lowest: Shares,
    highest: Shares | None = None,
    *,
    lanes: Sequence[Lane] = LANES,
    returned: int = 0,
) -> int:
    """The most calls of the pool until the k-th of a line is called, its own call included.

    floor(k x PHI / phi) + n - 1, with changing weights the others' highest over the own lowest.

    Args:
        k: its place in its own line when it joined, from 1.
        lane: its own line.
        lowest: the least weights.
        highest: the greatest weights; None when they do not change.
        lanes: the lines that may have anybody, n of them; without green, booked and walk_in.
        returned: how many were or may be called in between out of their turn.
    """
    _check(k, lane, lanes, returned)
    others = sum((highest or lowest).of(other) for other in lanes if other is not lane)
    by_share = k * (1 + others / lowest.of(lane))
    return math.floor(by_share + _ROUNDING) + len(lanes) - 1 + returned


def overtaken_by(
    k: int, lane: Lane, other: Lane, lowest: Shares, highest: Shares | None = None
) -> int:
    """The most tickets of line `other` that join later and are called before the k-th of `lane`.

    floor(phi(other) x k / phi(lane)) + 1; in its own line nobody overtakes it.
    """
    _check(k, lane, (lane,), 0)
    if other is lane:
        return 0
    share = (highest or lowest).of(other) / lowest.of(lane)
    return math.floor(share * k + _ROUNDING) + 1


def calls_until_put_back(put_back_before: int = 0) -> int:
    """The most calls until one who was put back is called, his own included: 3 others, then he.

    `put_back_before` wait to be put back already; each may be one call more.
    """
    at_least("put_back_before", put_back_before)
    return PUT_BACK_CALLS + put_back_before + 1


def _check(k: int, lane: Lane, lanes: Sequence[Lane], returned: int) -> None:
    at_least("k", k, 1)
    if lane not in lanes:
        raise BadValueError(name="lane", value=lane, allowed=", ".join(lanes))
    at_least("returned", returned)
