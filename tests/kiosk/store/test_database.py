# SPDX-License-Identifier: Apache-2.0
"""Opening the file: how SQLite is set up, and what is said when the file cannot be used."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text

from hall.ids import TicketId
from hall.log import Cancelled
from kiosk.store.database import Database, open_engine
from kiosk.store.errors import (
    DatabaseDamagedError,
    DatabaseInUseError,
    DatabaseTooNewError,
    DiskFullError,
    NotWritableError,
    StoreError,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "kiosk.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database.open(path)
    yield database
    database.close()


def append(database: Database, count: int = 1) -> None:
    for _ in range(count):
        with database.unit_of_work() as unit:
            unit.log.append(NOW, Cancelled(TicketId(UUID(int=1))))
            unit.commit()


def positions(database: Database) -> list[int]:
    with database.unit_of_work() as unit:
        return [entry.position for entry in unit.log.entries()]


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()


# --- how it is set up ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_a_commit_is_durable_and_what_is_deleted_is_gone(
    path: Path, database: Database, name: str, value: object
) -> None:
    engine = open_engine(path)
    assert pragma(engine, name) == value
    engine.dispose()


def test_a_transaction_locks_out_writers_from_its_begin(path: Path, database: Database) -> None:
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(other), database.unit_of_work(), pytest.raises(sqlite3.OperationalError):
        other.execute("BEGIN IMMEDIATE")


def test_nobody_else_may_read_the_files(path: Path, database: Database) -> None:
    append(database)
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == {
        "kiosk.db": 0o600,
        "kiosk.db-shm": 0o600,
        "kiosk.db-wal": 0o600,
        "kiosk.db.lock": 0o600,
    }


def test_the_database_is_used_on_another_thread_than_it_was_opened_on(
    database: Database,
) -> None:
    worker = threading.Thread(target=append, args=(database,))
    worker.start()
    worker.join()
    assert positions(database) == [1]


def test_what_was_committed_is_there_after_reopening(path: Path) -> None:
    for _ in range(2):
        database = Database.open(path)
        append(database)
        database.close()
    database = Database.open(path)
    assert positions(database) == [1, 2]
    database.close()


def test_tidying_lets_the_journal_be_written_over_when_it_has_grown(
    path: Path, database: Database
) -> None:
    journal = path.with_name("kiosk.db-wal")
    append(database, 10)
    small = journal.stat().st_size
    database.tidy()
    assert journal.stat().st_size == small
    append(database, 45)
    grown = journal.stat().st_size
    database.tidy()
    append(database, 45)
    assert journal.stat().st_size == grown
    database.tidy(always=True)
    assert journal.stat().st_size < small
    assert positions(database) == list(range(1, 101))


# --- two at once ---------------------------------------------------------------------------


def test_a_second_kiosk_on_the_same_file_is_refused(path: Path, database: Database) -> None:
    with pytest.raises(DatabaseInUseError) as caught:
        Database.open(path)
    assert caught.value.fields["path"] == f"{path}.lock"
    append(database)
    assert positions(database) == [1]


def test_after_closing_another_may_open(path: Path) -> None:
    Database.open(path).close()
    Database.open(path).close()


def test_a_kiosk_that_could_not_open_lets_another_try(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    for _ in range(2):
        with pytest.raises(DatabaseDamagedError):
            Database.open(path)


def test_looking_is_allowed_while_the_kiosk_runs_and_changes_nothing(
    path: Path, database: Database
) -> None:
    append(database)
    looking = Database.look(path)
    assert positions(looking) == [1]
    with database.unit_of_work(), looking.unit_of_work() as unit:
        assert len(list(unit.log.entries())) == 1
    with pytest.raises(StoreError):
        append(looking)
    looking.close()
    assert positions(database) == [1]


def test_there_is_nothing_to_look_at_without_a_file(path: Path) -> None:
    with pytest.raises(NotWritableError):
        Database.look(path)
    assert not path.exists()


# --- what can be wrong with the file -------------------------------------------------------


def test_a_file_that_is_no_database_is_damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(os.urandom(8192))
    with pytest.raises(DatabaseDamagedError) as caught:
        Database.open(path)
    assert caught.value.fields["path"] == str(path)


def test_a_database_with_a_torn_page_is_damaged(path: Path) -> None:
    database = Database.open(path)
    append(database, 200)
    database.close()
    content = bytearray(path.read_bytes())
    content[8192:16384] = bytes(8192)
    path.write_bytes(content)
    with pytest.raises(DatabaseDamagedError):
        Database.open(path)


def test_a_full_disk_has_its_own_error_takes_nothing_and_may_pass(path: Path) -> None:
    Database.open(path).close()
    engine = open_engine(path)
    opened: list[sqlite3.Connection] = []
    event.listen(engine, "connect", lambda connection, _: opened.append(connection))
    database = Database(engine, None)
    (connection,) = opened
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFullError):
        append(database, 1000)
    kept = positions(database)
    assert kept == list(range(1, len(kept) + 1))
    connection.execute(f"PRAGMA max_page_count = {pages + 100}")
    append(database)
    assert positions(database) == [*kept, len(kept) + 1]
    database.close()


def test_a_folder_that_cannot_be_made_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder")
    with pytest.raises(NotWritableError):
        Database.open(tmp_path / "state" / "kiosk.db")


OPEN_AS_NOBODY = """
import os, sys
from pathlib import Path
from kiosk.store.database import Database
from kiosk.store.errors import NotWritableError
if os.getuid() == 0:
    os.setuid({nobody})
try:
    Database.open(Path(sys.argv[1]))
except NotWritableError as error:
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
def test_a_folder_or_file_of_somebody_else_is_not_writable(theirs: Path, what: str) -> None:
    if what == "file":
        (theirs / "kiosk.db").touch(mode=0o444)
        theirs.chmod(0o777)
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AS_NOBODY.format(nobody=NOBODY), str(theirs / "kiosk.db")],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout == "error.store.not_writable\n", done.stderr


def later_version(path: Path, revision: str) -> None:
    """Its tables have more than this version knows."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE later (only_row INTEGER PRIMARY KEY)")
        connection.execute("ALTER TABLE log_entry ADD COLUMN later TEXT")
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def test_tables_of_a_later_version_that_only_have_more_serve_as_they_are(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Database.open(path).close()
    later_version(path, "0999")
    with closing(Database.open(path)) as database:
        append(database)
        assert database.is_current()
        assert database.examine(path, None) == 1
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT count(*), max(later) FROM log_entry").fetchone()
        versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert (rows, versions) == ((1, None), [("0999",)])
    assert "tables of a later version revision=0999" in caplog.text


def test_tables_of_a_later_generation_are_not_touched(path: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DatabaseTooNewError):
        Database.open(path)


def test_a_mistake_in_a_statement_is_no_store_error(path: Path, database: Database) -> None:
    append(database)
    with (
        pytest.raises(Exception, match="UNIQUE") as caught,
        open_engine(path).begin() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO log_entry SELECT * FROM log_entry")
    assert not isinstance(caught.value, StoreError)
