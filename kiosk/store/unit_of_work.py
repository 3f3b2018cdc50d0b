# SPDX-License-Identifier: Apache-2.0
"""The unit of work on SQLite: one transaction, begun IMMEDIATE, rolled back unless committed."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from typing_extensions import override

from kiosk.store.absences import SqlAbsences
from kiosk.store.abstract import UnitOfWork
from kiosk.store.bookings import SqlBookings
from kiosk.store.centre import SqlCentre
from kiosk.store.leases import SqlLeases
from kiosk.store.log import SqlLog
from kiosk.store.numbers import SqlNumbers
from kiosk.store.places import SqlPlaces
from kiosk.store.retention import SqlRetention
from kiosk.store.site_tickets import SqlSiteTickets
from kiosk.store.slips import SqlSlips
from kiosk.store.tickets import SqlTickets


class SqliteUnitOfWork(UnitOfWork):
    """Entered as often as one likes, but not within itself; `commits` counts for `tidy`.

    `logged` is called after each commit that lengthened the log.

    Args:
        make_room: called before each transaction; what it frees on the disk is for that one.
    """

    def __init__(self, connection: Connection, make_room: Callable[[], None] | None = None) -> None:
        self._connection = connection
        self._make_room = make_room or _tell_nobody
        self._is_entered = False
        self._is_committed = False
        self.commits = 0
        self.logged: Callable[[], None] = _tell_nobody
        self._log = SqlLog(connection)
        self.log = self._log
        self.leases = SqlLeases(connection)
        self.numbers = SqlNumbers(connection)
        self.places = SqlPlaces(connection)
        self.tickets = SqlTickets(connection)
        self.slips = SqlSlips(connection)
        self.centre = SqlCentre(connection)
        self.bookings = SqlBookings(connection)
        self.site_tickets = SqlSiteTickets(connection)
        self.absences = SqlAbsences(connection)
        self.retention = SqlRetention(connection)

    def __enter__(self) -> Self:
        if self._is_entered:
            raise RuntimeError("entered within itself")
        self._make_room()
        self._connection.begin()
        self._is_entered = True
        self._is_committed = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_entered = False
        # Also ends what was begun by reading on after the commit.
        self._connection.rollback()
        if not self._is_committed:
            self._log.take_back()

    @override
    def commit(self) -> None:
        if not self._is_entered:
            raise RuntimeError("not entered")
        self._connection.commit()
        self._is_committed = True
        self.commits += 1
        if self._log.has_grown:
            self._log.has_grown = False
            self.logged()


def _tell_nobody() -> None:
    """Nobody wants to know, or to do anything."""
