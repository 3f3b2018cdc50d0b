# SPDX-License-Identifier: Apache-2.0
"""Places on SQLite: one row for each, with its owner and hop."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update
from typing_extensions import override

from hall.ids import ServiceId, TicketId
from hall.place import Lane, Place
from kiosk.store import tables
from kiosk.store.abstract import Places
from kiosk.store.tables import Owner

_PLACE = tables.place.c
_IS_FREE = _PLACE.owner == Owner.KIOSK
_FIRST_FREE = (
    select(_PLACE.slot_start, _PLACE.lane, func.min(_PLACE.place_index).label("place_index"))
    .where(
        _IS_FREE,
        _PLACE.service_id == bindparam("of_service"),
        _PLACE.slot_start >= bindparam("since"),
        _PLACE.slot_start < bindparam("until"),
    )
    .group_by(_PLACE.slot_start, _PLACE.lane)
)
_COUNTS = (
    select(_PLACE.service_id, _PLACE.slot_start, _PLACE.lane, func.count().label("places"))
    .where(_PLACE.slot_start >= bindparam("since"))
    .group_by(_PLACE.service_id, _PLACE.slot_start, _PLACE.lane)
)
_TAKE = (
    update(tables.place)
    .where(
        _IS_FREE,
        _PLACE.service_id == bindparam("of_service"),
        _PLACE.slot_start == bindparam("of_slot"),
        _PLACE.lane == bindparam("of_lane"),
        _PLACE.place_index == bindparam("of_index"),
    )
    .values(owner=Owner.TICKET, ticket_id=bindparam("for_ticket"))
    .returning(_PLACE.hop)
)
_RELEASE = (
    update(tables.place)
    .where(_PLACE.ticket_id == bindparam("of_ticket"))
    .values(owner=Owner.KIOSK, ticket_id=None, hop=_PLACE.hop + 1)
)
_FREE = select(_PLACE.lane, _PLACE.place_index, _PLACE.hop).where(
    _IS_FREE,
    _PLACE.service_id == bindparam("of_service"),
    _PLACE.slot_start == bindparam("of_slot"),
)
_FREE_COUNTS = (
    select(_PLACE.slot_start, _PLACE.lane, func.count().label("places"))
    .where(
        _IS_FREE,
        _PLACE.service_id == bindparam("of_service"),
        _PLACE.slot_start >= bindparam("since"),
        _PLACE.slot_start < bindparam("until"),
    )
    .group_by(_PLACE.slot_start, _PLACE.lane)
)
_GIVE_BACK = (
    update(tables.place)
    .where(
        _IS_FREE,
        _PLACE.service_id == bindparam("of_service"),
        _PLACE.slot_start == bindparam("of_slot"),
        _PLACE.lane == bindparam("of_lane"),
        _PLACE.place_index == bindparam("of_index"),
    )
    .values(owner=Owner.ELSEWHERE)
)


class SqlPlaces(Places):
    """The places of the day and who has them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def counts(self, since: datetime) -> Mapping[tuple[ServiceId, datetime, Lane], int]:
        rows = self._connection.execute(_COUNTS, {"since": since})
        return {(row.service_id, row.slot_start, row.lane): row.places for row in rows}

    @override
    def first_free(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> tuple[Place, ...]:
        wanted = {"of_service": service_id, "since": since, "until": until}
        rows = self._connection.execute(_FIRST_FREE, wanted)
        return tuple(Place(service_id, row.slot_start, row.lane, row.place_index) for row in rows)

    @override
    def free(self, service_id: ServiceId, slot_start: datetime) -> Mapping[Place, int]:
        wanted = {"of_service": service_id, "of_slot": slot_start}
        rows = self._connection.execute(_FREE, wanted)
        return {Place(service_id, slot_start, row.lane, row.place_index): row.hop for row in rows}

    @override
    def free_counts(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> Mapping[tuple[datetime, Lane], int]:
        wanted = {"of_service": service_id, "since": since, "until": until}
        rows = self._connection.execute(_FREE_COUNTS, wanted)
        return {(row.slot_start, row.lane): row.places for row in rows}

    @override
    def give_back(self, places: Iterable[Place]) -> None:
        for place in places:
            found = self._connection.execute(
                _GIVE_BACK,
                {
                    "of_service": place.service_id,
                    "of_slot": place.slot_start,
                    "of_lane": place.lane,
                    "of_index": place.index,
                },
            )
            if not found.rowcount:
                raise LookupError(f"not free: {place}")

    @override
    def take(self, place: Place, ticket_id: TicketId) -> int:
        found = self._connection.execute(
            _TAKE,
            {
                "of_service": place.service_id,
                "of_slot": place.slot_start,
                "of_lane": place.lane,
                "of_index": place.index,
                "for_ticket": ticket_id,
            },
        )
        hop = found.scalar_one_or_none()
        if hop is None:
            raise LookupError(f"not free: {place}")
        return int(hop)

    @override
    def release(self, ticket_id: TicketId) -> None:
        self._connection.execute(_RELEASE, {"of_ticket": ticket_id})
