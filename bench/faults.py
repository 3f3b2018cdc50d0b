# SPDX-License-Identifier: Apache-2.0
"""The product's lease code through random schedules of faults, and how soon each mistake is caught."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.plan import Plan
from tests.simulation.leases.schedules import run_schedules
from tests.simulation.leases.watch import ViolationError
from tests.simulation.leases.world import World
from tests.simulation.mutants import MUTANTS

FIRST_SEED = 100_000
"""Other schedules than those of the tests."""
ENOUGH = 50


def measure(plan: Plan) -> Iterator[Figure]:
    """2,000 schedules, with --long 20,000; 0 violations."""
    count = plan.count(2000, 20_000)
    counts, broken = run_schedules(range(FIRST_SEED, FIRST_SEED + count))
    yield Figure("schedules of faults", count, "schedules")
    for what in ("printed", "crash", "dead", "restored"):
        yield Figure(f"in them: {what}", counts[what], "times")
    yield Figure("violations", len(broken), "schedules", 0)
    caught = [_caught_at(world) for world in MUTANTS.values()]
    yield Figure(
        f"{len(caught)} mistakes, schedules until the last is caught",
        max(caught),
        "schedules",
        ENOUGH,
    )


def _caught_at(world: type[World]) -> int:
    """How many schedules it took; one more than enough when it was not caught."""
    for seed in range(ENOUGH):
        try:
            world(seed).run()
        except ViolationError:
            return seed + 1
    return ENOUGH + 1
