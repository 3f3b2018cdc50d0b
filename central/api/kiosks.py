# SPDX-License-Identifier: Apache-2.0
"""`GET /v1/kiosks`: how the kiosks of a site are, and what lies with those that are silent."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from central.api.document import answers
from central.api.models import KiosksV1, KioskV1
from central.api.parts import Parts, may
from central.services.access import Caller
from central.services.roles import Act
from central.services.watching import KioskState
from hall.wire.codec import from_bytes, to_bytes
from hall.wire.v1 import HealthV1


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

    return router


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
