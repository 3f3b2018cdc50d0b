# SPDX-License-Identifier: Apache-2.0
"""`GET /v1/kiosks`: how the kiosks of a site are, and what lies with those that are silent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from central.api.document import answers, reads
from central.api.models import KiosksV1, KioskTokenV1, KioskV1, RevokeV1
from central.api.parts import Parts, body_as, may
from central.services.access import Caller
from central.services.enrolment import TOKEN_LASTS, make_token, revoke
from central.services.roles import Act
from central.services.watching import KioskState
from hall.ids import CHOSEN_ID, KioskId
from hall.wire.codec import from_bytes, to_bytes
from hall.wire.v1 import HealthV1

CREATED, NO_CONTENT = 201, 204

KioskName = Annotated[str, Path(pattern=CHOSEN_ID)]


def kiosks_router(parts: Parts) -> APIRouter:
    """For whoever looks after the kiosks."""
    router = APIRouter(prefix="/v1", tags=["kiosks"])

    @router.get(
        "/kiosks",
        response_class=Response,
        responses=answers(KiosksV1, 401, 403, 429, 503),
    )
    async def read_kiosks(
        caller: Annotated[Caller, Depends(may(parts, Act.READ_HEALTH))],
    ) -> Response:
        """How the site's kiosks are."""
        kiosks = await parts.watching.kiosks(caller.site_id)
        answer = KiosksV1(kiosks=tuple(_kiosk(each) for each in kiosks))
        return Response(to_bytes(answer), media_type="application/json")

    _add_enrolment(router, parts)
    return router


def _add_enrolment(router: APIRouter, parts: Parts) -> None:
    @router.post(
        "/kiosks/{kiosk_id}/token",
        status_code=CREATED,
        response_class=Response,
        responses=answers(KioskTokenV1, 401, 403, 409, 422, 429, 503, status=CREATED),
    )
    async def invite_kiosk(
        caller: Annotated[Caller, Depends(may(parts, Act.ENROL_KIOSK))], kiosk_id: KioskName
    ) -> Response:
        """A token that a kiosk enrols with, good once and for half an hour."""
        until, name = parts.clock.now() + TOKEN_LASTS, KioskId(kiosk_id)
        token = await make_token(parts.units, parts.clock, caller.site_id, name, by=caller.name)
        answer = KioskTokenV1(kiosk_id=name, token=token.reveal(), expires_at=until)
        return Response(to_bytes(answer), CREATED, media_type="application/json")

    @router.post(
        "/kiosks/{kiosk_id}/revoke",
        status_code=NO_CONTENT,
        openapi_extra=reads(RevokeV1),
        responses=answers(None, 401, 403, 404, 422, 429, 503, status=NO_CONTENT),
    )
    async def revoke_kiosk(
        request: Request,
        caller: Annotated[Caller, Depends(may(parts, Act.REVOKE_KIOSK))],
        kiosk_id: KioskName,
    ) -> Response:
        """Make a kiosk's credential worthless; its places stay its own until it is given up."""
        wanted = await body_as(request, RevokeV1)
        await revoke(
            parts.units,
            parts.clock,
            caller.site_id,
            KioskId(kiosk_id),
            by=caller.name,
            reason=wanted.reason,
        )
        return Response(status_code=NO_CONTENT)


def _kiosk(state: KioskState) -> KioskV1:
    return KioskV1(
        kiosk_id=state.kiosk_id,
        heard_at=state.heard_at,
        is_silent=state.is_silent,
        is_revoked=state.is_revoked,
        unsent=state.unsent,
        places=state.places,
        health=from_bytes(HealthV1, state.health.encode()) if state.health else None,
    )
