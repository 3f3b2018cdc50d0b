# SPDX-License-Identifier: Apache-2.0
"""Grants on SQLite: a lease is applied once and brings rows of places and numbers."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, exists, func, select
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.errors import BadValueError
from hall.log import Granted
from hall.numbering import NumberRange
from hall.place import PlaceRun
from kiosk.store import tables
from kiosk.store.abstract import Leases
from kiosk.store.tables import Owner

_INSERT_PLACES = insert(tables.place)
# A place that was given back may come again, at a higher hop; one that a ticket has never does.
_PUT_PLACES = _INSERT_PLACES.on_conflict_do_update(
    set_={"owner": _INSERT_PLACES.excluded.owner, "hop": _INSERT_PLACES.excluded.hop},
    where=tables.place.c.owner != Owner.TICKET,
)
_DAYS = (
    select(tables.lease.c.business_date)
    .distinct()
    .order_by(tables.lease.c.business_date.desc())
    .limit(bindparam("most"))
)


class SqlLeases(Leases):
    """What was granted to this kiosk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def apply(self, granted: Granted) -> bool:
        known = select(exists().where(tables.lease.c.lease_id == granted.lease_id))
        if self._connection.execute(known).scalar_one():
            return False
        self._check_numbers(granted)
        day = {"lease_id": granted.lease_id, "business_date": granted.business_date}
        self._connection.execute(insert(tables.lease), day)
        self._insert_places(granted.places)
        self._insert_numbers(granted, granted.numbers)
        return True

    @override
    def count(self, business_date: date) -> int:
        of_day = tables.lease.c.business_date == business_date
        return self._connection.execute(select(func.count()).where(of_day)).scalar_one()

    @override
    def granted_days(self, most: int) -> tuple[date, ...]:
        return tuple(self._connection.execute(_DAYS, {"most": most}).scalars())

    def _check_numbers(self, granted: Granted) -> None:
        """No number comes twice: two tickets would bear it, on paper."""
        known = tables.number_range.c
        for numbers in granted.numbers:
            has_some = exists().where(
                known.business_date == granted.business_date,
                known.letter == numbers.letter,
                known.is_booked.is_(numbers.is_booked),
                known.first <= numbers.last,
                known.last >= numbers.first,
            )
            if self._connection.execute(select(has_some)).scalar_one():
                value = f"{numbers.letter}{numbers.first} to {numbers.last}"
                raise BadValueError(name="numbers", value=value, allowed="new ones")

    def _insert_places(self, runs: Iterable[PlaceRun]) -> None:
        rows = [
            {
                "service_id": place.service_id,
                "slot_start": place.slot_start,
                "lane": place.lane,
                "place_index": place.index,
                "hop": run.hop,
                "owner": Owner.KIOSK,
            }
            for run in runs
            for place in run.places()
        ]
        if rows:
            self._connection.execute(_PUT_PLACES, rows)

    def _insert_numbers(self, granted: Granted, ranges: Iterable[NumberRange]) -> None:
        rows = [
            {
                "business_date": granted.business_date,
                "letter": numbers.letter,
                "is_booked": numbers.is_booked,
                "first": numbers.first,
                "last": numbers.last,
                "next": numbers.first,
            }
            for numbers in ranges
        ]
        if rows:
            self._connection.execute(insert(tables.number_range), rows)
