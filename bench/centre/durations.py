# SPDX-License-Identifier: Apache-2.0
"""How long PostgreSQL itself works on something, by its own log: parsing, binding, carrying out, commits."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.centre.statements import OUTSIDE
from tests.cluster import Cluster

SETTINGS = {
    "log_line_prefix": "'@%d@ '",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "0",
}
_DURATION = re.compile(r"@(\w+)@.*?duration: ([0-9.]+) ms")


@dataclass
class DatabaseTime:
    """Milliseconds by database, known when the block is left."""

    milliseconds: dict[str, float] = field(default_factory=dict)


@contextmanager
def database_time(cluster: Cluster) -> Iterator[DatabaseTime]:
    """What all clients of these databases ask meanwhile."""
    found, log = DatabaseTime(), cluster._folder / "log"
    _set(cluster, {name: f"TO {value}" for name, value in SETTINGS.items()})
    begin = log.stat().st_size
    try:
        yield found
    finally:
        _set(cluster, dict.fromkeys(SETTINGS, "TO DEFAULT"))
    with log.open(encoding="utf-8", errors="replace") as lines:
        lines.seek(begin)
        for line in lines:
            told = _DURATION.match(line)
            if told and OUTSIDE not in line:
                name = told[1]
                found.milliseconds[name] = found.milliseconds.get(name, 0.0) + float(told[2])


def _set(cluster: Cluster, settings: dict[str, str]) -> None:
    with cluster.connect("postgres") as connection:
        for name, value in settings.items():
            connection.execute(f"ALTER SYSTEM SET {name} {value}")
        connection.execute("SELECT pg_reload_conf()")
