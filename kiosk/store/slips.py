# SPDX-License-Identifier: Apache-2.0
"""The papers of the tickets on SQLite."""

from datetime import date

from sqlalchemy import Connection, and_, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.ids import TicketId
from hall.log import PrintProof
from hall.ticket import Ticket, TicketStatus
from kiosk.store import tables
from kiosk.store.abstract import Slip, Slips
from kiosk.store.tickets import TICKET_WITH_PLACE, ticket_of

_SLIP = tables.slip.c
_TICKET = tables.ticket.c
HAS_PAPER = (PrintProof.CONFIRMED, PrintProof.PROCESSED)
_OPEN = tuple(status for status in TicketStatus if status.is_open)
_INSERT = insert(tables.slip)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[_SLIP.ticket_id, _SLIP.copy],
    set_={name: _INSERT.excluded[name] for name in ("started_at", "ended_at", "proof", "reason")},
)
_FIND = select(tables.slip).where(
    _SLIP.ticket_id == bindparam("of_ticket"), _SLIP.copy == bindparam("of_copy")
)
_PAPER = tables.slip.alias("paper")
_LAST_COPY = (
    select(func.max(_PAPER.c.copy)).where(_PAPER.c.ticket_id == _TICKET.ticket_id).scalar_subquery()
)
_IS_PRINTED = (
    select(_PAPER.c.copy)
    .where(_PAPER.c.ticket_id == _TICKET.ticket_id, _PAPER.c.proof.in_(HAS_PAPER))
    .exists()
)
_PRINTED = (
    select(func.count())
    .select_from(tables.ticket)
    .where(_TICKET.business_date == bindparam("on"), _IS_PRINTED)
)
_MISSING = (
    TICKET_WITH_PLACE.add_columns(
        _SLIP.copy, _SLIP.started_at, _SLIP.ended_at, _SLIP.proof, _SLIP.reason
    )
    .outerjoin(tables.slip, and_(_SLIP.ticket_id == _TICKET.ticket_id, _SLIP.copy == _LAST_COPY))
    .where(
        _TICKET.business_date == bindparam("on"),
        _TICKET.status.in_(_OPEN),
        ~_IS_PRINTED,
    )
    .order_by(_TICKET.issued_at, _TICKET.ticket_id)
)


class SqlSlips(Slips):
    """The papers of the tickets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def put(self, slip: Slip) -> None:
        self._connection.execute(
            _PUT,
            {
                "ticket_id": slip.ticket_id,
                "copy": slip.copy,
                "started_at": slip.started_at,
                "ended_at": slip.ended_at,
                "proof": slip.proof,
                "reason": slip.reason,
            },
        )

    @override
    def find(self, ticket_id: TicketId, copy: int) -> Slip | None:
        row = self._connection.execute(
            _FIND, {"of_ticket": ticket_id, "of_copy": copy}
        ).one_or_none()
        return Slip(*row) if row else None

    @override
    def printed(self, business_date: date) -> int:
        return self._connection.execute(_PRINTED, {"on": business_date}).scalar_one()

    @override
    def missing(self, business_date: date) -> tuple[tuple[Ticket, Slip | None], ...]:
        found = []
        for row in self._connection.execute(_MISSING, {"on": business_date}):
            last = (
                None
                if row.copy is None
                else Slip(
                    row.ticket_id, row.copy, row.started_at, row.ended_at, row.proof, row.reason
                )
            )
            found.append((ticket_of(row), last))
        return tuple(found)
