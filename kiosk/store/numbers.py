# SPDX-License-Identifier: Apache-2.0
"""Number ranges on SQLite."""

from datetime import date

from sqlalchemy import Connection, bindparam, func, select, update
from typing_extensions import override

from hall.errors import NoNumberLeftError
from hall.numbering import TicketNumber
from kiosk.store.abstract import Numbers
from kiosk.store.tables import number_range

_RANGE = number_range.c
_SERIES = (
    (_RANGE.business_date == bindparam("on"))
    & (_RANGE.letter == bindparam("series"))
    & _RANGE.is_booked.is_(False)
)
_OPEN = select(func.min(_RANGE.first)).where(_SERIES, _RANGE.next <= _RANGE.last).scalar_subquery()
_TAKE = (
    update(number_range)
    .where(_SERIES, _RANGE.first == _OPEN)
    .values(next=_RANGE.next + 1)
    .returning(_RANGE.next)
)
_LETTERS = select(_RANGE.letter).where(
    _RANGE.business_date == bindparam("on"), _RANGE.is_booked.is_(False)
)
_LEFT = select(func.coalesce(func.sum(_RANGE.last - _RANGE.next + 1), 0)).where(_SERIES)


class SqlNumbers(Numbers):
    """The number ranges of the day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def letters(self, business_date: date) -> frozenset[str]:
        return frozenset(self._connection.execute(_LETTERS, {"on": business_date}).scalars())

    @override
    def take(self, business_date: date, letter: str) -> TicketNumber:
        found = self._connection.execute(_TAKE, {"on": business_date, "series": letter})
        following = found.scalar_one_or_none()
        if following is None:
            raise NoNumberLeftError(series=letter)
        return TicketNumber(letter, following - 1)

    @override
    def left(self, business_date: date, letter: str) -> int:
        found = self._connection.execute(_LEFT, {"on": business_date, "series": letter})
        return int(found.scalar_one())
