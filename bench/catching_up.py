# SPDX-License-Identifier: Apache-2.0
"""Whether a visitor waits longer for his number while the kiosk catches up after a cut of a whole day.

The centre is a stand-in, a process of its own on loopback: it has far more to tell than a real one
would, and goes on telling of three busy kiosks. Beside it the figures without a centre, from the same
run, before and after.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.figure import Figure, percentile
from bench.hall import Hall
from bench.issue import COUNTERS
from bench.plan import ROOT, Plan
from bench.store import BenchStore, open_bench_store
from hall.identity import Secret
from hall.ids import KioskId
from kiosk.clock import SystemClock
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import SyncWorker, Work

MOST_TIMES = 1.5
PACE_SECONDS = 0.02
"""Between two visits: a hundred times as fast as one printer gives tickets."""
LOOK_SECONDS = 0.01
"""Between two looks whether the kiosk has heard its centre; the worker tells nobody."""
BACKLOG = 20_000
"""Bookings that a kiosk finds when the link comes back: the whole town booked meanwhile."""


def catching_up(plan: Plan) -> Iterator[Figure]:
    """p50 and p99 of an issue while the backlog of a cut comes in, against one without a centre."""
    count = plan.count(200, 450)
    alone = _visits(plan, "before", count // 2)
    behind = _visits(plan, "behind", count, backlog=BACKLOG)
    alone += _visits(plan, "after", count // 2)
    for percent, goal in ((50, MOST_TIMES), (99, None)):
        times = percentile(behind, percent) / percentile(alone, percent)
        name = f"issue while catching up {BACKLOG:,} bookings against one alone, p{percent}"
        yield Figure(name, times, "x", goal)


def _visits(plan: Plan, name: str, count: int, backlog: int | None = None) -> list[float]:
    """Milliseconds of each issue; without a centre when there is no backlog."""
    with open_bench_store(Hall(counters=COUNTERS).write(plan.room(f"sync-{name}"))) as store:
        if backlog is None:
            return _costs(store, None, count)
        with _centre(backlog) as url, _synced(store, url) as worker:
            return _costs(store, worker, count)


def _costs(store: BenchStore, worker: SyncWorker | None, count: int) -> list[float]:
    costs = list[float]()
    for _ in range(count):
        time.sleep(PACE_SECONDS)
        began = time.perf_counter()
        store.issue_on_thread()
        costs.append((time.perf_counter() - began) * 1000)
        if worker is not None:
            worker.poke()
        store.thread.ask(store.between_visits)
    return costs


@contextmanager
def _centre(backlog: int) -> Iterator[str]:
    """The address of a centre that has news all the time."""
    command = [sys.executable, "-m", "bench.catching_up_centre", str(backlog)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        yield process.stdout.readline().strip()
        process.stdin.close()


@contextmanager
def _synced(store: BenchStore, url: str) -> Iterator[SyncWorker]:
    """Both threads of sync on this store; the first exchange is over."""
    address = CentreAddress(url, None, Secret("bench"))
    clock = SystemClock()
    worker = SyncWorker(
        Work(
            client=CentreClient(address),
            ask=store.thread.ask,
            new_unit=store.new_unit,
            taker=FeedTaker(KioskId("k1"), lambda _on, _key: None),
            clock=CentreClock(clock),
        )
    )
    listener = WakeListener(CentreClient(address), worker.wake, worker.be_deaf)
    worker.start()
    listener.start()
    while worker.link.heard_at is None:
        time.sleep(LOOK_SECONDS)
    try:
        yield worker
    finally:
        listener.stop()
        worker.stop()
