# SPDX-License-Identifier: Apache-2.0
"""The product's lease code through random schedules of faults, and how soon each mistake is caught."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.plan import Plan
from tests.simulation.leases.restored_world import RestoredWorld
from tests.simulation.leases.schedules import run_schedules
from tests.simulation.leases.watch import ViolationError
from tests.simulation.leases.world import World
from tests.simulation.mutants import MUTANTS, RARE_MUTANTS

FIRST_SEED = 100_000
"""Other schedules than those of the tests."""
ENOUGH = 50
ENOUGH_FOR_RARE = 1000


def measure(plan: Plan) -> Iterator[Figure]:
    """2,000 schedules, with --long 20,000; 0 violations."""
    count = plan.count(2000, 20_000)
    counts, broken = run_schedules(range(FIRST_SEED, FIRST_SEED + count))
    yield Figure("schedules of faults", count, "schedules")
    for what in ("printed", "crash", "dead", "restored"):
        yield Figure(f"in them: {what}", counts[what], "times")
    yield Figure("violations", len(broken), "schedules", 0)
    yield from _restored(plan)
    caught = [_caught_at(world) for world in MUTANTS.values()]
    yield Figure(
        f"{len(caught)} mistakes, schedules until the last is caught",
        max(caught),
        "schedules",
        ENOUGH,
    )


def _restored(plan: Plan) -> Iterator[Figure]:
    """A centre that is restored twice in each: 500 schedules, with --long 10,000; 0 violations."""
    count = plan.count(500, 10_000)
    counts, broken = run_schedules(range(FIRST_SEED, FIRST_SEED + count), RestoredWorld)
    yield Figure("schedules of a restored centre", count, "schedules")
    for what in ("restored", "enrolled anew", "unknown to the end", "dead unheard"):
        yield Figure(f"in them: {what}", counts[what], "times")
    yield Figure("violations after a restore", len(broken), "schedules", 0)
    if plan.is_long:
        caught = [_caught_at(world, ENOUGH_FOR_RARE) for world in RARE_MUTANTS.values()]
        name = f"{len(caught)} rare mistakes, schedules until the last is caught"
        yield Figure(name, max(caught), "schedules", ENOUGH_FOR_RARE)


def _caught_at(world: type[World], enough: int = ENOUGH) -> int:
    """How many schedules it took; one more than enough when it was not caught."""
    for seed in range(enough):
        try:
            world(seed).run()
        except ViolationError:
            return seed + 1
    return enough + 1
