# SPDX-License-Identifier: Apache-2.0
"""Tickets of the site's other kiosks on SQLite."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.identity import IdentityDigest
from hall.ids import TicketId
from hall.news import SiteTicket
from hall.numbering import TicketNumber
from kiosk.store import tables
from kiosk.store.abstract_centre import SiteTickets
from kiosk.store.tables import site_ticket

_TICKET = site_ticket.c
_OWN = tables.ticket.c
_FIND = select(site_ticket).where(_TICKET.ticket_id == bindparam("wanted"))
_LATEST_FIRST = (
    select(site_ticket)
    .where(_TICKET.business_date == bindparam("on"))
    .order_by(_TICKET.issued_at.desc(), _TICKET.ticket_id.desc())
)
_OF_PERSON = _LATEST_FIRST.where(_TICKET.digest == bindparam("of_digest"))
_OF_PROXY = _LATEST_FIRST.where(_TICKET.proxy == bindparam("of_proxy"))
_LATEST = _LATEST_FIRST.limit(bindparam("most"))
_NUMBERED = _LATEST_FIRST.where(_TICKET.number.in_(bindparam("numbers", expanding=True)))
_INSERT = insert(site_ticket)
_PUT = _INSERT.on_conflict_do_update(
    set_={name: _INSERT.excluded[name] for name in ("status", "proxy", "is_in_person")}
)
_COUNT_COPY = (
    update(site_ticket)
    .where(_TICKET.ticket_id == bindparam("wanted"))
    .values(copies=_TICKET.copies + 1)
    .returning(_TICKET.copies)
)
_MADE_ELSEWHERE = (
    select(func.count())
    .select_from(site_ticket)
    .where(
        _TICKET.business_date == bindparam("on"),
        ~select(_OWN.ticket_id).where(_OWN.ticket_id == _TICKET.ticket_id).exists(),
    )
)
_COPIES = select(func.coalesce(func.sum(_TICKET.copies), 0)).where(
    _TICKET.business_date == bindparam("on")
)
_END = delete(site_ticket).where(_TICKET.business_date < bindparam("on"))


class SqlSiteTickets(SiteTickets):
    """Tickets of the site's other kiosks, kept until their day ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def put(self, ticket: SiteTicket) -> None:
        self._connection.execute(
            _PUT,
            {
                "ticket_id": ticket.ticket_id,
                "kiosk_id": ticket.kiosk_id,
                "business_date": ticket.business_date,
                "service_id": ticket.service_id,
                "number": str(ticket.number),
                "lane": ticket.lane,
                "status": ticket.status,
                "issued_at": ticket.issued_at,
                "digest": ticket.digest,
                "proxy": ticket.proxy,
                "is_in_person": ticket.is_in_person,
                "items": ticket.items,
            },
        )

    @override
    def find(self, ticket_id: TicketId) -> SiteTicket | None:
        row = self._connection.execute(_FIND, {"wanted": ticket_id}).one_or_none()
        return _ticket(row) if row else None

    @override
    def count_copy(self, ticket_id: TicketId) -> int:
        return int(self._connection.execute(_COUNT_COPY, {"wanted": ticket_id}).scalar_one())

    @override
    def made_elsewhere(self, business_date: date) -> int:
        return self._connection.execute(_MADE_ELSEWHERE, {"on": business_date}).scalar_one()

    @override
    def copies(self, business_date: date) -> int:
        return int(self._connection.execute(_COPIES, {"on": business_date}).scalar_one())

    @override
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        rows = self._connection.execute(_OF_PERSON, {"of_digest": digest, "on": business_date})
        return tuple(_ticket(row) for row in rows)

    @override
    def latest(self, business_date: date, most: int) -> tuple[SiteTicket, ...]:
        rows = self._connection.execute(_LATEST, {"on": business_date, "most": most})
        return tuple(_ticket(row) for row in rows)

    @override
    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[SiteTicket, ...]:
        wanted = {"on": business_date, "numbers": [str(number) for number in numbers]}
        return tuple(_ticket(row) for row in self._connection.execute(_NUMBERED, wanted))

    @override
    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        rows = self._connection.execute(_OF_PROXY, {"of_proxy": proxy, "on": business_date})
        return tuple(_ticket(row) for row in rows)

    @override
    def end_days_before(self, business_date: date) -> None:
        self._connection.execute(_END, {"on": business_date})


def _ticket(row: Row[tuple[object, ...]]) -> SiteTicket:
    return SiteTicket(
        ticket_id=row.ticket_id,
        kiosk_id=row.kiosk_id,
        business_date=row.business_date,
        service_id=row.service_id,
        number=TicketNumber.parse(row.number),
        lane=row.lane,
        status=row.status,
        issued_at=row.issued_at,
        digest=row.digest,
        proxy=row.proxy,
        is_in_person=row.is_in_person,
        items=row.items,
    )
