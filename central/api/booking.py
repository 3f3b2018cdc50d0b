# SPDX-License-Identifier: Apache-2.0
"""Holds and bookings over HTTP. Platforms come by their credential, staff by theirs or a session."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from central.api.booking_models import BookedV1, BookV1, HeldV1, HoldV1
from central.api.document import answers, reads
from central.api.parts import Parts, body_as, may
from central.services.access import Caller
from central.services.booking import Booked, Wish
from central.services.booking_commands import Held
from central.services.roles import Act
from hall.booking_code import digits
from hall.identity import Secret
from hall.ids import BookingId, HoldId, ServiceId
from hall.wire.codec import to_bytes

CREATED = 201
NO_CONTENT = 204

IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", pattern="^[!-~]{1,100}$")]
"""Chosen anew for each request by who sends it, and sent again with each repeat of it."""


def booking_router(parts: Parts) -> APIRouter:
    """Hold, confirm, look, cancel."""
    router = APIRouter(prefix="/v1", tags=["booking"])
    _add_holds(router, parts)
    _add_bookings(router, parts)
    return router


def _add_holds(router: APIRouter, parts: Parts) -> None:
    booker = Annotated[Caller, Depends(may(parts, Act.BOOK, Act.BOOK_FOR_VISITOR))]

    @router.post(
        "/holds",
        status_code=CREATED,
        response_class=Response,
        openapi_extra=reads(HoldV1),
        responses=answers(HeldV1, 401, 403, 404, 409, 422, 429, 503, status=CREATED),
    )
    async def hold(request: Request, caller: booker, key: IdempotencyKey) -> Response:
        """Set a place aside for five minutes."""
        wanted = await body_as(request, HoldV1)
        service_id = ServiceId(wanted.service_id)
        held = await parts.desk.hold(caller, key, service_id, wanted.slot_start)
        return Response(to_bytes(_held(held)), CREATED, media_type="application/json")

    @router.delete(
        "/holds/{hold_id}",
        status_code=NO_CONTENT,
        responses=answers(None, 401, 403, 404, 409, 422, 429, 503, status=NO_CONTENT),
    )
    async def release(caller: booker, hold_id: UUID) -> Response:
        """Give a held place back."""
        await parts.desk.release(caller, HoldId(hold_id))
        return Response(status_code=NO_CONTENT)


def _add_bookings(router: APIRouter, parts: Parts) -> None:
    booker = Annotated[Caller, Depends(may(parts, Act.BOOK, Act.BOOK_FOR_VISITOR))]

    @router.post(
        "/bookings",
        status_code=CREATED,
        response_class=Response,
        openapi_extra=reads(BookV1),
        responses=answers(BookedV1, 401, 403, 404, 409, 422, 429, 503, status=CREATED),
    )
    async def confirm(request: Request, caller: booker, key: IdempotencyKey) -> Response:
        """Book the place that is held."""
        wanted = await body_as(request, BookV1)
        number = Secret(wanted.identity_number) if wanted.identity_number is not None else None
        wish = Wish(HoldId(wanted.hold_id), number, wanted.channel)
        booked = await parts.desk.confirm(caller, key, wish)
        return Response(to_bytes(_booked(booked)), CREATED, media_type="application/json")

    @router.get(
        "/bookings/{booking_id}",
        response_class=Response,
        responses=answers(BookedV1, 401, 403, 404, 422, 429, 503),
    )
    async def read(caller: booker, booking_id: UUID) -> Response:
        """A booking as it stands."""
        booked = await parts.desk.find(caller, BookingId(booking_id))
        return Response(to_bytes(_booked(booked)), media_type="application/json")

    @router.delete(
        "/bookings/{booking_id}",
        response_class=Response,
        responses=answers(BookedV1, 401, 403, 404, 409, 422, 429, 503),
    )
    async def cancel(caller: booker, booking_id: UUID) -> Response:
        """Cancel a booking; twice is the same."""
        booked = await parts.desk.cancel(caller, BookingId(booking_id))
        return Response(to_bytes(_booked(booked)), media_type="application/json")


def _held(held: Held) -> HeldV1:
    return HeldV1(
        hold_id=held.hold_id,
        service_id=held.service_id,
        business_date=held.business_date,
        slot_start=held.slot.start,
        slot_end=held.slot.end,
        expires_at=held.expires_at,
    )


def _booked(booked: Booked) -> BookedV1:
    booking = booked.booking
    return BookedV1(
        booking_id=booking.booking_id,
        number=str(booking.number),
        service_id=booking.service_id,
        business_date=booking.business_date,
        slot_start=booking.slot.start,
        slot_end=booking.slot.end,
        late_from=booking.late_from,
        channel=booked.channel,
        status=booking.status,
        digits=digits(booking.booking_id),
        code=booked.code,
    )
