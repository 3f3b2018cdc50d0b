# SPDX-License-Identifier: Apache-2.0
"""Booking over HTTP at one process of the centre on PostgreSQL, by 32 clients.

Each holds a place, confirms it for a person, and begins anew with another slot. Half the requests are
holds, half confirmations. Once each client waits a moment after every answer, as a platform does whose
visitors read before they touch: some hundreds of requests a second, as when a day's numbers are let go
in a large town. Once nobody rests, so the processor is never free, and a longer answer only says that
fewer fit into a second.
"""

from collections.abc import Iterator

from bench.centre.crowd import Round, crowd
from bench.centre.stage import bookers, centre, cluster, furnish, wait_for_days
from bench.figure import Figure, percentiles
from bench.plan import Plan

CLIENTS = 32
LONGEST_MS = 60
PAUSE_SECONDS = 0.1
WARM_SECONDS = 10
"""By then the days of all halls are open and granted, which happens once a day at night."""
GOALS: dict[int, float | None] = {50: None, 99: LONGEST_MS}


def measure(plan: Plan) -> Iterator[Figure]:
    """Requests a second, and how long one takes."""
    with cluster() as server:
        url, folder = server.make("booking"), plan.room("booking")
        furnish(url, kiosks=1)
        starts = bookers(url, CLIENTS)
        with centre(folder, url) as served, crowd(served.port, starts) as clients:
            wait_for_days(served.port, starts)
            clients.go(WARM_SECONDS)
            for name, pause in (("", PAUSE_SECONDS), (" that never rest", 0)):
                found = clients.go(plan.count(10, 30), pause=pause)
                yield from _figures(f"booking, {CLIENTS} clients{name}", found)


def _figures(name: str, found: Round) -> Iterator[Figure]:
    yield Figure(name, found.per_second, "requests/s")
    yield from percentiles(name, found.milliseconds, "ms", GOALS)
