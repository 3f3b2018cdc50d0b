# SPDX-License-Identifier: Apache-2.0
"""The tables that the journal explains: written with it, read by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Tables
from central.store.many import Among, Write, Written, insertion, recordset, write
from central.store.records import (
    Answered,
    BookingRecord,
    Came,
    Changes,
    Digests,
    KioskProgress,
    TicketRecord,
)
from central.store.upsert import Insert
from hall.booking import BookingStatus
from hall.identity import IdentityDigest
from hall.ids import BookingId, SiteId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane

_TICKET = tables.ticket.c
_BOOKING = tables.booking.c
_KIOSK = tables.kiosk.c
_ANSWER = tables.idempotency.c


def _earlier_counts(insert: Insert) -> Insert:
    """Two kiosks that were cut off have checked in the same booking (rules.md 3, point 7)."""
    return insert.on_conflict_do_update(
        index_elements=[_TICKET.site_id, _TICKET.business_date, _TICKET.ticket_id],
        set_={name: insert.excluded[name] for name in ("kiosk_id", "issued_at", "proxy")},
        where=insert.excluded["issued_at"] < _TICKET.issued_at,
    )


def _first_counts(insert: Insert) -> Insert:
    return insert.on_conflict_do_nothing()


def _last_counts(insert: Insert) -> Insert:
    """The key of a hold that is forgotten has been used again."""
    return insert.on_conflict_do_update(
        index_elements=list(tables.idempotency.primary_key),
        set_={name: insert.excluded[name] for name in ("request_hash", "answer")},
    )


_ADD_TICKET = insertion(tables.ticket, _earlier_counts)
_ADD_BOOKING = insertion(tables.booking, _first_counts)
_ADD_ANSWER = insertion(tables.idempotency, _last_counts)
_SET_TICKET = (
    update(tables.ticket)
    .where(
        _TICKET.site_id == bindparam("of_site"),
        _TICKET.business_date == bindparam("on"),
        _TICKET.ticket_id == bindparam("of_id"),
    )
    .values(status=bindparam("new_status"))
)
_SET_BOOKING = (
    update(tables.booking)
    .where(
        _BOOKING.site_id == bindparam("of_site"),
        _BOOKING.business_date == bindparam("on"),
        _BOOKING.booking_id == bindparam("of_id"),
        _BOOKING.status == BookingStatus.BOOKED,
    )
    .values(status=bindparam("new_status"))
)
_PROGRESS = ("applied", "log_end", "last_hash", "feed_cursor", "heard_at", "health")
_GIVEN = {"of_site": _KIOSK.site_id.type, "of_kiosk": _KIOSK.kiosk_id.type} | {
    f"new_{name}": _KIOSK[name].type for name in _PROGRESS
}


def _set_kiosk(given: Mapping[str, ColumnElement[Any]]) -> Update:
    known = {name: given[f"new_{name}"] for name in _PROGRESS}
    return (
        update(tables.kiosk)
        .where(_KIOSK.site_id == given["of_site"], _KIOSK.kiosk_id == given["of_kiosk"])
        .values({**known, "health": func.coalesce(known["health"], _KIOSK.health)})
    )


_SET_KIOSK = Write(
    "kiosk",
    _set_kiosk(dict(recordset("kiosk", _GIVEN).c.items())),
    _set_kiosk({name: bindparam(name, type_=kind) for name, kind in _GIVEN.items()}),
)
_OF_TICKET_DAY = select(
    _TICKET.business_date,
    _TICKET.ticket_id,
    _TICKET.kiosk_id,
    _TICKET.number,
    _TICKET.service_id,
    _TICKET.lane,
    _TICKET.status,
    _TICKET.issued_at,
    _TICKET.digest,
    _TICKET.proxy,
).where(_TICKET.site_id == bindparam("of_site"), _TICKET.business_date == bindparam("on"))
_FIND_TICKET = _OF_TICKET_DAY.where(_TICKET.ticket_id == bindparam("of_id"))
_FIND_TICKETS = Among(_OF_TICKET_DAY, _TICKET.ticket_id)
_OF_PERSON = _OF_TICKET_DAY.where(_TICKET.digest == bindparam("of_digest")).order_by(
    _TICKET.issued_at, _TICKET.ticket_id
)
_OF_BOOKING_DAY = select(
    _BOOKING.business_date,
    _BOOKING.booking_id,
    _BOOKING.service_id,
    _BOOKING.slot_start,
    _BOOKING.number,
    _BOOKING.status,
    _BOOKING.channel,
    _BOOKING.platform_id,
    _BOOKING.digest,
).where(_BOOKING.site_id == bindparam("of_site"), _BOOKING.business_date == bindparam("on"))
_FIND_BOOKING = _OF_BOOKING_DAY.where(_BOOKING.booking_id == bindparam("of_id"))
_DIGESTS = Among(_OF_BOOKING_DAY.where(_BOOKING.digest.is_not(None)), _BOOKING.booking_id)
_CAME = (
    select(_TICKET.service_id, _TICKET.kiosk_id, func.count().label("tickets"))
    .where(
        _TICKET.site_id == bindparam("of_site"),
        _TICKET.business_date >= bindparam("since"),
        _TICKET.business_date < bindparam("before"),
        _TICKET.lane != Lane.BOOKED,
    )
    .group_by(_TICKET.service_id, _TICKET.kiosk_id)
)
_ANSWERED = select(
    _ANSWER.business_date,
    _ANSWER.account_id,
    _ANSWER.idempotency_key,
    _ANSWER.request_hash,
    _ANSWER.answer,
).where(
    _ANSWER.site_id == bindparam("of_site"),
    _ANSWER.business_date >= bindparam("since"),
    _ANSWER.account_id == bindparam("of_account"),
    _ANSWER.idempotency_key == bindparam("of_key"),
)


def writes_of(site_id: SiteId, changes: Changes) -> Written:
    """What comes to be, and how far the kiosks are."""
    return (
        (_ADD_TICKET, _tickets(site_id, changes)),
        (_ADD_BOOKING, _bookings(site_id, changes)),
        (_ADD_ANSWER, _answers(site_id, changes)),
        (_SET_KIOSK, _progress(site_id, changes.kiosks.values())),
    )


async def set_statuses(connection: AsyncConnection, site_id: SiteId, changes: Changes) -> None:
    """How tickets and bookings stand, once all that `writes_of` tells is there."""
    for statement, statuses in (
        (_SET_TICKET, changes.ticket_statuses),
        (_SET_BOOKING, changes.booking_statuses),
    ):
        if statuses:
            await connection.execute(statement, _statuses(site_id, statuses))


class SqlTables(Tables):
    """Tickets, bookings, progress, answers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def write(self, site_id: SiteId, changes: Changes) -> None:
        await write(self._connection, writes_of(site_id, changes))
        await set_statuses(self._connection, site_id, changes)

    @override
    async def ticket(
        self, site_id: SiteId, business_date: date, ticket_id: TicketId
    ) -> TicketRecord | None:
        wanted = {"of_site": site_id, "on": business_date, "of_id": ticket_id}
        row = (await self._connection.execute(_FIND_TICKET, wanted)).one_or_none()
        return _ticket(row) if row else None

    @override
    async def tickets(
        self, site_id: SiteId, business_date: date, ticket_ids: Iterable[TicketId]
    ) -> Mapping[TicketId, TicketRecord]:
        wanted = {"of_site": site_id, "on": business_date}
        rows = await _FIND_TICKETS.rows(self._connection, wanted, ticket_ids)
        return {row.ticket_id: _ticket(row) for row in rows}

    @override
    async def tickets_of_person(
        self, site_id: SiteId, business_date: date, digest: IdentityDigest
    ) -> Sequence[TicketRecord]:
        wanted = {"of_site": site_id, "on": business_date, "of_digest": digest}
        return [_ticket(row) for row in await self._connection.execute(_OF_PERSON, wanted)]

    @override
    async def booking(
        self, site_id: SiteId, business_date: date, booking_id: BookingId
    ) -> BookingRecord | None:
        wanted = {"of_site": site_id, "on": business_date, "of_id": booking_id}
        row = (await self._connection.execute(_FIND_BOOKING, wanted)).one_or_none()
        return _booking(row) if row else None

    @override
    async def came(self, site_id: SiteId, since: date, before: date) -> Came:
        wanted = {"of_site": site_id, "since": since, "before": before}
        rows = await self._connection.execute(_CAME, wanted)
        return {(row.service_id, row.kiosk_id): row.tickets for row in rows}

    @override
    async def digests(
        self, site_id: SiteId, business_date: date, booking_ids: Iterable[BookingId]
    ) -> Digests:
        wanted = {"of_site": site_id, "on": business_date}
        rows = await _DIGESTS.rows(self._connection, wanted, booking_ids)
        return {row.booking_id: row.digest for row in rows}

    @override
    async def answered(
        self, site_id: SiteId, since: date, account_id: str, key: str
    ) -> Answered | None:
        wanted = {"of_site": site_id, "since": since, "of_account": account_id, "of_key": key}
        row = (await self._connection.execute(_ANSWERED, wanted)).first()
        return Answered(*row) if row else None


