# SPDX-License-Identifier: Apache-2.0
"""The weights of the three lines in the calling order (rules.md 2, turn by share)."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Self, assert_never

from hall.checks import at_least
from hall.errors import BadValueError, UnknownSlotError
from hall.place import Lane
from hall.span import Span, utc

GREEN_SHARE = 0.5
"""Against 1 for booked and walk-in together: green gets at most 1 call in 3."""

CAP = 1.5
"""Booked are called at most 1.5 x as often as the numbers given for the slot would say."""

LEAST_RATIO = 0.25
"""Booked get at least 1 turn for 4 of the walk-ins, so their line moves when nobody had booked."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much each line weighs at one instant; only their ratio counts, each is above 0."""

    booked: float
    walk_in: float
    green: float

    def __post_init__(self) -> None:
        if not (0 < self.booked < math.inf and 0 < self.walk_in < math.inf):
            value = f"{self.booked}:{self.walk_in}"
            raise BadValueError(name="shares", value=value, allowed="above 0")
        if not 0 < self.green < math.inf:
            raise BadValueError(name="shares", value=self.green, allowed="above 0")

    @classmethod
    def of_ratio(cls, ratio: float) -> Self:
        """The shares for `ratio` booked calls to each walk-in call, in sum 1, green beside them."""
        return cls(ratio / (1 + ratio), 1 / (1 + ratio), GREEN_SHARE)

    def of(self, lane: Lane) -> float:
        """The weight of one line; raises BadValueError for `extra`, which is no line."""
        match lane:
            case Lane.BOOKED:
                return self.booked
            case Lane.WALK_IN:
                return self.walk_in
            case Lane.GREEN:
                return self.green
            case Lane.EXTRA:
                raise BadValueError(name="lane", value=lane, allowed="booked, walk_in, green")
            case _:
                assert_never(lane)


def call_ratio(ratio: float, *, booked: int, walk_in_quota: int, walk_ins_given: int) -> float:
    """Booked calls to each walk-in call: min(qB:qW, 1.5 x booked(s) : max(qW(s), walk-ins given)).

    The cap keeps a quota ratio far from what was really booked from pushing walk-ins back
    (rules.md 2). Never below a quarter.
    """
    return max(LEAST_RATIO, min(ratio, CAP * booked / max(1, walk_in_quota, walk_ins_given)))


class SlotShares:
    """The shares of one pool on one business day: call it with an instant.

    It holds for every slot the walk-in quota, how many booked, and how many walk-in numbers were
    given for it; whoever owns the queue keeps them current. Before opening and in a break the next
    slot counts, after the last one the last.

    Args:
        ratio: qB:qW as the numbers are allotted, the booked part over the walk-in part (50/40/10:
            1.25), from 0; infinite where walk-ins have no part. Not a single slot's quotas: those
            of a small slot are far from it by rounding.
        slots: the day's grid in order, at least one.
        walk_in_quota: places for walk-ins by start of the slot; 0 where nothing is said.
        booked: bookings by start of the slot, whether or not they checked in.
    """

    def __init__(
        self,
        ratio: Fraction | float,
        slots: Sequence[Span],
        walk_in_quota: Mapping[datetime, int] | None = None,
        booked: Mapping[datetime, int] | None = None,
    ) -> None:
        self._ratio = _checked_ratio(ratio)
        if not slots or any(later.start < slot.end for slot, later in pairwise(slots)):
            raise BadValueError(name="slots", value=len(slots), allowed="a rising grid")
        self._ends = [slot.end for slot in slots[:-1]]
        self._index = {slot.start: index for index, slot in enumerate(slots)}
        self._quota = self._counts("walk_in_quota", walk_in_quota or {})
        self._booked = self._counts("booked", booked or {})
        self._given = [0] * len(slots)
        self._last = LEAST_RATIO, Shares.of_ratio(LEAST_RATIO)

    def __call__(self, now: datetime) -> Shares:
        """The shares of a ticket that joins at `now`."""
        index = bisect_right(self._ends, utc("now", now))
        ratio = call_ratio(
            self._ratio,
            booked=self._booked[index],
            walk_in_quota=self._quota[index],
            walk_ins_given=self._given[index],
        )
        if ratio != self._last[0]:  # nearly always the same as for the ticket before
            self._last = ratio, Shares.of_ratio(ratio)
        return self._last[1]

    def give_walk_in(self, slot_start: datetime, count: int = 1) -> None:
        """Walk-in numbers were given on places of that slot; before their tickets join."""
        at_least("count", count)
        self._given[self._slot(slot_start)] += count

    def set_booked(self, slot_start: datetime, count: int) -> None:
        """So many have booked that slot by now."""
        at_least("booked", count)
        self._booked[self._slot(slot_start)] = count

    def set_walk_in_quota(self, slot_start: datetime, count: int) -> None:
        """The slot's walk-in quota after a revision (R5) or a release (R1)."""
        at_least("walk_in_quota", count)
        self._quota[self._slot(slot_start)] = count

    @property
    def lowest(self) -> Shares:
        """The least weight each line can have on this day, for `hall.bound`."""
        least, most = Shares.of_ratio(LEAST_RATIO), Shares.of_ratio(self._highest_ratio)
        return Shares(least.booked, most.walk_in, GREEN_SHARE)

    @property
    def highest(self) -> Shares:
        """The greatest weight each line can have on this day, for `hall.bound`."""
        least, most = Shares.of_ratio(LEAST_RATIO), Shares.of_ratio(self._highest_ratio)
        return Shares(most.booked, least.walk_in, GREEN_SHARE)

    @property
    def _highest_ratio(self) -> float:
        # Where walk-ins have no part only the bookings made so far limit it.
        most = self._ratio if self._ratio < math.inf else CAP * max(self._booked)
        return max(LEAST_RATIO, most)

    def _slot(self, start: datetime) -> int:
        try:
            return self._index[start]
        except KeyError:
            raise UnknownSlotError(slot_start=start) from None

    def _counts(self, name: str, by_start: Mapping[datetime, int]) -> list[int]:
        counts = [0] * len(self._index)
        for start, count in by_start.items():
            at_least(name, count)
            counts[self._slot(start)] = count
        return counts


def _checked_ratio(ratio: Fraction | float) -> float:
    if not ratio >= 0:
        raise BadValueError(name="ratio", value=ratio, allowed="from 0")
    return float(ratio)
