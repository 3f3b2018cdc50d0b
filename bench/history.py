# SPDX-License-Identifier: Apache-2.0
"""Whether the centre gets slower with the years: with 5,000,000 old tickets (--long; else 100,000) and with none.

Two processes on two databases of one PostgreSQL take turns, few clients one after another, so that
only the work itself is measured.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from bench.centre.crowd import Crowd, crowd
from bench.centre.history import fill
from bench.centre.stage import beginnings, bookers, centre, cluster, furnish
from bench.figure import Figure, percentile
from bench.plan import Plan, say
from tests.cluster import Cluster

MOST_TIMES = 1.3
BATCH = 20
EMPTY, OLD = "empty", "old"


def measure(plan: Plan) -> Iterator[Figure]:
    """p50 of an exchange and of a booking request, against those of the empty database."""
    count = plan.count(100_000, 5_000_000)
    with cluster() as server, ExitStack() as held:
        clients = {
            name: _clients(plan, held, server, name, tickets)
            for name, tickets in ((EMPTY, 0), (OLD, count))
        }
        for what, size in (("exchange of 20 entries", BATCH), ("booking", 1)):
            found = _milliseconds(plan, {name: each[what] for name, each in clients.items()}, size)
            p50 = {name: percentile(each, 50) for name, each in found.items()}
            yield Figure(f"{what}, no old tickets, p50", p50[EMPTY], "ms")
            times = p50[OLD] / p50[EMPTY]
            yield Figure(f"{what}, {count:,} old tickets, p50", times, "x", MOST_TIMES)


def _clients(
    plan: Plan, held: ExitStack, server: Cluster, name: str, tickets: int
) -> dict[str, Crowd]:
    url, folder = server.make(name), plan.room(f"history-{name}")
    kiosks = furnish(url)
    if tickets:
        say(f"history: writing {tickets:,} tickets")
        fill(url, tickets)
    starts = bookers(url, 2)
    port = held.enter_context(centre(folder, url)).port
    return {
        "exchange of 20 entries": held.enter_context(crowd(port, beginnings(port, kiosks)[:2], 1)),
        "booking": held.enter_context(crowd(port, starts, 1)),
    }


def _milliseconds(plan: Plan, clients: dict[str, Crowd], size: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in clients}
    for each in clients.values():
        each.go(1, size=size, is_in_turn=True)
    for _ in range(plan.count(4, 8)):
        for name, each in clients.items():
            heard = each.go(plan.count(2, 5), size=size, is_in_turn=True)
            found[name] += heard.milliseconds
    return found
