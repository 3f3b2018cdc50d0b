# SPDX-License-Identifier: Apache-2.0
"""What a manager does in the hall: services stop, extra places are added, a kiosk is given up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from central.api.calling_models import AddExtrasV1, ExtrasV1, GiveUpV1, StandingV1, StopV1
from central.api.document import answers, reads
from central.api.parts import Parts, body_as, may
from central.services.access import Caller
from central.services.hall_desk import ExtrasWish
from central.services.roles import Act
from hall.ids import CHOSEN_ID, ActId, KioskId, ServiceId
from hall.wire.codec import to_bytes

NO_CONTENT = 204
REFUSED = (401, 403, 404, 409, 422, 429, 503)

IdInPath = Annotated[str, Path(pattern=CHOSEN_ID)]


def hall_desk_router(parts: Parts) -> APIRouter:
    """For managers."""
    router = APIRouter(prefix="/v1", tags=["hall"])
    _add_stop(router, parts)
    _add_extras(router, parts)
    _add_kiosks(router, parts)
    return router


def _add_stop(router: APIRouter, parts: Parts) -> None:
    @router.post(
        "/services/{service_id}/standing",
        response_class=Response,
        openapi_extra=reads(StopV1),
        responses=answers(StandingV1, *REFUSED),
    )
    async def stop_service(
        request: Request,
        caller: Annotated[Caller, Depends(may(parts, Act.STOP_SERVICE))],
        service_id: IdInPath,
    ) -> Response:
        """Stop or suspend a service, or let it go on: now, or from an instant of an open day on.

        Tickets that were given stay valid and bookings check in. What was said last is not said
        again, so a repeat is harmless.
        """
        wanted = await body_as(request, StopV1)
        stop = await parts.hall_desk.stop(
            caller, ServiceId(service_id), wanted.standing, wanted.at, wanted.reason
        )
        answer = StandingV1(service_id=stop.service_id, standing=stop.standing, at=stop.at)
        return Response(to_bytes(answer), media_type="application/json")


def _add_extras(router: APIRouter, parts: Parts) -> None:
    @router.post(
        "/services/{service_id}/extras",
        response_class=Response,
        openapi_extra=reads(AddExtrasV1),
        responses=answers(ExtrasV1, *REFUSED),
    )
    async def add_extras(
        request: Request,
        caller: Annotated[Caller, Depends(may(parts, Act.GIVE_EXTRA))],
        service_id: IdInPath,
    ) -> Response:
        """Add extra places of a service for an open day; they are laid out at the kiosks."""
        wanted = await body_as(request, AddExtrasV1)
        wish = ExtrasWish(
            ActId(wanted.act_id),
            ServiceId(service_id),
            wanted.count,
            wanted.reason,
            wanted.business_date,
        )
        view = await parts.hall_desk.add_extras(caller, wish)
        answer = ExtrasV1(
            service_id=view.service_id, business_date=view.business_date, extras=view.extras
        )
        return Response(to_bytes(answer), media_type="application/json")


def _add_kiosks(router: APIRouter, parts: Parts) -> None:
    @router.post(
        "/kiosks/{kiosk_id}/give-up",
        status_code=NO_CONTENT,
        openapi_extra=reads(GiveUpV1),
        responses=answers(None, *REFUSED, status=NO_CONTENT),
    )
    async def give_up_kiosk(
        request: Request,
        caller: Annotated[Caller, Depends(may(parts, Act.GIVE_UP_KIOSK))],
        kiosk_id: IdInPath,
    ) -> Response:
        """Give up a kiosk: its disk is destroyed, and it was off since it was last heard.

        The places it held are free for the other kiosks at once; after a restore, those of a kiosk
        that has not sent its whole log again stay frozen instead, and so do its numbers. Twice is once.

        `off_since` is its `heard_at` of `GET /v1/kiosks`, up to a minute early. Refused, since the
        kiosk may be giving numbers: one heard less than 30 s ago (`error.hall.still_heard`, try
        again after `seconds`), one whose log is not here to its end (`error.hall.log_not_here`) and
        another instant (`error.hall.bad_value`).

        It cannot be taken back. A kiosk that comes again all the same is told so, gives nothing
        more, and is enrolled anew under another id.
        """
        wanted = await body_as(request, GiveUpV1)
        await parts.hall_desk.give_up(caller, KioskId(kiosk_id), wanted.off_since, wanted.reason)
        return Response(status_code=NO_CONTENT)
