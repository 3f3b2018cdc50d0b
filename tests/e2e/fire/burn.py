# SPDX-License-Identifier: Apache-2.0
"""One hall, one schedule, and what is wrong afterwards."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hall.calls import Call
from tests.cluster import Cluster
from tests.e2e.fire.changes import NONE
from tests.e2e.fire.hall import FireHall
from tests.e2e.fire.proxy import Fault
from tests.e2e.fire.schedule import Fire

REFUSALS = 40
"""So many of what visitors were refused are looked at."""


@dataclass(frozen=True)
class Burnt:
    """What happened, and what is wrong.

    Attributes:
        counts: what was asked and done, and what kiosks answered.
        rows: of the centre's journal, but for what counters did.
        said: by the processes that were there at the end.
    """

    counts: Counter[str]
    faults: Counter[Fault]
    papers: int
    rows: int
    problems: list[str]
    said: str


def burn(
    folder: Path,
    seed: int,
    cluster: Cluster | None = None,
    mistake: str = NONE,
    *,
    processes: int = 1,
    is_staffed: bool = False,
) -> Burnt:
    """On SQLite in that folder, or on a PostgreSQL that is killed on the way."""

    def kill_and_start() -> None:
        assert cluster
        cluster.kill()
        cluster.start()

    address = cluster.url if cluster else f"sqlite:///{folder / 'central.db'}"
    with FireHall(
        folder, address, seed, mistake, processes=processes, is_staffed=is_staffed
    ) as hall:
        fire = Fire(hall, seed, kill_and_start if cluster else None)
        fire.run()
        problems = [] if hall.settle() else ["it does not come to rest"]
        said = hall.said
        audit = hall.audit()
        problems += audit.problems(hall.booker.made, REFUSALS)
        problems += audit.problems_of_staff(hall.staff.told if hall.staff else {})
        rows = sum(not isinstance(entry.body, Call) for entry in audit.centre.entries)
        answers = sum((each.answers for each in hall.kiosks.values()), Counter[str]())
        return Burnt(fire.counts + answers, hall.proxy.counts, audit.papers, rows, problems, said)


def burn_on_postgresql(
    folder: Path, seed: int, mistake: str = NONE, *, processes: int = 1, is_staffed: bool = False
) -> Burnt:
    """On a cluster of its own; raises NoPostgresError."""
    with Cluster() as cluster:
        return burn(folder, seed, cluster, mistake, processes=processes, is_staffed=is_staffed)