def _ticket(row: Row[*tuple[Any, ...]]) -> TicketRecord:
    on, ticket_id, kiosk_id, number, *rest = row
    return TicketRecord(on, ticket_id, kiosk_id, TicketNumber.parse(number), *rest)


def _booking(row: Row[*tuple[Any, ...]]) -> BookingRecord:
    values = row._asdict()
    return BookingRecord(**{**values, "number": TicketNumber.parse(values["number"])})


Values = list[dict[str, object]]


def _tickets(site_id: SiteId, changes: Changes) -> Values:
    return [
        {
            "site_id": site_id,
            "business_date": ticket.business_date,
            "ticket_id": ticket.ticket_id,
            "kiosk_id": ticket.kiosk_id,
            "number": str(ticket.number),
            "service_id": ticket.service_id,
            "lane": ticket.lane,
            "status": ticket.status,
            "issued_at": ticket.issued_at,
            "digest": ticket.digest,
            "proxy": ticket.proxy,
        }
        for ticket in changes.tickets.values()
    ]


def _bookings(site_id: SiteId, changes: Changes) -> Values:
    return [
        {
            "site_id": site_id,
            "business_date": booking.business_date,
            "booking_id": booking.booking_id,
            "service_id": booking.service_id,
            "slot_start": booking.slot_start,
            "number": str(booking.number),
            "status": booking.status,
            "channel": booking.channel,
            "platform_id": booking.platform_id,
            "digest": booking.digest,
        }
        for booking in changes.bookings.values()
    ]


def _statuses(site_id: SiteId, statuses: Mapping[Any, object]) -> Values:
    return [
        {"of_site": site_id, "on": on, "of_id": of_id, "new_status": status}
        for (on, of_id), status in statuses.items()
    ]


def _progress(site_id: SiteId, kiosks: Iterable[KioskProgress]) -> Values:
    return [
        {
            "of_site": site_id,
            "of_kiosk": kiosk.kiosk_id,
            **{f"new_{name}": getattr(kiosk, name) for name in _PROGRESS},
        }
        for kiosk in kiosks
    ]


def _answers(site_id: SiteId, changes: Changes) -> Values:
    return [
        {
            "site_id": site_id,
            "business_date": answered.business_date,
            "account_id": answered.account_id,
            "idempotency_key": answered.key,
            "request_hash": answered.request_hash,
            "answer": answered.answer,
        }
        for answered in changes.answered
    ]
