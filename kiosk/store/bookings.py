# SPDX-License-Identifier: Apache-2.0
"""The site's bookings on SQLite."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.booking import Booking
from hall.feed import CloseReason
from hall.identity import IdentityDigest
from hall.ids import BookingId, ServiceId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from kiosk.store.abstract_centre import Bookings, KnownBooking
from kiosk.store.tables import booking as booking_table

_BOOKING = booking_table.c
_FIND = select(booking_table).where(_BOOKING.booking_id == bindparam("wanted"))
_IDS = select(_BOOKING.booking_id)
_OF_PERSON = (
    select(booking_table)
    .where(_BOOKING.digest == bindparam("of_digest"), _BOOKING.business_date == bindparam("on"))
    .order_by(_BOOKING.slot_start, _BOOKING.booking_id)
)
_OF_SLOT = (
    select(booking_table)
    .where(
        _BOOKING.service_id == bindparam("of_service"), _BOOKING.slot_start == bindparam("of_slot")
    )
    .order_by(_BOOKING.number)
)
_INSERT = insert(booking_table).on_conflict_do_nothing()
_CLOSE = (
    update(booking_table)
    .where(_BOOKING.booking_id == bindparam("wanted"))
    .values(closed=bindparam("reason"))
)
_END = delete(booking_table).where(_BOOKING.business_date < bindparam("on"))


class SqlBookings(Bookings):
    """The site's bookings, kept until their day ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def put(self, booking: Booking) -> None:
        self._connection.execute(
            _INSERT,
            {
                "booking_id": booking.booking_id,
                "business_date": booking.business_date,
                "service_id": booking.service_id,
                "slot_start": booking.slot.start,
                "slot_end": booking.slot.end,
                "number": str(booking.number),
                "place_index": booking.place.index,
                "late_after": booking.late_after,
                "digest": booking.digest,
            },
        )

    @override
    def close(self, booking_id: BookingId, reason: CloseReason) -> None:
        self._connection.execute(_CLOSE, {"wanted": booking_id, "reason": reason})

    @override
    def find(self, booking_id: BookingId) -> KnownBooking | None:
        row = self._connection.execute(_FIND, {"wanted": booking_id}).one_or_none()
        return _known(row) if row else None

    @override
    def ids(self) -> tuple[BookingId, ...]:
        return tuple(self._connection.execute(_IDS).scalars())

    @override
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[KnownBooking, ...]:
        rows = self._connection.execute(_OF_PERSON, {"of_digest": digest, "on": business_date})
        return tuple(_known(row) for row in rows)

    @override
    def of_slot(self, service_id: ServiceId, slot_start: datetime) -> tuple[KnownBooking, ...]:
        wanted = {"of_service": service_id, "of_slot": slot_start}
        return tuple(_known(row) for row in self._connection.execute(_OF_SLOT, wanted))

    @override
    def end_days_before(self, business_date: date) -> None:
        self._connection.execute(_END, {"on": business_date})


def _known(row: Row[tuple[object, ...]]) -> KnownBooking:
    booking = Booking(
        booking_id=row.booking_id,
        business_date=row.business_date,
        service_id=row.service_id,
        slot=Span(row.slot_start, row.slot_end),
        number=TicketNumber.parse(row.number),
        place=Place(row.service_id, row.slot_start, Lane.BOOKED, row.place_index),
        digest=row.digest,
        late_after=row.late_after,
    )
    return KnownBooking(booking, row.closed)
