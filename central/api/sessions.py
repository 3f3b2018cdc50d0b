# SPDX-License-Identifier: Apache-2.0
"""`POST /v1/sessions`: staff whose role needs a second factor enter with credential and code."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials

from central.api.document import answers, reads
from central.api.models import CodeV1, SessionV1
from central.api.parts import BEARER, Parts, body_as, token_of
from central.api.refusals import trail_of
from hall.wire.codec import to_bytes

CREATED = 201


def sessions_router(parts: Parts) -> APIRouter:
    """The way in for managers and technicians."""
    router = APIRouter(prefix="/v1", tags=["staff"])

    @router.post(
        "/sessions",
        status_code=CREATED,
        response_class=Response,
        openapi_extra=reads(CodeV1),
        responses=answers(SessionV1, 401, 403, 422, 429, 503, status=CREATED),
    )
    async def begin_session(
        request: Request,
        credential: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Response:
        """Begin a session of a working day."""
        wanted = await body_as(request, CodeV1)
        seen = trail_of(request.scope).seen
        session = await parts.entrance.sessions.begin(token_of(credential), wanted.code, seen)
        answer = SessionV1(token=session.token.reveal(), expires_at=session.expires_at)
        return Response(to_bytes(answer), CREATED, media_type="application/json")

    return router
