# SPDX-License-Identifier: Apache-2.0
"""Whole halls of processes under fire by many seeds, and whether mistakes in them are found.

Counters call, the manager stops services and adds extra places, several processes are one centre.
"""

from collections import Counter
from collections.abc import Iterator

from bench.figure import Figure
from bench.plan import Plan, say
from tests.cluster import NoPostgresError
from tests.e2e.fire.burn import Burnt, burn, burn_on_postgresql
from tests.e2e.fire.changes import MISTAKES, NONE

FIRST_SEED = 1
"""Other schedules than that of the tests."""
TOLD = (
    "kiosk killed",
    "centre killed",
    "database killed",
    "next",
    "stopped",
    "suspended",
    "extras",
)
MOST_PROCESSES = 3
"""Of the centre; each hall has another number of them, from 2 on."""
ENOUGH = 3
"""Halls in which a mistake has to be found."""


def measure(plan: Plan) -> Iterator[Figure]:
    """1 hall on each database, with --long 10 on each and all mistakes."""
    halls = plan.count(1, 10)
    counts, papers, faults, broken = Counter[str](), 0, 0, 0
    for seed in range(FIRST_SEED, FIRST_SEED + halls):
        for kind in ("SQLite", "PostgreSQL"):
            burnt = _burn(plan, kind, seed)
            counts += burnt.counts
            papers += burnt.papers
            faults += burnt.faults.total()
            broken += bool(burnt.problems)
            for problem in burnt.problems:
                say(f"fire: {kind}, seed {seed}: {problem}")
    yield Figure("halls under fire", 2 * halls, "halls")
    yield Figure("in them: papers", papers, "papers")
    yield Figure("in them: faults between kiosk and centre, and exchanges without", faults, "times")
    for what in TOLD:
        how = f"{what} with -9" if what.endswith("killed") else f"staff did {what}"
        yield Figure(f"in them: {how}", counts[what], "times")
    yield Figure("halls in which anything was broken", broken, "halls", 0)
    if plan.is_long:
        for mistake in MISTAKES:
            found = _found_after(plan, mistake)
            yield Figure(f"halls until a mistake is found; {mistake}", found, "halls", ENOUGH)


def _burn(plan: Plan, kind: str, seed: int, mistake: str = NONE) -> Burnt:
    number = MISTAKES.index(mistake) + 1 if mistake in MISTAKES else 0
    folder = plan.room(f"{kind}-{seed}-{number}")
    processes = 2 + seed % (MOST_PROCESSES - 1)
    try:
        how = burn_on_postgresql if kind == "PostgreSQL" else burn
        return how(folder, seed, mistake=mistake, processes=processes, is_staffed=True)
    except NoPostgresError as error:
        say(f"fire: {error}")
        return burn(folder, seed, mistake=mistake, processes=processes, is_staffed=True)


def _found_after(plan: Plan, mistake: str) -> int:
    """One more than enough when it was not found."""
    for halls in range(1, ENOUGH + 1):
        if _burn(plan, "SQLite", FIRST_SEED + halls, mistake).problems:
            return halls
    return ENOUGH + 1
