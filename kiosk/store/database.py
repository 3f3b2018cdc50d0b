# SPDX-License-Identifier: Apache-2.0
"""Opens the database file; the only place that says how SQLite is used."""

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, ExceptionContext, NullPool, create_engine, event

from hall.errors import LogError
from hall.log import Entry, verify_chain
from kiosk.store.abstract import LogStart
from kiosk.store.errors import (
    DatabaseDamagedError,
    DiskFullError,
    NotWritableError,
    store_error,
)
from kiosk.store.journal import check_journal
from kiosk.store.lock import FileLock, file_error, lock_file
from kiosk.store.migrate import is_usable, migrate, revision
from kiosk.store.reserve import Reserve
from kiosk.store.unit_of_work import SqliteUnitOfWork

logger = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # FULL: a commit returns only when it is on the disk; NORMAL would lose numbers at power loss.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is deleted is overwritten, so that wiped digests are gone from the file.
    "PRAGMA secure_delete = ON",
    # Copying the journal back costs syncs; `Database.tidy` does it while nobody waits. This is
    # only the upper bound, some 16 MiB, should nobody call it.
    "PRAGMA wal_autocheckpoint = 4000",
)
TIDY_AFTER_COMMITS = 50
CHECKED_ENTRIES = 100
IN_TRANSACTION = "in_transaction"
"""Execution option of a connection; False for the one statement SQLite wants outside of any."""


def open_engine(path: Path, *, is_read_only: bool = False) -> Engine:
    """Every connection is WAL, FULL, with foreign keys, and its transactions begin IMMEDIATE.

    One that only reads sees what was committed when it begins, holds nobody up, and leaves the files
    as they are: SQLite itself copies the journal back when the last one who may write lets go.
    """
    engine = create_engine(
        _address(path, is_read_only=is_read_only),
        hide_parameters=True,  # a ticket's row holds a digest, which no log may show
        poolclass=NullPool,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    begin = "BEGIN" if is_read_only else "BEGIN IMMEDIATE"
    pragmas = ("PRAGMA query_only = ON",) if is_read_only else PRAGMAS

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: object) -> None:
        # The driver must not begin transactions by itself, or BEGIN IMMEDIATE comes too late.
        connection.isolation_level = None
        with ExitStack() as undo:
            undo.callback(connection.close)  # a damaged file fails here, and nobody else holds it
            for pragma in pragmas:
                connection.execute(pragma)
            undo.pop_all()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(IN_TRANSACTION, True):
            connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def _name_error(context: ExceptionContext) -> None:
        if named := store_error(context.original_exception, str(path)):
            raise named from context.original_exception

    return engine


def _address(path: Path, *, is_read_only: bool) -> URL:
    if not is_read_only:
        return URL.create("sqlite", database=str(path))
    return URL.create(
        "sqlite", database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"}
    )


