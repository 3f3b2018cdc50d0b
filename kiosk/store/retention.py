# SPDX-License-Identifier: Apache-2.0
"""Forgets the rows of old days on SQLite; each batch finds them by an index."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, Delete, Table, bindparam, delete, func, select, tuple_
from typing_extensions import override

from kiosk.store import tables
from kiosk.store.abstract import Retention

_TICKET = tables.ticket.c
_PLACE = tables.place.c
_OLD_TICKETS = (
    select(_TICKET.ticket_id)
    .where(_TICKET.business_date < bindparam("day"))
    .limit(bindparam("most"))
)
# Papers and places point at their ticket, so they go first.
_WITH_TICKETS = tuple(
    delete(table).where(table.c.ticket_id.in_(bindparam("old", expanding=True)))
    for table in (tables.slip, tables.place, tables.ticket)
)
_NEXT_SERVICE = select(func.min(_PLACE.service_id)).where(_PLACE.service_id > bindparam("last"))
# A place that has a ticket goes with it.
_OLD_PLACES = delete(tables.place).where(
    tuple_(*tables.place.primary_key).in_(
        select(*tables.place.primary_key)
        .where(
            _PLACE.service_id == bindparam("of_service"),
            _PLACE.slot_start < bindparam("day_start"),
            _PLACE.ticket_id.is_(None),
        )
        .limit(bindparam("most"))
    )
)


def _of_days(table: Table) -> Delete:
    key = tuple_(*table.primary_key)
    old = select(*table.primary_key).where(table.c.business_date < bindparam("day"))
    return delete(table).where(key.in_(old.limit(bindparam("most"))))


_OF_DAYS = (_of_days(tables.number_range), _of_days(tables.lease))
_OLD_STOPS = delete(tables.stop).where(
    tables.stop.c.cursor.in_(
        select(tables.stop.c.cursor)
        .where(tables.stop.c.at < bindparam("day_start"))
        .limit(bindparam("most"))
    )
)


class SqlRetention(Retention):
    """Deletes table by table, the next one when there was room left in the batch."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def forget(self, day: date, day_start: datetime, most: int) -> int:
        done = self._tickets(day, most)
        for statement, of_service in self._others():
            if done >= most:
                break
            wanted = {"day": day, "day_start": day_start, "most": most - done, **of_service}
            done += self._connection.execute(statement, wanted).rowcount
        return done

    def _tickets(self, day: date, most: int) -> int:
        wanted = {"day": day, "most": most}
        old = list(self._connection.execute(_OLD_TICKETS, wanted).scalars())
        if old:
            for statement in _WITH_TICKETS:
                self._connection.execute(statement, {"old": old})
        return len(old)

    def _others(self) -> Iterator[tuple[Delete, dict[str, str]]]:
        for service_id in self._services():
            yield _OLD_PLACES, {"of_service": service_id}
        for statement in (*_OF_DAYS, _OLD_STOPS):
            yield statement, {}

    def _services(self) -> Iterator[str]:
        """Each is found by one step in the index: all places are not looked at."""
        last: str | None = ""
        while last is not None:
            last = self._connection.execute(_NEXT_SERVICE, {"last": last}).scalar_one()
            if last is not None:
                yield last
