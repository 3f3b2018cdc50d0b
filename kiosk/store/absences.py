# SPDX-License-Identifier: Apache-2.0
"""Until when missed visitors may put themselves back, on SQLite."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.ids import TicketId
from kiosk.store.abstract_centre import Absences
from kiosk.store.tables import absence

_ABSENCE = absence.c
_INSERT = insert(absence)
_PUT = _INSERT.on_conflict_do_update(set_={"back_until": _INSERT.excluded.back_until})
_FORGET = delete(absence).where(_ABSENCE.ticket_id == bindparam("wanted"))
_FIND = select(_ABSENCE.back_until).where(_ABSENCE.ticket_id == bindparam("wanted"))
_END = delete(absence).where(_ABSENCE.business_date < bindparam("on"))


class SqlAbsences(Absences):
    """What the feed told of missed tickets, this kiosk's and the others'."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def put(self, ticket_id: TicketId, business_date: date, back_until: datetime | None) -> None:
        if back_until is None:
            self._connection.execute(_FORGET, {"wanted": ticket_id})
            return
        values = {
            "ticket_id": ticket_id,
            "business_date": business_date,
            "back_until": back_until,
        }
        self._connection.execute(_PUT, values)

    @override
    def back_until(self, ticket_id: TicketId) -> datetime | None:
        return self._connection.execute(_FIND, {"wanted": ticket_id}).scalar_one_or_none()

    @override
    def end_days_before(self, business_date: date) -> None:
        self._connection.execute(_END, {"on": business_date})
