# SPDX-License-Identifier: Apache-2.0
"""Opens the database; the only place that says how PostgreSQL and SQLite are used."""

import errno
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection
from sqlalchemy import URL, Connection, ExceptionContext, NullPool, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from central.store.errors import (
    DatabaseFullError,
    NotAllowedError,
    NotMigratedError,
    StoreError,
    UnknownDatabaseError,
    UnsafeDatabaseError,
    store_error,
)
from central.store.journal import CHANNEL
from central.store.migrate import check_revision, migrate
from central.store.unit_of_work import READ_ONLY, SqlUnitOfWork
from hall.ids import SiteId

DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite+aiosqlite"}
OLDEST_POSTGRESQL = 150000
WAIT_SECONDS = 10
"""For somebody else's transaction, before DatabaseBusyError."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # FULL: a commit returns only when it is on the disk.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What is deleted is overwritten, so that wiped digests are gone from the file.
    "PRAGMA secure_delete = ON",
)
LISTEN = f"LISTEN {CHANNEL}"
POSTGRESQL: dict[str, Any] = {
    "connect_timeout": 5,
    # A server that vanished without a word is noticed.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "youhao",
    # A process that was stopped in the middle must not keep a site from the others.
    "options": (
        f"-c timezone=UTC -c lock_timeout={WAIT_SECONDS}s"
        f" -c idle_in_transaction_session_timeout={2 * WAIT_SECONDS}s"
    ),
}


def database_url(address: str, *, name: str | None = None) -> URL:
    """The address as SQLAlchemy wants it; `name` is said in its place if it cannot be used.

    `postgresql://user@host/name` or `sqlite:////var/lib/youhao/central.db`. Raises
    UnknownDatabaseError.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise UnknownDatabaseError(database=name or "?", problem="not a URL") from error
    kind = url.get_backend_name()
    if kind not in DRIVERS or not url.database:
        allowed = "postgresql://user@host/name, sqlite:////path/file"
        raise UnknownDatabaseError(database=database_name(url), problem=allowed)
    return url.set(drivername=DRIVERS[kind])


def database_name(url: URL) -> str:
    """What is said of a database to people: nothing secret."""
    known = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database)
    return known.render_as_string()


def open_engine(url: URL, *, connections: int = 10) -> AsyncEngine:
    """An engine that keeps so many connections; 0 opens one for each unit."""
    pool: dict[str, Any] = (
        {
            "pool_size": connections,
            "max_overflow": 0,
            "pool_timeout": WAIT_SECONDS,
            # The same few connections are used, and have their statements prepared.
            "pool_use_lifo": True,
        }
        if connections
        else {"poolclass": NullPool}
    )
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        hide_parameters=True,  # rows hold digests, which no log may show
        connect_args={"timeout": WAIT_SECONDS} if is_sqlite else POSTGRESQL,
        **pool,
    )
    if is_sqlite:
        _use_sqlite(engine)
    name = database_name(url)

    @event.listens_for(engine.sync_engine, "handle_error")
    def _name_error(context: ExceptionContext) -> None:
        if named := store_error(context.original_exception, name):
            raise named from context.original_exception
        _hide_row(context)

    return engine


def _hide_row(context: ExceptionContext) -> None:
    """The first line says what is wrong; in the next one PostgreSQL quotes the row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _use_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: Any, record: object) -> None:
        # The driver must not begin transactions by itself, or BEGIN IMMEDIATE comes too late.
        connection.isolation_level = None
        with ExitStack() as undo:
            undo.callback(connection.close)  # a damaged file fails here, and nobody else holds it
            cursor = connection.cursor()
            for pragma in PRAGMAS:
                cursor.execute(pragma)
            cursor.close()
            undo.pop_all()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        is_read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if is_read_only else "BEGIN IMMEDIATE")


class Database:
    """The centre's database. Lifetime: from `open` to `close`. Concurrency: one event loop."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.name = database_name(engine.url)

    @classmethod
    async def open(cls, address: str, *, connections: int = 10) -> Self:
        """A database whose tables are up to date, and that keeps what it was given.

        Raises:
            StoreError: unknown, away, unsafe, old, too new, or the file cannot be used.
        """
        database = cls(open_engine(database_url(address), connections=connections))
        try:
            await database._check()
        except BaseException:
            await database.close()
            raise
        return database

    @classmethod
    async def migrate(cls, address: str) -> str | None:
        """Bring the tables up to date, making the file of SQLite; the revision they had."""
        url = database_url(address)
        if url.get_backend_name() == "sqlite":
            make_private(Path(str(url.database)))
        engine = open_engine(url, connections=0)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(migrate, database_name(url))
        finally:
            await engine.dispose()

    def unit_of_work(self, *, is_read_only: bool = False) -> SqlUnitOfWork:
        """A unit of work, to be entered once."""
        return SqlUnitOfWork(self._engine, is_read_only=is_read_only)

    async def listen(self, heard: Callable[[SiteId], None]) -> None:
        """Says at which sites somebody writes, until cancelled; SQLite says nothing and returns.

        Raises:
            StoreError: the connection is gone; what was written meanwhile was not heard.
        """
        if self._engine.dialect.name != "postgresql":
            return
        address = self._engine.url.set(drivername="postgresql")
        try:
            connected = AsyncConnection.connect(
                address.render_as_string(hide_password=False), autocommit=True, **POSTGRESQL
            )
            async with await connected as connection:
                await connection.execute(LISTEN)
                async for said in connection.notifies():
                    heard(SiteId(said.payload))
        except psycopg.Error as error:
            raise store_error(error, self.name) or StoreError(
                database=self.name, problem=type(error).__name__
            ) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def _check(self) -> None:
        if self._engine.dialect.name == "sqlite":
            _check_file(Path(str(self._engine.url.database)), self.name)
        async with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                found = (await connection.execute(_SAFETY)).one()
                if problem := _unsafe(*found):
                    raise UnsafeDatabaseError(database=self.name, problem=problem)
            await connection.run_sync(check_revision, self.name)


_SAFETY = text(
    "SELECT current_setting('server_version_num')::int, current_setting('fsync'),"
    " current_setting('synchronous_commit'), current_setting('server_encoding')"
)


def _unsafe(version: int, fsync: str, synchronous_commit: str, encoding: str) -> str | None:
    if version < OLDEST_POSTGRESQL:
        return f"server_version_num = {version}"
    if fsync == "off":
        return "fsync = off"
    if synchronous_commit == "off":
        return "synchronous_commit = off"
    return None if encoding == "UTF8" else f"server_encoding = {encoding}"


def make_private(path: Path) -> None:
    """The file holds digests: nobody else may read it. SQLite gives its helpers the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        kind = DatabaseFullError if error.errno in (errno.ENOSPC, errno.EDQUOT) else NotAllowedError
        raise kind(database=str(path), problem=error.strerror or "") from error


def _check_file(path: Path, name: str) -> None:
    if not path.is_file():
        raise NotMigratedError(database=name, problem="no such file")
