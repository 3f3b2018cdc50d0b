# SPDX-License-Identifier: Apache-2.0
"""Tickets on SQLite."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update

from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.place import Place
from hall.ticket import TICKET_STEPS, Ticket, TicketAction
from kiosk.store.abstract import Tickets
from kiosk.store.tables import place, ticket

_TICKET = ticket.c
TICKET_WITH_PLACE = select(
    ticket,
    place.c.slot_start.label("place_slot_start"),
    place.c.lane.label("place_lane"),
    place.c.place_index,
).outerjoin_from(ticket, place, place.c.ticket_id == _TICKET.ticket_id)
_FIND = TICKET_WITH_PLACE.where(_TICKET.ticket_id == bindparam("wanted"))
_OF_PERSON = TICKET_WITH_PLACE.where(
    _TICKET.digest == bindparam("of_digest"), _TICKET.business_date == bindparam("on")
).order_by(_TICKET.issued_at.desc(), _TICKET.ticket_id.desc())
_INSERT = insert(ticket)
_UPDATE = (
    update(ticket)
    .where(_TICKET.ticket_id == bindparam("wanted"))
    .values(status=bindparam("new_status"), reprints=bindparam("new_reprints"))
)
_STANDBY = (
    select(func.count())
    .select_from(ticket)
    .where(
        text("is_standby"),
        _TICKET.service_id == bindparam("of_service"),
        _TICKET.issued_at >= bindparam("since"),
    )
)


class SqlTickets(Tickets):
    """The tickets, kept when their day is over, then without digest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket_: Ticket) -> None:
        """Store a new ticket; its place is taken apart, by `Places.take`."""
        self._connection.execute(
            _INSERT,
            {
                "ticket_id": ticket_.ticket_id,
                "business_date": ticket_.business_date,
                "service_id": ticket_.service_id,
                "number": str(ticket_.number),
                "lane": ticket_.lane,
                "status": ticket_.status,
                "issued_at": ticket_.issued_at,
                "digest": ticket_.digest,
                "reprints": ticket_.reprints,
                "is_standby": ticket_.is_standby,
                "chosen_slot": ticket_.chosen_slot,
            },
        )

    def find(self, ticket_id: TicketId) -> Ticket | None:
        """The ticket of that id."""
        row = self._connection.execute(_FIND, {"wanted": ticket_id}).one_or_none()
        return ticket_of(row) if row else None

    def update(self, ticket_: Ticket) -> None:
        """Store status and reprints, the only things that change."""
        self._connection.execute(
            _UPDATE,
            {
                "wanted": ticket_.ticket_id,
                "new_status": ticket_.status,
                "new_reprints": ticket_.reprints,
            },
        )

    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        """That day's tickets of one person, the latest first."""
        rows = self._connection.execute(_OF_PERSON, {"of_digest": digest, "on": business_date})
        return tuple(ticket_of(row) for row in rows)

    def standby_given(self, service_id: ServiceId, since: datetime) -> int:
        """How many standby numbers were issued from an instant on."""
        found = self._connection.execute(_STANDBY, {"of_service": service_id, "since": since})
        return found.scalar_one()

    def end_days_before(self, business_date: date) -> None:
        """Expire what is open of earlier days, and wipe all their digests."""
        earlier = _TICKET.business_date < business_date
        for (status, action), expired in TICKET_STEPS.items():
            if action is TicketAction.EXPIRE:
                stale = earlier & (_TICKET.status == status)
                self._connection.execute(update(ticket).where(stale).values(status=expired))
        known = earlier & _TICKET.digest.is_not(None)
        self._connection.execute(update(ticket).where(known).values(digest=None))


def ticket_of(row: Row[tuple[object, ...]]) -> Ticket:
    """The ticket of a row of TICKET_WITH_PLACE."""
    return Ticket(
        ticket_id=row.ticket_id,
        business_date=row.business_date,
        service_id=row.service_id,
        number=TicketNumber.parse(row.number),
        lane=row.lane,
        place=None
        if row.place_index is None
        else Place(row.service_id, row.place_slot_start, row.place_lane, row.place_index),
        status=row.status,
        issued_at=row.issued_at,
        digest=row.digest,
        reprints=row.reprints,
        is_standby=row.is_standby,
        chosen_slot=row.chosen_slot,
    )
