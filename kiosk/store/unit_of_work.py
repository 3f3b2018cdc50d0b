# SPDX-License-Identifier: Apache-2.0
"""The unit of work on SQLite: one transaction, begun IMMEDIATE, rolled back unless committed."""

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from kiosk.store.abstract import UnitOfWork
from kiosk.store.leases import SqlLeases
from kiosk.store.log import SqlLog
from kiosk.store.numbers import SqlNumbers
from kiosk.store.places import SqlPlaces
from kiosk.store.slips import SqlSlips
from kiosk.store.tickets import SqlTickets


class SqliteUnitOfWork(UnitOfWork):
    """Entered as often as one likes, but not within itself."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self.commits = 0

    def __enter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("entered within itself")
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self.log = SqlLog(connection)
        self.leases = SqlLeases(connection)
        self.numbers = SqlNumbers(connection)
        self.places = SqlPlaces(connection)
        self.tickets = SqlTickets(connection)
        self.slips = SqlSlips(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            # Closing rolls back what was not committed.
            self._connection.close()
            self._connection = None

    def commit(self) -> None:
        """Make it durable; on return it has reached the disk. Raises StoreError."""
        if self._connection is None:
            raise RuntimeError("not entered")
        self._connection.commit()
        self.commits += 1
