# SPDX-License-Identifier: Apache-2.0
"""The simulated halls: counters planned and there, visitors, and the quota of each slot."""

from collections.abc import Callable
from dataclasses import dataclass

from hall.quota import LaneQuota, LaneRatio, capacity, split

DAY_MINUTES = 480
Steps = tuple[tuple[int, int], ...]
"""From which minute on how many counters, in order of time."""


@dataclass(frozen=True, slots=True)
class Group:
    """The counters of one pool, and who comes to them on a day."""

    name: str
    mean_minutes: float
    visitors: int
    actual: Steps
    planned: Steps


def open_at(steps: Steps, minute: float) -> int:
    """How many counters are open then; after closing as many as are needed to finish."""
    counters = steps[0][1]
    if minute >= DAY_MINUTES:
        return max(counters, steps[-1][1])
    for since, count in steps:
        if minute >= since:
            counters = count
    return counters


def _thin_lunch(counters: int) -> Steps:
    """Half the counters from 11:30 to 13:00."""
    return (0, counters), (150, counters // 2), (240, counters)


def _as_planned(name: str, counters: int, mean_minutes: float, visitors: int) -> Group:
    steps = _thin_lunch(counters)
    return Group(name, mean_minutes, visitors, actual=steps, planned=steps)


_CLOSED_LUNCH: Steps = ((0, 15), (120, 3), (240, 15))
_SHORT: Steps = ((0, 8), (150, 4), (240, 8))

SCENARIOS: dict[str, tuple[Group, ...]] = {
    "normal34": (
        _as_planned("property", 10, 18, 200),
        _as_planned("social", 12, 12, 240),
        _as_planned("business", 8, 20, 110),
        _as_planned("other", 4, 15, 50),
    ),
    "lunch3of15": (Group("lunch", 15, 340, _CLOSED_LUNCH, ((0, 15),)),),
    "lunch3of15-replanned": (Group("lunch", 15, 340, _CLOSED_LUNCH, _CLOSED_LUNCH),),
    "short8of10": (Group("short", 18, 235, _SHORT, _thin_lunch(10)),),
    "short8of10-replanned": (Group("short", 18, 235, _SHORT, _SHORT),),
}
"""34 counters and 600 visitors; then the complaint: 15 counters planned, 3 there over lunch, and the
same with the quota reduced by R5; then 8 of 10 counters all day, and the same with R5."""

Rounding = Callable[[Group, int, int, LaneRatio], LaneQuota]
"""The quota of the slot with that start and length, in minutes."""


def to_nearest(group: Group, start: int, length: int, ratio: LaneRatio) -> LaneQuota:
    """The model's: every part to the nearest, half to even."""
    exact = 0.92 * _counters(group, start, length) * length / group.mean_minutes
    total = round(exact)
    green = max(1, round(total * float(ratio.green)))
    booked = round(total * float(ratio.booked))
    return LaneQuota(booked, total - green - booked, green)


def to_floor(group: Group, start: int, length: int, ratio: LaneRatio) -> LaneQuota:
    """The product's (rules.md 1)."""
    minutes = sum(open_at(group.planned, start + minute) for minute in range(length))
    return split(capacity(minutes, group.mean_minutes), ratio)


def _counters(group: Group, start: int, length: int) -> float:
    open_counters = [open_at(group.planned, start + past) for past in range(0, length, 5)]
    return sum(open_counters) / len(open_counters)
