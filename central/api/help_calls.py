# SPDX-License-Identifier: Apache-2.0
"""`/v1/help-calls`: a kiosk calls for a visitor, and the staff answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from central.api.document import answers, reads
from central.api.help_models import HelpCallsV1, HelpCallV1
from central.api.parts import Parts, body_as, may
from central.services.access import Caller
from central.services.roles import Act
from central.store.records import HelpCall
from hall.ids import HelpCallId
from hall.wire.codec import to_bytes
from hall.wire.fields import WireModel
from hall.wire.translate import help_progress_to_wire, help_wish_from_wire
from hall.wire.v1 import CallHelpV1, HelpProgressV1

CallId = Annotated[UUID, Path(description="The call's id, as `GET /v1/help-calls` names it")]
REFUSED = (401, 403, 404, 422, 429, 503)


def help_calls_router(parts: Parts) -> APIRouter:
    """For kiosks, and for clerks, managers and technicians."""
    router = APIRouter(prefix="/v1", tags=["help"])
    _add_kiosk(router, parts)
    _add_staff(router, parts)
    return router


def _add_kiosk(router: APIRouter, parts: Parts) -> None:
    @router.post(
        "/help-calls",
        response_class=Response,
        openapi_extra=reads(CallHelpV1),
        responses=answers(HelpProgressV1, *REFUSED),
    )
    async def call_for_help(
        request: Request, caller: Annotated[Caller, Depends(may(parts, Act.CALL_HELP))]
    ) -> Response:
        """A visitor at this kiosk wants help; asked again and again, it tells what has become of it.

        `told_at` is when somebody of the staff was first shown it: nobody is told before. A kiosk has
        one call at a time, the last one. One that was not heard for 5 minutes is shown to nobody.
        """
        wish = help_wish_from_wire(await body_as(request, CallHelpV1))
        return _answer(help_progress_to_wire(await parts.help_desk.hear(caller, wish)))


def _add_staff(router: APIRouter, parts: Parts) -> None:
    staff = Annotated[Caller, Depends(may(parts, Act.ANSWER_HELP))]

    @router.get(
        "/help-calls", response_class=Response, responses=answers(HelpCallsV1, 401, 403, 429, 503)
    )
    async def read_help_calls(caller: staff) -> Response:
        """Who waits for help, the longest first. Ask every few seconds, and show it at once.

        Whoever is answered here counts as told: the kiosk says so to its visitor.
        """
        calls = await parts.help_desk.open(caller.site_id)
        return _answer(HelpCallsV1(calls=tuple(map(_call, calls))))

    @router.post(
        "/help-calls/{call_id}/answer",
        response_class=Response,
        responses=answers(HelpCallV1, *REFUSED),
    )
    async def answer_help_call(caller: staff, call_id: CallId) -> Response:
        """Say that one comes: the kiosk tells its visitor. The first to say so counts."""
        return _answer(_call(await parts.help_desk.answer(caller, HelpCallId(call_id))))

    @router.post(
        "/help-calls/{call_id}/end",
        response_class=Response,
        responses=answers(HelpCallV1, *REFUSED),
    )
    async def end_help_call(caller: staff, call_id: CallId) -> Response:
        """The visitor was helped: the kiosk's light goes out. Twice is once."""
        return _answer(_call(await parts.help_desk.end(caller, HelpCallId(call_id))))


def _answer(model: WireModel) -> Response:
    return Response(to_bytes(model), media_type="application/json")


def _call(call: HelpCall) -> HelpCallV1:
    return HelpCallV1(
        call_id=call.call_id,
        kiosk_id=call.kiosk_id,
        raised_at=call.raised_at,
        told_at=call.told_at,
        answered_at=call.answered_at,
        answered_by=call.answered_by,
        ended_at=call.ended_at,
    )
