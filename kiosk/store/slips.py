# SPDX-License-Identifier: Apache-2.0
"""The papers of the tickets on SQLite."""

from datetime import date

from sqlalchemy import Connection, and_, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from hall.ids import TicketId
from hall.log import PrintProof
from hall.ticket import Ticket, TicketStatus
from kiosk.store.abstract import Slip, Slips
from kiosk.store.tables import slip, ticket
from kiosk.store.tickets import TICKET_WITH_PLACE, ticket_of

_SLIP = slip.c
HAS_PAPER = (PrintProof.CONFIRMED, PrintProof.PROCESSED)
_OPEN = tuple(status for status in TicketStatus if status.is_open)
_INSERT = insert(slip)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[_SLIP.ticket_id, _SLIP.copy],
    set_={name: _INSERT.excluded[name] for name in ("started_at", "ended_at", "proof", "reason")},
)
_FIND = select(slip).where(
    _SLIP.ticket_id == bindparam("of_ticket"), _SLIP.copy == bindparam("of_copy")
)
_PAPER = slip.alias("paper")
_LAST_COPY = (
    select(func.max(_PAPER.c.copy))
    .where(_PAPER.c.ticket_id == ticket.c.ticket_id)
    .scalar_subquery()
)
_IS_PRINTED = (
    select(_PAPER.c.copy)
    .where(_PAPER.c.ticket_id == ticket.c.ticket_id, _PAPER.c.proof.in_(HAS_PAPER))
    .exists()
)
_MISSING = (
    TICKET_WITH_PLACE.add_columns(
        _SLIP.copy, _SLIP.started_at, _SLIP.ended_at, _SLIP.proof, _SLIP.reason
    )
    .outerjoin(slip, and_(_SLIP.ticket_id == ticket.c.ticket_id, _SLIP.copy == _LAST_COPY))
    .where(ticket.c.business_date == bindparam("on"), ticket.c.status.in_(_OPEN), ~_IS_PRINTED)
    .order_by(ticket.c.issued_at, ticket.c.ticket_id)
)


class SqlSlips(Slips):
    """The papers of the tickets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, slip_: Slip) -> None:
        """Store what is known of a paper in place of what was known before."""
        self._connection.execute(
            _PUT,
            {
                "ticket_id": slip_.ticket_id,
                "copy": slip_.copy,
                "started_at": slip_.started_at,
                "ended_at": slip_.ended_at,
                "proof": slip_.proof,
                "reason": slip_.reason,
            },
        )

    def find(self, ticket_id: TicketId, copy: int) -> Slip | None:
        """What is known of one paper."""
        row = self._connection.execute(
            _FIND, {"of_ticket": ticket_id, "of_copy": copy}
        ).one_or_none()
        return Slip(*row) if row else None

    def missing(self, business_date: date) -> tuple[tuple[Ticket, Slip | None], ...]:
        """Open tickets of a day of which no paper is confirmed or processed, with the last slip."""
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
