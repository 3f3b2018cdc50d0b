# SPDX-License-Identifier: Apache-2.0
"""How many walk-ins get a number while lines are cut for two hours, beside the design's model.

The model lays the day's places by the shares that hold in the long run, gives places of the current
slot and the next two, and moves one when a visitor lacks it. The product knows the last two weeks,
gives places of five slots, and moves them before they are lacked. With fewer than two places for
each kiosk and slot it has all of them at a home kiosk; who comes to another is turned away there.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from bench.figure import Figure
from bench.plan import Plan
from hall.allotment import needs_home
from hall.quota import LaneQuota
from tests.simulation.availability.many_days import Cut, Found, Knowledge, World, many_days

GOAL = 94.0
"""Percent of walk-ins served with four kiosks alone; figures here are the largest share turned away."""
SHIPPED_SLOTS_AHEAD = 4

MODEL: Mapping[tuple[Cut, int, int], tuple[float, float]] = {
    (Cut.NONE, 4, 12): (0.0, 99.9),
    (Cut.ONE, 4, 12): (4.6, 98.6),
    (Cut.ALL, 2, 12): (7.1, 98.1),
    (Cut.ALL, 4, 12): (11.4, 94.7),
    (Cut.ALL, 8, 12): (17.6, 90.2),
    (Cut.ALL, 4, 6): (14.4, 89.3),
    (Cut.ALL, 4, 24): (10.7, 96.6),
}
"""By cut, kiosks and walk-in places of a slot: stranded percent, available percent (rules.md 3)."""


def measure(plan: Plan) -> Iterator[Figure]:
    """20 days of each, with --long 400."""
    days = plan.count(20, 400)
    worlds = [world for case in MODEL for world in _worlds(*case)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = pool.map(many_days, worlds, [days] * len(worlds))
        yield from (_figure(*each) for each in zip(worlds, found, strict=True))


def _worlds(cut: Cut, kiosks: int, quota: int) -> Iterator[World]:
    as_model = World(kiosks, quota, cut)
    yield as_model
    as_shipped = World(kiosks, quota, cut, SHIPPED_SLOTS_AHEAD, Knowledge.DAYS_BEFORE)
    yield as_shipped
    if needs_home([LaneQuota(0, quota, 0)], kiosks):
        yield replace(as_shipped, goes_home=True)


def _figure(world: World, found: Found) -> Figure:
    is_shipped = world.slots_ahead == SHIPPED_SLOTS_AHEAD
    stranded, available = MODEL[world.cut, world.kiosks, world.quota]
    is_promised = is_shipped and (world.cut, world.kiosks, world.quota) == (Cut.ALL, 4, 12)
    kind = "as shipped" if is_shipped else "as the model"
    kind += ", or goes to the home kiosk" if world.goes_home else ""
    name = f"{world.cut}, {world.kiosks} kiosks, {world.quota} places, {kind}: turned away"
    note = (
        f"{found.availability:.1f} % served, {found.stranded_percent:.1f} % stranded;"
        f" model {available} %, {stranded} %"
    )
    goal = 100 - GOAL if is_promised else None
    return Figure(name, 100 - found.availability, "%", goal, note)
