# SPDX-License-Identifier: Apache-2.0
"""`POST /v1/enrol`: a kiosk shows its one-time token and gets its own credential."""

import binascii
from base64 import b64decode

from fastapi import APIRouter, Request, Response

from central.api.document import answers, reads
from central.api.parts import Parts, body_as
from central.api.refusals import trail_of
from central.crypto import BadPublicKeyError, Token
from central.services.enrolment import enrol
from common.signatures import PublicKey
from hall.wire.codec import to_bytes
from hall.wire.v1 import EnrolmentV1, EnrolV1


def enrol_router(parts: Parts) -> APIRouter:
    """The one route that needs no credential: the token is one."""
    router = APIRouter(prefix="/v1", tags=["kiosks"])

    @router.post(
        "/enrol",
        response_class=Response,
        openapi_extra=reads(EnrolV1),
        responses=answers(EnrolmentV1, 403, 404, 409, 422, 503),
    )
    async def enrol_kiosk(request: Request) -> Response:
        """Enrol a kiosk."""
        wanted = await body_as(request, EnrolV1)
        key = PublicKey(wanted.algorithm, _bytes(wanted.public_key))
        seen = trail_of(request.scope).seen
        done = await enrol(parts.units, parts.clock, Token(wanted.token), key, seen)
        answer = EnrolmentV1(
            site_id=done.site_id, kiosk_id=done.kiosk_id, credential=done.credential
        )
        return Response(to_bytes(answer), media_type="application/json")

    return router


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadPublicKeyError from error
