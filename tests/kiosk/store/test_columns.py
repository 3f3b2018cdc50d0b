# SPDX-License-Identifier: Apache-2.0
"""What the columns keep out, and what the errors of SQLite are called."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from hall.place import Lane
from kiosk.store.column_types import UtcInstant, text_enum
from kiosk.store.errors import (
    DatabaseDamagedError,
    DatabaseInUseError,
    DiskFullError,
    NotWritableError,
    StoreError,
    store_error,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
sample = Table(
    "sample", MetaData(), Column("at", UtcInstant), Column("lane", text_enum(Lane, "lane"))
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        sample.create(connection)
        yield connection
    engine.dispose()


def test_an_instant_of_any_zone_comes_back_in_utc(connection: Connection) -> None:
    shanghai = timezone(timedelta(hours=8))
    connection.execute(insert(sample), {"at": NOON.astimezone(shanghai)})
    found = connection.execute(select(sample.c.at)).scalar_one()
    assert (found, found.tzinfo) == (NOON, UTC)


def test_instants_sort_as_they_follow_each_other(connection: Connection) -> None:
    instants = [NOON + timedelta(microseconds=n) for n in (1, 0, 10**6, 10**5)]
    connection.execute(insert(sample), [{"at": instant} for instant in instants])
    found = connection.execute(select(sample.c.at).order_by(sample.c.at)).scalars().all()
    assert list(found) == sorted(instants)


def test_an_instant_without_zone_never_reaches_the_disk(connection: Connection) -> None:
    with pytest.raises(Exception, match="bad_value"):
        connection.execute(insert(sample), {"at": NOON.replace(tzinfo=None)})


def test_nothing_is_nothing(connection: Connection) -> None:
    connection.execute(insert(sample), {"at": None, "lane": None})
    assert connection.execute(select(sample)).one() == (None, None)


def test_an_enum_is_kept_as_its_word_and_no_other_word_is(connection: Connection) -> None:
    connection.execute(insert(sample), {"lane": Lane.WALK_IN})
    kept = connection.exec_driver_sql("SELECT lane FROM sample").scalar_one()
    assert kept == "walk_in"
    with pytest.raises(StatementError):
        connection.execute(insert(sample), {"lane": "fast"})
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql("INSERT INTO sample (lane) VALUES ('fast')")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", DiskFullError),
        ("SQLITE_IOERR_WRITE", DiskFullError),
        ("SQLITE_IOERR_SHMSIZE", DiskFullError),
        ("SQLITE_IOERR_FSYNC", StoreError),
        ("SQLITE_CORRUPT", DatabaseDamagedError),
        ("SQLITE_CORRUPT_INDEX", DatabaseDamagedError),
        ("SQLITE_NOTADB", DatabaseDamagedError),
        ("SQLITE_READONLY_DIRECTORY", NotWritableError),
        ("SQLITE_CANTOPEN", NotWritableError),
        ("SQLITE_BUSY", DatabaseInUseError),
    ],
)
def test_what_sqlite_says_has_a_name_of_its_own(name: str, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("words of sqlite")
    error.sqlite_errorcode = getattr(sqlite3, name)
    named = store_error(error, "kiosk.db")
    assert type(named) is kind
    assert named.fields == {"path": "kiosk.db", "problem": "words of sqlite"}


@pytest.mark.parametrize(
    "error", [sqlite3.IntegrityError("UNIQUE"), sqlite3.ProgrammingError(), ValueError()]
)
def test_a_mistake_of_the_program_stays_what_it_is(error: Exception) -> None:
    assert store_error(error, "kiosk.db") is None


def test_a_constraint_that_fails_is_no_trouble_of_the_disk() -> None:
    error = sqlite3.IntegrityError("UNIQUE")
    error.sqlite_errorcode = sqlite3.SQLITE_CONSTRAINT_UNIQUE
    assert store_error(error, "kiosk.db") is None
