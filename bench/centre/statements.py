# SPDX-License-Identifier: Apache-2.0
"""What the centre asks of PostgreSQL for one exchange, as a script of pgbench.

The statements are caught from the centre's own store, so they are the same whatever it becomes. What
differs from exchange to exchange, numbers and ids, goes on by itself from `BASE`.
"""

import asyncio
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import event

from central.services.draft import Draft
from central.store.database import Database
from central.store.records import KioskProgress
from hall.identity import IdentityDigest
from hall.ids import KioskId, ServiceId, SiteId, TicketId
from hall.journal import KioskLogged
from hall.log import Body, Entry, Issued, PrintEnded, PrintProof, PrintStarted, append
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.visit import Persons
from kiosk.clock import SystemClock
from tests.cluster import Cluster

BASE = 1_000_000_000
"""Stands in all that goes on: position 7 of an exchange is 100000000007, of the next 100000000107."""
OUTSIDE = "/* outside */"
"""Marks what only makes the data up, and does not count."""
SITE = SiteId("hall_0")
KIOSK = KioskId("kiosk_0")
_NAME = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Asked:
    """One statement with its parameters."""

    text: str
    parameters: Mapping[str, object]


def script(url: str, entries: int) -> tuple[str, str]:
    """The script of one exchange, and what makes its data; the database has sites and kiosks."""
    data = dict[str, str]()
    caught = asyncio.run(_caught(url, entries))
    lines = [_line(number, asked, data) for number, asked in enumerate(caught)]
    values = ", ".join(f"{_literal(text)} AS {name}" for name, text in data.items())
    made = f"DROP TABLE IF EXISTS sample; CREATE TABLE sample AS SELECT {values}"
    going_on = ", ".join(f"replace({name}, '{BASE}', (:base)::text) AS {name}" for name in data)
    head = [
        "\\set turn :turn + 1",
        f"\\set base {BASE} + :turn",
        f"SELECT {going_on} FROM sample {OUTSIDE} \\gset",  # noqa: S608  # its own texts
        *(f"\\set at_{offset} :base * 100 + {offset}" for offset in range(entries + 1)),
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;",
    ]
    return "\n".join((*head, *lines, "COMMIT;", "")), made


async def _caught(url: str, entries: int) -> list[Asked]:
    """All that is asked; what the others' tickets are the centre has at hand."""
    database = await Database.open(url, connections=1)
    caught = list[Asked]()

    def catch(*said: Any) -> None:
        _, _, text, parameters, _, is_many = said
        for each in parameters if is_many else (parameters,):
            caught.append(Asked(str(text), each))

    event.listen(database._engine.sync_engine, "before_cursor_execute", catch)
    draft = _draft(SystemClock().now(), entries)
    async with database.unit_of_work() as unit:
        await unit.sites.lock(SITE)
        await unit.journal.append(SITE, draft.rows, draft.changes)
    await database.close()
    return caught


def _draft(now: datetime, entries: int) -> Draft:
    """What the site writer stores for so many entries of a kiosk."""
    draft, logged = Draft(BASE * 100, now), list[Entry]()
    last: Entry | None = None
    for body in _bodies(now, entries):
        first = append(last, now, body)
        last = Entry(BASE * 100 + len(logged) + 1, now, body, first.previous_hash)
        logged.append(last)
        draft.append(now.date(), KioskLogged(KIOSK, last))
        if isinstance(body, Issued):
            persons = Persons(IdentityDigest(f"h1:{body.ticket_id.hex}"))
            draft.identify(body.ticket_id, persons, kiosk_id=KIOSK)
    draft.changes.kiosks[KIOSK] = KioskProgress(
        kiosk_id=KIOSK,
        applied=logged[-1].position,
        log_end=logged[-1].position,
        last_hash=logged[-1].hash,
        feed_cursor=BASE * 100,
        heard_at=now,
        health='{"clock_seconds":0,"findings":[],"version":"1.0"}',
    )
    return draft


def _bodies(now: datetime, entries: int) -> Iterator[Body]:
    for number in range(entries):
        ticket_id = TicketId(UUID(f"00000000-0000-7000-8000-{BASE:010}{number // 3:02}"))
        match number % 3:
            case 0:
                number_of_ticket = TicketNumber("C", number + 1)
                social = ServiceId("social")
                yield Issued(ticket_id, now.date(), social, number_of_ticket, Lane.WALK_IN)
            case 1:
                yield PrintStarted(ticket_id)
            case _:
                yield PrintEnded(ticket_id, PrintProof.CONFIRMED)


def _line(number: int, asked: Asked, data: dict[str, str]) -> str:
    def named(found: re.Match[str]) -> str:
        value = asked.parameters[found[1]]
        if isinstance(value, int) and value // 100 == BASE:
            return f":at_{value % 100}"
        name = f"{found[1]}_{number}"
        data[name] = _text(value)
        return f":{name}"

    return " ".join(_NAME.sub(named, asked.text).replace("%%", "%").split()) + ";"


def _text(value: object) -> str:
    match value:
        case psycopg.Binary():
            return rf"\x{value.obj.hex()}"
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


def _literal(text: str) -> str:
    return "'{}'::text".format(text.replace("'", "''"))


@dataclass
class Pgbench:
    """One client of an own database. `turns` counts its transactions, so that no id comes again."""

    cluster: Cluster
    database: str
    folder: Path
    turns: int = 0

    def run(self, asked: tuple[str, str], seconds: int, per_second: float = 0) -> int:
        """For so long, as prepared statements; how many transactions that made.

        `per_second` lets it rest in between, so that it makes so many; 0 has it never rest.
        """
        text, made = asked
        with self.cluster.connect(self.database) as connection:
            connection.execute(made)
        path = self.folder / "exchange.sql"
        path.write_text(text, encoding="utf-8")
        how = ("-n", "-M", "prepared", "-c", "1", "-T", str(seconds), "-D", f"turn={self.turns}")
        pace = ("--rate", f"{per_second:.1f}") if per_second else ()
        where = ("-h", str(self.cluster._folder), "-U", self.cluster._owner, "-f", str(path))
        done = subprocess.run(
            [self.cluster._programs / "pgbench", *how, *pace, *where, self.database],
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"transactions actually processed: (\d+)", done.stdout)
        if done.returncode or not found:
            raise RuntimeError(done.stdout + done.stderr)
        self.turns += int(found[1])
        return int(found[1])