class Database:
    """The kiosk's database file, opened.

    Lifetime: from `open` to `close`. Concurrency: may be opened on one thread and used on another,
    one at a time. A second process is refused as long as this one lives, unless it only looks.

    Attributes:
        is_damaged: some of it could not be read since it was opened; nothing of it can be trusted.
    """

    def __init__(
        self, engine: Engine, lock: FileLock | None, reserve: Reserve | None = None
    ) -> None:
        self._engine = engine
        self._lock = lock
        self._reserve = reserve
        self.is_damaged = False
        # Before the error gets its name, since nobody is asked any more after that.
        event.listen(engine, "handle_error", self._note, insert=True)
        # Opened once: a new one for each unit would cost a visitor a quarter of a millisecond.
        self._connection = engine.connect()
        self._unit = SqliteUnitOfWork(self._connection, reserve.make_room if reserve else None)

    @classmethod
    def open(cls, path: Path, reserve: Reserve | None = None) -> Self:
        """Make the file if it is not there, bring its tables up to date, and try a write.

        The reserve is given back as far as the disk is full, and filled when it has room.

        Raises:
            StoreError: in use, damaged, disk full, folder not writable, or too new a version.
        """
        _make_private(path)
        with ExitStack() as undo:
            lock = FileLock(lock_file(path))
            undo.callback(lock.release)
            if reserve is not None:
                reserve.make_room()
            check_journal(path)
            database = cls(open_engine(path), lock, reserve)
            undo.callback(database._connection.close)
            database._prepare(path)
            undo.pop_all()
        if reserve is not None:
            reserve.refill()
        return database

    @classmethod
    def look(cls, path: Path) -> Self:
        """Only to read, while the kiosk may be running; raises StoreError if there is no file."""
        if not path.is_file():
            raise NotWritableError(path=str(path), problem="no such file")
        return cls(open_engine(path, is_read_only=True), None)

    def _prepare(self, path: Path) -> None:
        migrate(self._engine, str(path))
        # Not the whole log: that of half a year would take seconds of every start.
        self._check_log(path, CHECKED_ENTRIES)
        self._write_ahead()

    def examine(self, path: Path, most_entries: int | None) -> int | None:
        """The last position of the log, once pages, tables and log are found sound.

        Reads the whole file, and follows only the last entries of the log, or with None all, and the
        journal, which nobody may write meanwhile. None: its tables are of an earlier version.

        Raises:
            StoreError: damaged, or of a later version.
        """
        if most_entries is None:
            check_journal(path)
        with self._connection.begin():
            said = self._connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            found = revision(self._connection)
        if said != "ok":
            raise DatabaseDamagedError(path=str(path), problem=said)
        return self._check_log(path, most_entries) if is_usable(found, str(path)) else None

    def is_current(self) -> bool:
        """Whether its tables can be worked on as they are; `open` makes them so.

        Raises DatabaseTooNewError.
        """
        with self._connection.begin():
            return is_usable(revision(self._connection), str(self._engine.url.database))

    def _check_log(self, path: Path, most: int | None) -> int:
        try:
            return self._follow_log(most)
        except (LogError, ValueError) as error:  # ValueError: what was an instant or JSON is none
            raise DatabaseDamagedError(path=str(path), problem=str(error)) from error

    def _follow_log(self, most: int | None) -> int:
        """The last position; raises LogError where an entry does not follow the one before."""
        with self._unit as unit:
            start, end = unit.log.start(), unit.log.end()
            after = start.position if most is None else max(start.position, end - most)
            entries = unit.log.entries(after)
            first = next(entries, None)
            if first is not None or start.position:
                _check_first(first, after, start)
            verify_chain(entries, after=first)
            return end

    def unit_of_work(self) -> SqliteUnitOfWork:
        """The unit of work, to be entered once for each use case."""
        return self._unit

    def tell_of_entries(self, logged: Callable[[], None]) -> None:
        """Call after each commit that lengthened the log, on the thread that committed."""
        self._unit.logged = logged

    def tidy(self, *, always: bool = False) -> None:
        """Copy the write-ahead journal into the file if it has grown; some milliseconds.

        To be called while nobody waits for a number, so that no issue pays for it. The journal's
        file stays and is written over, which is quicker than letting it grow. `always` also cuts
        it off, which a change of day needs: wiped digests lie in it too.
        """
        if self._reserve is not None:
            self._reserve.refill()
        if not always and self._unit.commits < TIDY_AFTER_COMMITS:
            return
        self._unit.commits = 0
        # PASSIVE never waits for somebody who looks.
        how = "TRUNCATE" if always else "PASSIVE"
        with self._engine.connect().execution_options(**{IN_TRANSACTION: False}) as connection:
            connection.exec_driver_sql(f"PRAGMA wal_checkpoint({how})")
        self._write_ahead()

    def _write_ahead(self) -> None:
        """The first commit in an empty journal costs one sync more: let it not be a visitor's."""
        with self._connection.begin():
            self._connection.exec_driver_sql("PRAGMA user_version = 1")

    def _note(self, context: ExceptionContext) -> None:
        """What was refused for want of room finds some when it is tried again."""
        error = store_error(context.original_exception, "")
        if self._reserve is not None and isinstance(error, DiskFullError):
            self._reserve.give()
        self.is_damaged = self.is_damaged or isinstance(error, DatabaseDamagedError)

    @property
    def is_in_reserve(self) -> bool:
        """Whether the disk is full, and what is written now goes into the room kept for that."""
        return self._reserve is not None and self._reserve.is_in_use

    def close(self) -> None:
        """Close the file and let another process in."""
        self._connection.close()
        if self._lock:
            self._lock.release()


def _check_first(first: Entry | None, after: int, start: LogStart) -> None:
    """Nothing is missing before the first entry that is read; raises LogError."""
    if first is None or first.position != after + 1:
        raise LogError(position=after + 1, problem="is missing")
    if after == start.position and first.previous_hash != start.hash:
        raise LogError(position=first.position, problem="does not follow what was forgotten")


def _make_private(path: Path) -> None:
    """The file holds digests: nobody else may read it. SQLite gives its helpers the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise file_error(error, path) from error
