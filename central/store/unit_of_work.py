# SPDX-License-Identifier: Apache-2.0
"""The unit of work on either database: one transaction, rolled back unless committed."""

from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from typing_extensions import override

from central.store.abstract import UnitOfWork
from central.store.accounts import SqlAccounts
from central.store.audit import SqlAudit
from central.store.help_calls import SqlHelpCalls
from central.store.journal import SqlJournal
from central.store.kiosks import SqlEnrolments, SqlKiosks
from central.store.projections import SqlTables
from central.store.retention import SqlRetention
from central.store.sites import SqlSites

READ_ONLY = "is_read_only"
"""Execution option of a connection that only reads."""


class SqlUnitOfWork(UnitOfWork):
    """Has a connection from being entered until it is left."""

    def __init__(self, engine: AsyncEngine, *, is_read_only: bool = False) -> None:
        self._engine = engine
        self._is_read_only = is_read_only
        self._held = AsyncExitStack()
        self._connection: AsyncConnection | None = None

    @override
    async def __aenter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("entered within itself")
        async with AsyncExitStack() as held:
            connection = await held.enter_async_context(self._engine.connect())
            if self._is_read_only:
                await connection.execution_options(**_reading(self._engine.dialect.name))
            await connection.begin()
            self._held = held.pop_all()
        self._connection = connection
        self.sites = SqlSites(connection)
        self.journal = SqlJournal(connection)
        self.kiosks = SqlKiosks(connection)
        self.enrolments = SqlEnrolments(connection)
        self.accounts = SqlAccounts(connection)
        self.help_calls = SqlHelpCalls(connection)
        self.tables = SqlTables(connection)
        self.audit = SqlAudit(connection, self.sites)
        self.retention = SqlRetention(connection)
        return self

    @override
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        connection, self._connection = self._connection, None
        async with self._held:
            if self._is_read_only and error is None and connection is not None:
                # Nothing to keep; but after a rollback psycopg forgets all prepared statements.
                await connection.commit()

    @override
    async def commit(self) -> None:
        if self._connection is None:
            raise RuntimeError("not entered")
        await self._connection.commit()


def _reading(dialect: str) -> dict[str, object]:
    if dialect == "sqlite":
        return {READ_ONLY: True}
    # All statements of the unit see the same moment, as they do on SQLite.
    return {READ_ONLY: True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
