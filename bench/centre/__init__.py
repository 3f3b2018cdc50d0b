# SPDX-License-Identifier: Apache-2.0
"""Exchanges of many kiosks with one process of the centre, beside the plain skeleton and pgbench.

Four halls with four kiosks each, all at once, each after its last answer. A batch is 20 entries of a log:
tickets, their prints, and how far the feed was applied; a single is one ticket. Each answer tells the
kiosk of the others' tickets. Centre and skeleton take turns, so a machine that slows down for a while
does so for both. Inside PostgreSQL the centre is compared with pgbench: the same statements, prepared,
one after another, on a database with as much in it, at the same pace: after a rest processor, caches
and disk are slower for everybody, and between two exchanges the centre and its clients do their part.
What pgbench needs without a rest is told too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from bench.centre.crowd import Crowd, crowd
from bench.centre.durations import database_time
from bench.centre.history import fill
from bench.centre.stage import (
    HALLS,
    KIOSKS,
    Served,
    beginnings,
    centre,
    cluster,
    furnish,
    plain_beginnings,
    skeleton,
)
from bench.centre.statements import Pgbench, script
from bench.figure import Figure, percentile
from bench.plan import Plan, say
from tests.cluster import Cluster

BATCH = 20
OLD_TICKETS = 50_000
"""In each database, so that PostgreSQL knows what its tables are like."""
LONGEST_IN_DATABASE = 1.7
AIMS = {BATCH: 5_000, 1: 600}
"""Entries a second of one process."""
CENTRE, SKELETON, PGBENCH = "centre", "skeleton", "pgbench"


@dataclass
class Rates:
    """Of each round: entries a second, and the milliseconds of processor one exchange took.

    `waits`: milliseconds of every exchange until its answer.
    """

    entries: dict[str, list[float]] = field(default_factory=lambda: {CENTRE: [], SKELETON: []})
    cpu: dict[str, list[float]] = field(default_factory=lambda: {CENTRE: [], SKELETON: []})
    waits: dict[str, list[float]] = field(default_factory=lambda: {CENTRE: [], SKELETON: []})

    def add(self, name: str, server: Served, kiosks: Crowd, *, seconds: float, size: int) -> None:
        """One more round."""
        began = server.cpu_seconds()
        heard = kiosks.go(seconds, size=size)
        spent = server.cpu_seconds() - began
        self.entries[name].append(heard.per_second * size)
        self.cpu[name].append(spent / len(heard.milliseconds) * 1000)
        self.waits[name] += heard.milliseconds


def _times(found: Mapping[str, Sequence[float]]) -> float:
    """The centre's against the skeleton's of the same round, in the median."""
    pairs = zip(found[CENTRE], found[SKELETON], strict=True)
    return median(own / plain for own, plain in pairs)


def measure(plan: Plan) -> Iterator[Figure]:
    """Entries a second, and milliseconds inside the database."""
    with cluster() as server, ExitStack() as held:
        folder = plan.room("centre")
        urls = {name: server.make(name) for name in (CENTRE, SKELETON, PGBENCH)}
        enrolled = {name: furnish(url, HALLS + 1) for name, url in urls.items()}
        for url in urls.values():
            fill(url, OLD_TICKETS)
        scripts = {size: script(urls[PGBENCH], size) for size in (BATCH, 1)}
        own = held.enter_context(centre(folder, urls[CENTRE]))
        starts = beginnings(own.port, enrolled[CENTRE])
        plain = plain_beginnings(enrolled[SKELETON], starts)
        other = held.enter_context(skeleton(folder, urls[SKELETON]))
        crowds = {
            CENTRE: (own, held.enter_context(crowd(own.port, starts[:-KIOSKS]))),
            SKELETON: (other, held.enter_context(crowd(other.port, plain[:-KIOSKS]))),
        }
        for size in (BATCH, 1):
            yield from _figures(size, _rates(plan, crowds, size))
        alone = held.enter_context(crowd(own.port, starts[-2:], processes=1))
        against = Against(server, alone, Pgbench(server, PGBENCH, folder))
        for size, asked in scripts.items():
            yield from against.figures(plan, size, asked)


def _rates(plan: Plan, crowds: Mapping[str, tuple[Served, Crowd]], size: int) -> Rates:
    rates, seconds = Rates(), plan.count(3, 10)
    for _, kiosks in crowds.values():
        kiosks.go(1, size=size)  # statements are prepared, caches are warm
    for number in range(plan.count(5, 9)):
        for name in crowds if number % 2 else reversed(list(crowds)):
            rates.add(name, *crowds[name], seconds=seconds, size=size)
        own, other = (rates.entries[name][-1] for name in crowds)
        say(f"centre: {size} at a time: {own:.0f} entries/s, the skeleton {other:.0f}")
    return rates


def _figures(size: int, rates: Rates) -> Iterator[Figure]:
    name = f"log in batches of {size}" if size > 1 else "single tickets"
    unit = "entries/s" if size > 1 else "tickets/s"
    entries, cpu = rates.entries, rates.cpu
    yield Figure(f"{name}, centre", median(entries[CENTRE]), unit, AIMS[size], is_least=True)
    yield Figure(f"{name}, skeleton", median(entries[SKELETON]), unit)
    yield Figure(f"{name}, centre against skeleton", _times(entries), "x", 1.0, is_least=True)
    yield Figure(f"{name}, processor's time of an exchange", median(cpu[CENTRE]), "ms")
    yield Figure(f"{name}, that against the skeleton's", _times(cpu), "x")
    for whose, waits in rates.waits.items():
        yield Figure(f"{name}, {HALLS * KIOSKS} kiosks, p99, {whose}", percentile(waits, 99), "ms")


@dataclass
class Against:
    """Two kiosks of one hall, one after the other, against pgbench."""

    server: Cluster
    kiosks: Crowd
    other: Pgbench

    def figures(self, plan: Plan, size: int, asked: tuple[str, str]) -> Iterator[Figure]:
        """Milliseconds inside PostgreSQL for one exchange, in turns."""
        seconds = plan.count(3, 8)
        own, plain, restless = list[float](), list[float](), list[float]()
        for _ in range(plan.count(3, 7)):
            spent, per_second = self._centre(size, seconds)
            own.append(spent)
            plain.append(self._pgbench(asked, seconds, per_second))
            restless.append(self._pgbench(asked, seconds, 0))
            found = f"{own[-1]:.2f} ms, of pgbench {plain[-1]:.2f}, without rest {restless[-1]:.2f}"
            say(f"centre: in PostgreSQL {found}")
        name = f"inside PostgreSQL, {size} entries" if size > 1 else "inside PostgreSQL, a ticket"
        yield Figure(f"{name}, centre", median(own), "ms")
        yield Figure(f"{name}, pgbench at that pace", median(plain), "ms")
        yield Figure(f"{name}, pgbench without rest", median(restless), "ms")
        times = median(a / b for a, b in zip(own, plain, strict=True))
        yield Figure(f"{name}, centre against pgbench", times, "x", LONGEST_IN_DATABASE)
        times = median(a / b for a, b in zip(own, restless, strict=True))
        yield Figure(f"{name}, against pgbench without rest", times, "x")

    def _centre(self, size: int, seconds: float) -> tuple[float, float]:
        """The milliseconds of one exchange, and how many there were in a second."""
        with database_time(self.server) as spent:
            heard = self.kiosks.go(seconds, size=size, is_in_turn=True)
        return spent.milliseconds[CENTRE] / len(heard.milliseconds), heard.per_second

    def _pgbench(self, asked: tuple[str, str], seconds: int, per_second: float) -> float:
        with database_time(self.server) as spent:
            made = self.other.run(asked, seconds, per_second)
        return spent.milliseconds[PGBENCH] / made
