# SPDX-License-Identifier: Apache-2.0
"""From the end of the pause to the committed ticket, on the real file; the disk's own sync beside it.

A service that gives 24 walk-in places each half-hour, so busy that one hall has few of the kind. As in
the kiosk the journal is tidied between two visits, outside of what is measured.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, percentile, percentiles
from bench.hall import Hall
from bench.plan import Plan
from bench.store import BenchStore, open_bench_store

GOALS: dict[int, float | None] = {50: 3, 99: 11.7}
"""Milliseconds; p99 is the best of the peers measured (peers.md 8)."""
CPU_GOAL = 5.0
MANY = 100_000
COUNTERS = 6
"""27 places to the half-hour, 24 of them for walk-ins."""
SYNC_BYTES = 4096


@dataclass(frozen=True)
class Costs:
    """Of one issue each, in milliseconds."""

    wall: Sequence[float]
    cpu: Sequence[float]


def measure(plan: Plan) -> Iterator[Figure]:
    """With a place to take and without, on the store's thread, and with many tickets before it."""
    count = plan.count(300, 480)
    with open_bench_store(Hall(counters=COUNTERS).write(plan.room("issue"))) as store:
        costs = _costs(store, store.issue, count)
        yield from percentiles("issue with a place", costs.wall, "ms", GOALS)
        yield Figure("issue with a place, CPU p50", percentile(costs.cpu, 50), "ms", CPU_GOAL)
    with open_bench_store(Hall(has_quota=False).write(plan.room("issue-no-quota"))) as store:
        costs = _costs(store, store.issue, count)
        yield from percentiles("issue without a place", costs.wall, "ms", GOALS)
    with open_bench_store(Hall(counters=COUNTERS).write(plan.room("issue-thread"))) as store:
        costs = _costs(store, store.issue_on_thread, count)
        yield from percentiles("issue on the store's thread", costs.wall, "ms", GOALS)
    with open_bench_store(Hall(counters=COUNTERS).write(plan.room("issue-many"))) as store:
        store.fill(MANY)
        costs = _costs(store, store.issue, count)
        yield from percentiles(f"issue after {MANY:,} tickets", costs.wall, "ms", GOALS)
    yield from percentiles("fdatasync of 4 KB here", _syncs(plan.folder, count), "ms", {50: None})


def _costs(store: BenchStore, issue: Callable[[], None], count: int) -> Costs:
    wall, cpu = list[float](), list[float]()
    for _ in range(count):
        cpu_began, began = time.process_time(), time.perf_counter()
        issue()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - cpu_began) * 1000)
        store.between_visits()
    return Costs(wall, cpu)


def _syncs(folder: Path, count: int) -> list[float]:
    """A block written over and synced, as cheap as this disk can make anything durable."""
    milliseconds = list[float]()
    handle = os.open(folder / "block", os.O_RDWR | os.O_CREAT)
    try:
        for number in range(count + 1):
            began = time.perf_counter()
            os.pwrite(handle, bytes([number % 256]) * SYNC_BYTES, 0)
            os.fdatasync(handle)
            milliseconds.append((time.perf_counter() - began) * 1000)
    finally:
        os.close(handle)
    return milliseconds[1:]
