# SPDX-License-Identifier: Apache-2.0
"""Draws a day's visitors; the same generator gives the same tickets for every calling order."""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random

from hall.place import Lane
from tests.simulation.fairness.places import RESELL_AFTER, Places
from tests.simulation.fairness.scenarios import DAY_MINUTES, Group
from tests.simulation.fairness.visitors import Day, Visitor
from tests.simulation.fairness.worlds import MODEL, World

_RATE = (
    *((0, 0.6), (30, 1.5), (60, 1.7), (120, 1.1), (150, 0.6), (240, 0.9)),
    *((300, 1.3), (360, 1.0), (420, 0.4), (450, 0.1), (480, 0.0)),
)
"""From which minute on visitors come how densely; no unit, only the shape counts."""
_SINCE = [minute for minute, _ in _RATE]
_AREA = [
    0.0,
    *accumulate(rate * (end - start) for (start, rate), (end, _) in pairwise(_RATE)),
]

_BOOK_SHARE, _WALK_SHARE, _GREEN_SHARE = 0.47, 0.47, 0.06
_NEAR_SLOTS = (0, 1, -1, 2, -2, 3, -3, 4, -4)
_EARLINESS, _PUNCTUALITY = -8, 10
_VARIATION = 0.8
_MANY = 60


def seeded(replication: int, group: int) -> Random:
    """The generator of one group's day, the published figures' own."""
    return Random(replication * 100 + group)  # noqa: S311 - draws of a model, no secret


def draw_day(group: Group, rng: Random, world: World = MODEL) -> Day:
    """The tickets of one group's day with its quotas applied."""
    return _Drawing(group, rng, world).day()


@dataclass(frozen=True, slots=True)
class _Coming:
    """Somebody who wants a place now; `slot` is that of a booking he comes late for."""

    at: float
    lane: Lane
    slot: int = 0


class _Drawing:
    def __init__(self, group: Group, rng: Random, world: World) -> None:
        length = world.slot_minutes
        starts = range(0, DAY_MINUTES, length)
        self._group, self._rng, self._world = group, rng, world
        self._quotas = [world.rounding(group, start, length, world.ratio) for start in starts]
        self._unbooked = [quota.booked for quota in self._quotas]
        self._unshown = [0] * len(starts)
        self._standby = [0] * len(starts)
        self._extras = world.extras
        self._bookings = list[tuple[float, bool]]()
        self._refused = dict.fromkeys((Lane.BOOKED, Lane.WALK_IN, Lane.GREEN), 0)
        self._found = list[tuple[Lane, float, float, float, bool, bool]]()

    def day(self) -> Day:
        """Bookings first, then everybody else by time of coming."""
        coming = list(self._book())
        coming += [_Coming(at, Lane.WALK_IN) for at in self._times(_WALK_SHARE)]
        coming += [_Coming(at, Lane.GREEN) for at in self._times(_GREEN_SHARE)]
        places = Places(self._quotas, self._world.slot_minutes, self._unbooked, self._unshown)
        for one in sorted(coming, key=lambda one: one.at):
            self._come(one, places)
        self._found.sort(key=lambda found: found[1])
        booked = [q.booked - left for q, left in zip(self._quotas, self._unbooked, strict=True)]
        return Day(
            self._group,
            self._world.slot_minutes,
            self._world.ratio,
            [Visitor(order, *found) for order, found in enumerate(self._found)],
            self._quotas,
            booked,
            self._bookings,
            self._refused,
        )

    def _book(self) -> Iterator[_Coming]:
        """Sell the bookings; those who come too late for theirs want a place like any walk-in."""
        for _ in range(round(self._group.visitors * _BOOK_SHARE)):
            slot = self._free_slot()
            if slot is None:
                self._refused[Lane.BOOKED] += 1
                continue
            self._unbooked[slot] -= 1
            start = slot * self._world.slot_minutes
            shows = self._rng.random() > self._world.no_show
            lateness = max(-40, min(60, self._rng.gauss(_EARLINESS, _PUNCTUALITY)))
            self._bookings.append((start, shows))
            at = max(0.0, start + lateness)
            if self._world.resells and (not shows or at > start + RESELL_AFTER):
                self._unshown[slot] += 1
            if not shows:
                continue
            if at > start + self._world.late_after:
                yield _Coming(at, Lane.WALK_IN)
            elif self._world.resells and at > start + RESELL_AFTER:
                yield _Coming(at, Lane.BOOKED, slot)
            else:
                self._check_in(at, Lane.BOOKED, start)

    def _free_slot(self) -> int | None:
        wanted = min(len(self._quotas) - 1, int(self._time() // self._world.slot_minutes))
        near = (wanted + step for step in _NEAR_SLOTS)
        return next(
            (slot for slot in near if 0 <= slot < len(self._quotas) and self._unbooked[slot] > 0),
            None,
        )

    def _come(self, one: _Coming, places: Places) -> None:
        length = self._world.slot_minutes
        if one.lane is Lane.BOOKED:
            is_extra = not places.take_back(one.slot, one.at)
            self._check_in(one.at, Lane.BOOKED, one.slot * length, is_extra=is_extra)
            return
        slot = places.take(one.lane, one.at)
        if slot is None:
            self._without_place(one)
            return
        starts = one.at if one.lane is Lane.GREEN else max(one.at, slot * length)
        self._check_in(one.at, one.lane, starts)

    def _without_place(self, one: _Coming) -> None:
        now = min(len(self._standby) - 1, int(one.at // self._world.slot_minutes))
        if self._standby[now] < self._world.standby_per_slot:
            self._standby[now] += 1
            self._check_in(one.at, one.lane, one.at, is_standby=True)
        elif self._extras > 0:
            self._extras -= 1
            self._check_in(one.at, one.lane, one.at, is_extra=True)
        else:
            self._refused[one.lane] += 1

    def _check_in(
        self,
        at: float,
        lane: Lane,
        slot_start: float,
        *,
        is_standby: bool = False,
        is_extra: bool = False,
    ) -> None:
        self._found.append((lane, at, slot_start, self._service(), is_standby, is_extra))

    def _service(self) -> float:
        sigma = math.sqrt(math.log(1 + _VARIATION**2))
        mean = math.log(self._group.mean_minutes) - sigma * sigma / 2
        return min(90.0, max(1.0, self._rng.lognormvariate(mean, sigma)))

    def _times(self, share: float) -> list[float]:
        return [self._time() for _ in range(self._poisson(self._group.visitors * share))]

    def _time(self) -> float:
        area = self._rng.random() * _AREA[-1]
        step = bisect_right(_AREA, area) - 1
        return _SINCE[step] + (area - _AREA[step]) / _RATE[step][1]

    def _poisson(self, mean: float) -> int:
        if mean > _MANY:
            return max(0, round(self._rng.gauss(mean, math.sqrt(mean))))
        count, product, limit = 0, self._rng.random(), math.exp(-mean)
        while product > limit:
            count, product = count + 1, product * self._rng.random()
        return count
