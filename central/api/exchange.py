# SPDX-License-Identifier: Apache-2.0
"""`POST /v1/exchange`, a kiosk's log and the feed, and `GET /v1/wake`, which says when to pull."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials

from central.api.document import Described, answers, reads
from central.api.parts import BEARER, Parts, body_as, may, token_of
from central.api.problems import refused
from central.crypto import Token
from central.services.access import Caller
from central.services.errors import NoCredentialError
from central.services.roles import Act
from central.store.errors import StoreError
from hall.errors import UnknownKioskError
from hall.wire.codec import to_bytes
from hall.wire.translate import answer_to_wire, exchange_from_wire
from hall.wire.v1 import AnswerV1, ExchangeV1
from hall.wire.values import Answer, Exchange, Refusal

NOT_FOUND = 404
SILENT_SECONDS = 15
"""After so long the stream says that it still is there, if the kiosk still is one of the site's; a kiosk gives
it up after three times that."""
REST_SECONDS = 0.2
"""News that follow each other so fast are told as one."""
PULL, STILL_HERE = b"data: pull\n\n", b": still here\n\n"
_STREAM = {"text/event-stream": {"schema": {"type": "string"}}}
_PULLS: Described = {200: {"description": "pull", "content": _STREAM}}


def exchange_router(parts: Parts) -> APIRouter:
    """The two routes of a kiosk."""
    router = APIRouter(prefix="/v1", tags=["kiosks"])
    kiosk = Annotated[Caller, Depends(may(parts, Act.EXCHANGE))]

    @router.post(
        "/exchange",
        response_class=Response,
        openapi_extra=reads(ExchangeV1),
        responses=answers(AnswerV1, 401, 403, 404, 409, 422, 429, 503),
    )
    async def exchange(request: Request, caller: kiosk) -> Response:
        """Take in a kiosk's log and wishes; answer with the feed and what was granted."""
        wire = await body_as(request, ExchangeV1)
        said = exchange_from_wire(wire, caller.kiosk_id)
        reply = await _exchanged(parts, caller, said)
        if isinstance(reply, Refusal):
            return refused(request, reply, wire.exchange_id)
        body = answer_to_wire(reply, wire.exchange_id)
        return Response(to_bytes(body), media_type="application/json")

    @router.get(
        "/wake",
        response_class=StreamingResponse,
        responses=answers(None, 401, 403, 404, 429, 503) | _PULLS,
    )
    async def wake(
        caller: kiosk, credential: Annotated[HTTPAuthorizationCredentials, Depends(BEARER)]
    ) -> StreamingResponse:
        """Say "pull" whenever the site has news for its kiosks, as long as this is one of them."""
        await parts.writers.of(caller.site_id).look(lambda book: book.account(caller.kiosk_id))
        pulls = _pulls(parts, caller, token_of(credential))
        return StreamingResponse(pulls, media_type="text/event-stream")

    return router


async def _exchanged(parts: Parts, caller: Caller, said: Exchange) -> Answer | Refusal:
    """That a kiosk was given up is said as an answer to its exchange: no other kiosk may heed it."""
    try:
        return await parts.exchanging.exchange(caller.site_id, said)
    except UnknownKioskError as error:
        return Refusal(NOT_FOUND, error.key, {"kiosk_id": caller.kiosk_id})


async def _pulls(parts: Parts, caller: Caller, token: Token) -> AsyncIterator[bytes]:
    bells, site_id, kiosk_id = parts.bells, caller.site_id, caller.kiosk_id
    known = bells.end(site_id, kiosk_id)
    yield b": here\n\n"
    while not bells.is_closed:
        said, rest = PULL, REST_SECONDS
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                known = await bells.heard(site_id, kiosk_id, known)
        except TimeoutError:
            said, rest = STILL_HERE, 0.0
        if not await _is_one_of_us(parts, caller, token):
            return
        yield said
        await asyncio.sleep(rest)


async def _is_one_of_us(parts: Parts, caller: Caller, token: Token) -> bool:
    """Not revoked and not given up since its stream began, as far as one can tell."""
    try:
        await parts.entrance.find(token)
    except NoCredentialError:
        return False
    except StoreError:
        pass
    kiosk_id = caller.kiosk_id
    return not parts.writers.of(caller.site_id).peek(lambda book: book.is_given_up(kiosk_id))
