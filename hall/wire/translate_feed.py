# SPDX-License-Identifier: Apache-2.0
"""Entries of the feed to version 1 of the wire and back."""

from base64 import b64decode, b64encode
from typing import assert_never

from hall.booking import Booking
from hall.errors import BadValueError
from hall.feed import BookingClosed, BookingMade, FeedBody, Reduced, ReturnAsked, Stopped
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, TicketId
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    News,
    SiteTicket,
    TicketsTold,
    Told,
)
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from hall.stopping import Stop
from hall.wire import v1


def told_to_wire(told: Told) -> v1.FeedV1:
    """One entry of the feed."""
    match told.body:
        case BookingMade() | BookingClosed() | Reduced() | ReturnAsked() | Stopped():
            return _rule_to_wire(told.cursor, told.body)
        case _:
            return _news_to_wire(told.cursor, told.body)


def _rule_to_wire(cursor: int, body: FeedBody) -> v1.FeedV1:
    match body:
        case BookingMade(booking=booking):
            return v1.BookingMadeV1(
                kind="booking_made", cursor=cursor, booking=_booking_to_wire(booking)
            )
        case BookingClosed(booking_id, reason):
            return v1.BookingClosedV1(
                kind="booking_closed", cursor=cursor, booking_id=booking_id, reason=reason
            )
        case Reduced(service_id=service_id, slot_start=slot_start, lane=lane, count=count):
            return v1.ReducedV1(
                kind="reduced",
                cursor=cursor,
                service_id=service_id,
                slot_start=slot_start,
                lane=lane,
                count=count,
            )
        case ReturnAsked(kiosk_id, service_id, slot_start, lane, count):
            return v1.ReturnAskedV1(
                kind="return_asked",
                cursor=cursor,
                kiosk_id=kiosk_id,
                service_id=service_id,
                slot_start=slot_start,
                lane=lane,
                count=count,
            )
        case Stopped(stop):
            return v1.StoppedV1(
                kind="stopped",
                cursor=cursor,
                service_id=stop.service_id,
                at=stop.at,
                standing=stop.standing,
            )
        case _:
            assert_never(body)


def _news_to_wire(cursor: int, body: News) -> v1.FeedV1:
    match body:
        case DayKeyTold(business_date, key_id, key):
            return v1.DayKeyV1(
                kind="day_key",
                cursor=cursor,
                business_date=business_date,
                key_id=key_id,
                key=_text(key),
            )
        case CatalogueTold(document, edition):
            return v1.CatalogueV1(
                kind="catalogue", cursor=cursor, document=document, edition=edition
            )
        case TicketsTold(tickets):
            return v1.TicketsV1(
                kind="tickets", cursor=cursor, tickets=tuple(map(_ticket_to_wire, tickets))
            )
        case KioskKeyTold(kiosk_id, algorithm, public_key):
            return v1.KioskKeyV1(
                kind="kiosk_key",
                cursor=cursor,
                kiosk_id=kiosk_id,
                algorithm=algorithm,
                public_key=_text(public_key),
            )
        case _:
            assert_never(body)


def _booking_to_wire(booking: Booking) -> v1.BookingV1:
    return v1.BookingV1(
        booking_id=booking.booking_id,
        business_date=booking.business_date,
        service_id=booking.service_id,
        slot_start=booking.slot.start,
        slot_end=booking.slot.end,
        number=str(booking.number),
        place_index=booking.place.index,
        late_after=booking.late_after,
        digest=booking.digest,
    )


def _ticket_to_wire(ticket: SiteTicket) -> v1.TicketV1:
    return v1.TicketV1(
        ticket_id=ticket.ticket_id,
        kiosk_id=ticket.kiosk_id,
        business_date=ticket.business_date,
        service_id=ticket.service_id,
        number=str(ticket.number),
        lane=ticket.lane,
        status=ticket.status,
        issued_at=ticket.issued_at,
        digest=ticket.digest,
        proxy=ticket.proxy,
        back_until=ticket.back_until,
        is_in_person=ticket.is_in_person,
        items=ticket.items,
    )


def told_from_wire(wire: v1.FeedV1) -> Told:
    """One entry of the feed; raises BadValueError."""
    match wire:
        case v1.DayKeyV1() | v1.CatalogueV1() | v1.TicketsV1() | v1.KioskKeyV1():
            return Told(wire.cursor, _news_from_wire(wire))
        case _:
            return Told(wire.cursor, _rule_from_wire(wire))


def _news_from_wire(
    wire: v1.DayKeyV1 | v1.CatalogueV1 | v1.TicketsV1 | v1.KioskKeyV1,
) -> News:
    match wire:
        case v1.DayKeyV1():
            return DayKeyTold(wire.business_date, wire.key_id, _data("key", wire.key))
        case v1.CatalogueV1():
            return CatalogueTold(wire.document, wire.edition)
        case v1.TicketsV1():
            return TicketsTold(tuple(map(_ticket_from_wire, wire.tickets)))
        case v1.KioskKeyV1():
            public_key = _data("public_key", wire.public_key)
            return KioskKeyTold(KioskId(wire.kiosk_id), wire.algorithm, public_key)
        case _:
            assert_never(wire)


def _rule_from_wire(
    wire: v1.BookingMadeV1 | v1.BookingClosedV1 | v1.ReducedV1 | v1.ReturnAskedV1 | v1.StoppedV1,
) -> FeedBody:
    match wire:
        case v1.BookingMadeV1():
            return BookingMade(_booking_from_wire(wire.booking))
        case v1.BookingClosedV1():
            return BookingClosed(BookingId(wire.booking_id), wire.reason)
        case v1.ReducedV1():
            return Reduced(ServiceId(wire.service_id), wire.slot_start, wire.lane, wire.count)
        case v1.ReturnAskedV1():
            return ReturnAsked(
                KioskId(wire.kiosk_id),
                ServiceId(wire.service_id),
                wire.slot_start,
                wire.lane,
                wire.count,
            )
        case v1.StoppedV1():
            return Stopped(Stop(ServiceId(wire.service_id), wire.at, wire.standing))
        case _:
            assert_never(wire)


def _booking_from_wire(wire: v1.BookingV1) -> Booking:
    service_id = ServiceId(wire.service_id)
    return Booking(
        booking_id=BookingId(wire.booking_id),
        business_date=wire.business_date,
        service_id=service_id,
        slot=Span(wire.slot_start, wire.slot_end),
        number=TicketNumber.parse(wire.number),
        place=Place(service_id, wire.slot_start, Lane.BOOKED, wire.place_index),
        digest=_digest(wire.digest),
        late_after=wire.late_after,
    )


def _ticket_from_wire(wire: v1.TicketV1) -> SiteTicket:
    return SiteTicket(
        ticket_id=TicketId(wire.ticket_id),
        kiosk_id=KioskId(wire.kiosk_id),
        business_date=wire.business_date,
        service_id=ServiceId(wire.service_id),
        number=TicketNumber.parse(wire.number),
        lane=wire.lane,
        status=wire.status,
        issued_at=wire.issued_at,
        digest=_digest(wire.digest),
        proxy=_digest(wire.proxy),
        back_until=wire.back_until,
        is_in_person=wire.is_in_person,
        items=wire.items,
    )


def _digest(text: str | None) -> IdentityDigest | None:
    return None if text is None else IdentityDigest(text)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _data(name: str, text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:  # a key is not shown, not even half of one
        raise BadValueError(name=name, value="not shown", allowed="base64") from None
