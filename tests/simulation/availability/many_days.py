# SPDX-License-Identifier: Apache-2.0
"""How many walk-ins get a number in a cut of two hours, over many days."""

import random
from collections import Counter, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from central.services.day_round import LEARNS_FROM
from hall.ids import KioskId
from tests.simulation.availability.draws import SLOTS, Day, draw_day, usual_shares
from tests.simulation.availability.hall_day import HallDay

QUOTA = 12
KIOSKS = 4


class Cut(StrEnum):
    """Whose lines are cut for two hours."""

    NONE = "no cut"
    ONE = "one kiosk alone"
    ALL = "every kiosk alone"


class Knowledge(StrEnum):
    """What the day's grant goes by."""

    USUAL = "usual shares"
    """How visitors spread in the long run, as in the model."""
    DAYS_BEFORE = "days before"
    """Who came to each kiosk on the days before, as at the centre."""


@dataclass(frozen=True)
class World:
    """As the model's, but for what a test says.

    Attributes:
        slots_ahead: 2 in the model, 4 as shipped.
        goes_home: who gets nothing goes to the kiosk that has all places of a service with few,
            as rules.md 3 has the screen say; else he goes away.
    """

    kiosks: int = KIOSKS
    quota: int = QUOTA
    cut: Cut = Cut.ALL
    slots_ahead: int = 2
    knowledge: Knowledge = Knowledge.USUAL
    goes_home: bool = False


@dataclass(frozen=True)
class Found:
    """Over all days: of the visitors of the two hours, and of their places."""

    wanted: int
    got: int
    places: int
    stranded: int

    @property
    def availability(self) -> float:
        """Percent of the walk-ins who got a number."""
        return 100 * self.got / self.wanted

    @property
    def stranded_percent(self) -> float:
        """Of the places of those slots: unsold, while somebody had to take a later one or none."""
        return 100 * self.stranded / self.places


def many_days(world: World, days: int, seed: int = 1) -> Found:
    """The same seed is the same days."""
    rng = random.Random(f"{seed} {world.kiosks}")  # noqa: S311 - days, no secret
    names = [KioskId(f"k{number}") for number in range(world.kiosks)]
    forecast = Forecast(names, world.knowledge)
    wanted = got = stranded = places = 0
    for _ in range(days):
        day = draw_day(world.kiosks, world.quota, rng)
        served, left = _one_day(world, day, forecast.of_tomorrow(world.quota))
        wanted += sum(visitor.slot in day.cut for visitor in day.visitors)
        got += served
        stranded += left
        places += world.quota * len(day.cut)
        forecast.learn(Counter(names[visitor.kiosk] for visitor in day.visitors))
    return Found(wanted, got, places, stranded)


class Forecast:
    """What the evening before knows."""

    def __init__(self, names: list[KioskId], knowledge: Knowledge) -> None:
        shares = usual_shares(len(names))
        self._usual = dict(zip(names, shares, strict=True))
        self._knowledge = knowledge
        self._came = deque[Counter[KioskId]](maxlen=LEARNS_FROM.days)

    def of_tomorrow(self, quota: int) -> dict[KioskId, float]:
        if self._knowledge is Knowledge.USUAL:
            return {name: quota * SLOTS * share for name, share in self._usual.items()}
        came = {name: 1 + sum(day[name] for day in self._came) for name in self._usual}
        whole = sum(came.values())
        return {name: quota * SLOTS * count / whole for name, count in came.items()}

    def learn(self, came: Counter[KioskId]) -> None:
        self._came.append(came)


def _one_day(world: World, day: Day, forecast: Mapping[KioskId, float]) -> tuple[int, int]:
    """How many were served of those of the two hours, and how many of its places were stranded."""
    hall = HallDay(world.quota, forecast, world.slots_ahead)
    sold, unmet = Counter[int](), Counter[int]()
    served, was_cut = 0, False
    for visitor in day.visitors:
        is_cut = visitor.slot in day.cut
        online = _online(world, day, is_cut=is_cut)
        if was_cut and not is_cut:
            hall.exchange(online)
        was_cut = is_cut
        ahead = hall.visit(visitor, online)
        if ahead is None and world.goes_home and hall.home is not None:
            ahead = hall.visit(replace(visitor, kiosk=hall.home), online)
        unmet[visitor.slot] += ahead != 0
        if ahead is not None:
            sold[visitor.slot + ahead] += 1
            served += is_cut
    stranded = sum(min(world.quota - sold[slot], unmet[slot]) for slot in day.cut)
    return served, stranded


def _online(world: World, day: Day, *, is_cut: bool) -> Collection[int]:
    kiosks = set(range(world.kiosks))
    match world.cut if is_cut else Cut.NONE:
        case Cut.NONE:
            return kiosks
        case Cut.ONE:
            return kiosks - {day.cut_off}
        case Cut.ALL:
            return ()
