# SPDX-License-Identifier: Apache-2.0
"""Opening the centre's database: how it is set up, and what is said when it cannot be used."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from central.store import database as module
from central.store.database import Database, database_name, database_url, open_engine
from central.store.errors import (
    DatabaseAwayError,
    DatabaseBusyError,
    DatabaseDamagedError,
    DatabaseFullError,
    NotAllowedError,
    NotMigratedError,
    StoreError,
    UnknownDatabaseError,
    UnsafeDatabaseError,
)
from central.store.records import Changes
from tests.cluster import Cluster
from tests.contract.centre.samples import HALL, PERSON, TODAY, row, site, ticket, ticket_id

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "central.db"


@pytest.fixture
def address(path: Path) -> str:
    """Of a file that is migrated."""
    found = f"sqlite:///{path}"
    asyncio.run(Database.migrate(found))
    return found


@pytest.fixture
def postgres(cluster: Cluster) -> str:
    """Of a database that is migrated."""
    found = cluster.make("opened")
    asyncio.run(Database.migrate(found))
    return found


async def put_site(database: Database) -> None:
    async with database.unit_of_work() as unit:
        await unit.sites.add(site())
        await unit.commit()


# --- addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["", "postgresql", "mysql://root@localhost/queue", "sqlite://", "postgresql://host:port/x"],
)
def test_an_address_of_no_database_the_centre_knows_is_refused(address: str) -> None:
    with pytest.raises(UnknownDatabaseError):
        database_url(address)


def test_a_password_is_never_said() -> None:
    url = database_url("postgresql://youhao:geheim@db.example/hall?sslpassword=geheim")
    assert database_name(url) == "postgresql://db.example/hall"
    with pytest.raises(UnknownDatabaseError) as caught:
        database_url("oracle://youhao:geheim@db.example/hall")
    assert "geheim" not in str(caught.value)


# --- SQLite --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
async def test_on_sqlite_a_commit_is_durable_and_what_is_deleted_is_gone(
    path: Path, name: str, value: object
) -> None:
    await Database.migrate(f"sqlite:///{path}")
    engine = open_engine(database_url(f"sqlite:///{path}"), connections=0)
    async with engine.connect() as connection:
        assert (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() == value


async def test_on_sqlite_a_unit_locks_out_writers_and_one_that_reads_nobody(
    path: Path,
) -> None:
    await Database.migrate(f"sqlite:///{path}")
    database = await Database.open(f"sqlite:///{path}", connections=0)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        async with database.unit_of_work(is_read_only=True) as unit:
            await unit.sites.all()
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        async with database.unit_of_work():
            with pytest.raises(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")


def test_nobody_else_may_read_the_files(path: Path, address: str) -> None:
    async def modes() -> dict[str, int]:
        database = await Database.open(address, connections=1)
        await put_site(database)
        found = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        await database.close()
        return found

    names = ("central.db", "central.db-shm", "central.db-wal")
    assert asyncio.run(modes()) == dict.fromkeys(names, 0o600)


def test_there_is_no_database_without_a_file(path: Path) -> None:
    with pytest.raises(NotMigratedError):
        asyncio.run(Database.open(f"sqlite:///{path}"))
    assert not path.exists()


def test_a_file_that_is_no_database_is_damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(os.urandom(8192))
    with pytest.raises(DatabaseDamagedError) as caught:
        asyncio.run(Database.open(f"sqlite:///{path}", connections=0))
    assert caught.value.fields["database"] == f"sqlite:///{path}"


def test_a_folder_that_cannot_be_made_is_not_allowed(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    with pytest.raises(NotAllowedError):
        asyncio.run(Database.migrate(f"sqlite:///{tmp_path / 'state' / 'central.db'}"))


async def test_a_full_disk_has_its_own_error_and_takes_nothing(path: Path) -> None:
    address = f"sqlite:///{path}"
    await Database.migrate(address)
    engine = open_engine(database_url(address), connections=0)
    database = Database(engine)
    await put_site(database)

    @event.listens_for(engine.sync_engine, "connect")
    def _small(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes what there is as the least
        cursor.close()

    with pytest.raises(DatabaseFullError):
        async with database.unit_of_work() as unit:
            await unit.journal.append(HALL, [row(seq) for seq in range(1, 2000)])
    async with database.unit_of_work() as unit:
        assert await unit.journal.after(HALL, 0) == []


async def test_who_waits_too_long_for_another_process_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Database.migrate(f"sqlite:///{path}")
    monkeypatch.setattr(module, "WAIT_SECONDS", 0)
    database = Database(open_engine(database_url(f"sqlite:///{path}"), connections=0))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError):
            async with database.unit_of_work():
                pass
        other.execute("ROLLBACK")
    await put_site(database)


OPEN_AS_NOBODY = """
import asyncio, os, sys
from central.store.database import Database
from central.store.errors import NotAllowedError
if os.getuid() == 0:
    os.setuid({nobody})
