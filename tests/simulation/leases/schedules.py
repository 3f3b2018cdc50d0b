# SPDX-License-Identifier: Apache-2.0
"""Many schedules on all cores."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

from tests.simulation.leases.watch import ViolationError
from tests.simulation.leases.world import World

BATCH = 50


def run_schedules(
    seeds: Sequence[int], world: type[World] = World
) -> tuple[Counter[str], list[str]]:
    """What happened in all of them, and what was broken in which."""
    counts, broken = Counter[str](), list[str]()
    batches = [seeds[at : at + BATCH] for at in range(0, len(seeds), BATCH)]
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=fresh) as pool:
        for counted, found in pool.map(_run_batch, batches, repeat(world)):
            counts += counted
            broken += found
    return counts, broken


def _run_batch(seeds: Sequence[int], world: type[World]) -> tuple[Counter[str], list[str]]:
    counts, broken = Counter[str](), list[str]()
    for seed in seeds:
        try:
            counts += world(seed).run()
        except ViolationError as violation:
            broken.append(f"schedule {seed}: {violation}")
    return counts, broken
