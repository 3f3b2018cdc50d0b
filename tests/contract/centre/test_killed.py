# SPDX-License-Identifier: Apache-2.0
"""Processes of the centre side by side, killed in the middle, and a PostgreSQL killed beneath them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from central.services.errors import TryAgainError
from central.services.site_writers import SiteWriters
from central.store.database import Database
from hall.ids import KioskId
from hall.journal import HoldMade, KioskAdded
from tests.cluster import Cluster
from tests.fakes.seats import CAPACITY, HALL, SLOTS, Writer, opening, rules, site

ROOT = Path(__file__).parents[3]
PROCESSES = 4
ANSWERS_BEFORE_THE_KILL = 60
CALLERS = 8
ANSWERS_EACH = 40
PAUSE_SECONDS = 0.05

pytestmark = pytest.mark.timeout(180)  # processes begin slowly on a machine that has others to run


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """Of a database with the site and its day."""
    found: str = request.getfixturevalue(f"{request.param}_address")
    asyncio.run(put_site(found))
    return found


async def put_site(address: str) -> None:
    database = await Database.open(address, connections=0)
    async with database.unit_of_work() as unit:
        await unit.sites.add(site())
        await unit.commit()
    async with SiteWriters(database.unit_of_work, rules()) as writers:
        await writers.of(HALL).decide(opening)


def ids_in_journal(address: str, kind: str, name: str) -> list[str]:
    """What the journal holds, in order; its positions have no gap."""

    async def read() -> list[str]:
        database = await Database.open(address, connections=0)
        async with database.unit_of_work(is_read_only=True) as unit:
            rows = await unit.journal.after(HALL, 0)
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        return [json.loads(row.body)[name] for row in rows if row.kind == kind]

    return asyncio.run(read())


@contextmanager
def rivals(what: str, address: str, *names: str) -> "Iterator[list[subprocess.Popen[str]]]":
    """Processes that begin together; none is left."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.rival", what, address, name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def test_four_processes_give_out_as_many_places_as_there_are(address: str) -> None:
    names = [f"process {number}" for number in range(PROCESSES)]
    with rivals("compete", address, *names) as processes:
        got = [line for process in processes for line in process.communicate(timeout=50)[0].split()]
        assert [process.returncode for process in processes] == [0] * PROCESSES
    assert len(got) == len(set(got)) == len(SLOTS) * CAPACITY
    assert sorted(ids_in_journal(address, HoldMade.kind, "hold_id")) == sorted(got)


def test_what_a_killed_process_had_answered_is_kept_once(address: str) -> None:
    answered: list[str] = []
    for _ in range(2):  # the second one wants the same again
        with rivals("write", address, "a", "b") as (killed, other):
            assert killed.stdout
            answered += [killed.stdout.readline() for _ in range(ANSWERS_BEFORE_THE_KILL)]
            killed.kill()
            answered += killed.stdout.readlines()
            assert other.stdout
            answered += [other.stdout.readline() for _ in range(ANSWERS_BEFORE_THE_KILL)]
    kept = ids_in_journal(address, KioskAdded.kind, "kiosk_id")
    assert len(kept) == len(set(kept))
    assert {line.strip() for line in answered if line.endswith("\n")} <= set(kept)


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    """A PostgreSQL to be killed, apart from the other tests' own."""
    with Cluster() as made:
        asyncio.run(Database.migrate(made.url))
        asyncio.run(put_site(made.url))
        yield made


async def insist(writer: Writer, name: str) -> None:
    """Add a kiosk, with the same id until it is known to be kept; never again after that."""
    while True:
        try:
            await writer.decide(lambda book, _: book.add_kiosk(KioskId(name)))
        except TryAgainError:
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


async def write_under_fire(cluster: Cluster) -> None:
    """Two processes' writers at work while the server dies twice."""
    databases = [await Database.open(cluster.url, connections=3) for _ in range(2)]
    answers = asyncio.Semaphore(0)

    async def work(writer: Writer, name: str) -> None:
        for number in range(ANSWERS_EACH):
            await insist(writer, f"{name}-{number}")
            answers.release()

    async with (
        SiteWriters(databases[0].unit_of_work, rules()) as one,
        SiteWriters(databases[1].unit_of_work, rules()) as other,
    ):
        tasks = [
            asyncio.create_task(work((one, other)[number % 2].of(HALL), f"{number}"))
            for number in range(CALLERS)
        ]
        for _ in range(2):
            for _ in range(ANSWERS_BEFORE_THE_KILL):
                await answers.acquire()
            await asyncio.to_thread(cluster.kill)
            await asyncio.to_thread(cluster.start)
        await asyncio.gather(*tasks)
    for database in databases:
        await database.close()


def test_a_postgresql_killed_beneath_its_writers_has_everything_once(
    mortal: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.run(write_under_fire(mortal))
    kept = ids_in_journal(mortal.url, KioskAdded.kind, "kiosk_id")
    assert sorted(kept) == sorted(
        f"{caller}-{number}" for caller in range(CALLERS) for number in range(ANSWERS_EACH)
    )
    assert "not written site=hall-1" in caplog.text
