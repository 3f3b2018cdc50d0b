# SPDX-License-Identifier: Apache-2.0
"""Tickets on SQLite."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update
from typing_extensions import override

from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.ticket import TICKET_STEPS, Ticket, TicketAction, TicketStatus
from hall.visit import Persons
from kiosk.store import tables
from kiosk.store.abstract import Tickets

_TICKET = tables.ticket.c
TICKET_WITH_PLACE = select(
    tables.ticket,
    tables.place.c.slot_start.label("place_slot_start"),
    tables.place.c.lane.label("place_lane"),
    tables.place.c.place_index,
).outerjoin_from(tables.ticket, tables.place, tables.place.c.ticket_id == _TICKET.ticket_id)
_FIND = TICKET_WITH_PLACE.where(_TICKET.ticket_id == bindparam("wanted"))
_LATEST_FIRST = TICKET_WITH_PLACE.where(_TICKET.business_date == bindparam("on")).order_by(
    _TICKET.issued_at.desc(), _TICKET.ticket_id.desc()
)
_OF_PERSON = _LATEST_FIRST.where(_TICKET.digest == bindparam("of_digest"))
_OF_PROXY = _LATEST_FIRST.where(_TICKET.proxy == bindparam("of_proxy"))
_LATEST = _LATEST_FIRST.limit(bindparam("most"))
_NUMBERED = _LATEST_FIRST.where(_TICKET.number.in_(bindparam("numbers", expanding=True)))
_INSERT = insert(tables.ticket)
_UPDATE = (
    update(tables.ticket)
    .where(_TICKET.ticket_id == bindparam("wanted"))
    .values(status=bindparam("new_status"), reprints=bindparam("new_reprints"))
)
_PERSONS = select(_TICKET.ticket_id, _TICKET.digest, _TICKET.proxy).where(
    _TICKET.ticket_id.in_(bindparam("wanted", expanding=True)),
    _TICKET.digest.is_not(None) | _TICKET.proxy.is_not(None),
)
_STANDBY = (
    select(func.count())
    .select_from(tables.ticket)
    .where(
        text("is_standby"),
        _TICKET.service_id == bindparam("of_service"),
        _TICKET.issued_at >= bindparam("since"),
    )
)
_WAITING_SINCE = (
    select(_TICKET.lane, func.count().label("waiting"))
    .where(
        _TICKET.status.in_([TicketStatus.EARLY, TicketStatus.WAITING]),
        _TICKET.business_date == bindparam("on"),
        _TICKET.service_id == bindparam("of_service"),
        _TICKET.issued_at > bindparam("since"),
    )
    .group_by(_TICKET.lane)
)


class SqlTickets(Tickets):
    """The tickets, kept when their day is over, then without digest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def add(self, ticket: Ticket) -> None:
        self._connection.execute(
            _INSERT,
            {
                "ticket_id": ticket.ticket_id,
                "business_date": ticket.business_date,
                "service_id": ticket.service_id,
                "number": str(ticket.number),
                "lane": ticket.lane,
                "status": ticket.status,
                "issued_at": ticket.issued_at,
                "digest": ticket.digest,
                "reprints": ticket.reprints,
                "is_standby": ticket.is_standby,
                "chosen_slot": ticket.chosen_slot,
                "proxy": ticket.proxy,
                "is_in_person": ticket.is_in_person,
                "items": ticket.items,
            },
        )

    @override
    def find(self, ticket_id: TicketId) -> Ticket | None:
        row = self._connection.execute(_FIND, {"wanted": ticket_id}).one_or_none()
        return ticket_of(row) if row else None

    @override
    def update(self, ticket: Ticket) -> None:
        self._connection.execute(
            _UPDATE,
            {
                "wanted": ticket.ticket_id,
                "new_status": ticket.status,
                "new_reprints": ticket.reprints,
            },
        )

    @override
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        rows = self._connection.execute(_OF_PERSON, {"of_digest": digest, "on": business_date})
        return tuple(ticket_of(row) for row in rows)

    @override
    def latest(self, business_date: date, most: int) -> tuple[Ticket, ...]:
        rows = self._connection.execute(_LATEST, {"on": business_date, "most": most})
        return tuple(ticket_of(row) for row in rows)

    @override
    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[Ticket, ...]:
        wanted = {"on": business_date, "numbers": [str(number) for number in numbers]}
        return tuple(ticket_of(row) for row in self._connection.execute(_NUMBERED, wanted))

    @override
    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        rows = self._connection.execute(_OF_PROXY, {"of_proxy": proxy, "on": business_date})
        return tuple(ticket_of(row) for row in rows)

    @override
    def persons(self, ticket_ids: Collection[TicketId]) -> Mapping[TicketId, Persons]:
        rows = self._connection.execute(_PERSONS, {"wanted": list(ticket_ids)})
        return {row.ticket_id: Persons(row.digest, row.proxy) for row in rows}

    @override
    def standby_given(self, service_id: ServiceId, since: datetime) -> int:
        found = self._connection.execute(_STANDBY, {"of_service": service_id, "since": since})
        return found.scalar_one()

    @override
    def waiting_since(
        self, service_id: ServiceId, business_date: date, after: datetime
    ) -> Mapping[Lane, int]:
        wanted = {"of_service": service_id, "on": business_date, "since": after}
        rows = self._connection.execute(_WAITING_SINCE, wanted)
        return {row.lane: row.waiting for row in rows}

    @override
    def end_days_before(self, business_date: date) -> None:
        earlier = _TICKET.business_date < business_date
        for (status, action), expired in TICKET_STEPS.items():
            if action is TicketAction.EXPIRE:
                stale = earlier & (_TICKET.status == status)
                self._connection.execute(update(tables.ticket).where(stale).values(status=expired))
        for column in (_TICKET.digest, _TICKET.proxy):
            known = earlier & column.is_not(None)
            self._connection.execute(update(tables.ticket).where(known).values({column: None}))


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
        proxy=row.proxy,
        is_in_person=row.is_in_person,
        items=row.items,
    )