try:
    asyncio.run(Database.migrate("sqlite:///" + sys.argv[1]))
except NotAllowedError as error:
    print(error.key)
"""


@pytest.fixture
def theirs() -> Iterator[Path]:
    """A folder that anybody can enter, unlike pytest's own, and only its owner write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_folder_or_file_of_somebody_else_is_not_allowed(theirs: Path, what: str) -> None:
    if what == "file":
        (theirs / "central.db").touch(mode=0o444)
        theirs.chmod(0o777)
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AS_NOBODY.format(nobody=NOBODY), str(theirs / "central.db")],
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert done.stdout == "error.central.store.not_allowed\n", done.stderr


# --- PostgreSQL ----------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_away(tmp_path: Path) -> None:
    address = f"postgresql://youhao:geheim@/hall?host={tmp_path}"
    with pytest.raises(DatabaseAwayError) as caught:
        asyncio.run(Database.open(address, connections=0))
    assert "geheim" not in str(caught.value)


def test_a_database_that_is_not_there_is_away(cluster: Cluster) -> None:
    with pytest.raises(DatabaseAwayError):
        asyncio.run(Database.open(cluster.url_of("nowhere"), connections=0))


def test_a_server_that_would_lose_a_commit_is_not_used(cluster: Cluster, postgres: str) -> None:
    with closing(cluster.connect("postgres")) as connection:
        connection.execute("ALTER DATABASE opened SET synchronous_commit = off")
    with pytest.raises(UnsafeDatabaseError) as caught:
        asyncio.run(Database.open(postgres, connections=0))
    assert caught.value.fields["problem"] == "synchronous_commit = off"


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ((150000, "on", "on", "UTF8"), None),
        ((140011, "on", "on", "UTF8"), "server_version_num = 140011"),
        ((150000, "off", "on", "UTF8"), "fsync = off"),
        ((150000, "on", "off", "UTF8"), "synchronous_commit = off"),
        ((150000, "on", "remote_apply", "SQL_ASCII"), "server_encoding = SQL_ASCII"),
    ],
)
def test_what_makes_a_server_unsafe(found: tuple[int, str, str, str], problem: str | None) -> None:
    assert module._unsafe(*found) == problem


def test_a_connection_that_broke_is_told_of_once_and_made_anew(
    cluster: Cluster, postgres: str
) -> None:
    async def run() -> None:
        database = await Database.open(postgres, connections=2)
        await put_site(database)
        with closing(cluster.connect("opened")) as other:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != %s"
            mine = other.info.backend_pid
            other.execute(others + " AND datname = 'opened'", (mine,))
        with pytest.raises(DatabaseAwayError):
            async with database.unit_of_work() as unit:
                await unit.sites.all()
        async with database.unit_of_work() as unit:
            assert len(await unit.sites.all()) == 1
        await database.close()

    asyncio.run(run())


def test_a_site_that_another_holds_for_too_long_is_busy(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {**module.POSTGRESQL, "options": "-c timezone=UTC -c lock_timeout=1ms"}
    monkeypatch.setattr(module, "POSTGRESQL", impatient)

    async def run() -> None:
        database = await Database.open(postgres, connections=0)
        await put_site(database)
        async with database.unit_of_work() as first:
            await first.sites.lock(HALL)
            with pytest.raises(DatabaseBusyError):
                async with database.unit_of_work() as second:
                    await second.sites.lock(HALL)
            async with database.unit_of_work(is_read_only=True) as reading:
                assert await reading.sites.find(HALL)

    asyncio.run(run())


# --- both ----------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["address", "postgres"])
def test_a_mistake_in_a_statement_is_no_store_error_and_shows_no_row(
    request: pytest.FixtureRequest, which: str
) -> None:
    address = request.getfixturevalue(which)

    async def run() -> None:
        database = await Database.open(address, connections=0)
        await put_site(database)
        changes = Changes(tickets={ticket_id(1): ticket(1, TODAY, PERSON)})
        changes.ticket_statuses[TODAY, ticket_id(1)] = None  # type: ignore[assignment]  # the mistake
        with pytest.raises(IntegrityError) as caught:
            async with database.unit_of_work() as unit:
                await unit.tables.write(HALL, changes)
        assert not isinstance(caught.value, StoreError)
        assert PERSON not in str(caught.value)

    asyncio.run(run())
