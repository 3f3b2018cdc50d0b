# SPDX-License-Identifier: Apache-2.0
"""`/v1/counters`: what clerks do at their counters, one POST for each key they press."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from central.api.calling_models import (
    ActV1,
    CalledTicketV1,
    CloseCounterV1,
    CounterV1,
    FloorV1,
    NextV1,
    OpenCounterV1,
    QueueV1,
    TicketActV1,
    TransferV1,
)
from central.api.document import answers, reads
from central.api.parts import Parts, body_as, may
from central.services.access import Caller
from central.services.calling import CalledTicket, CounterView, FloorView, Simple
from central.services.roles import Act
from hall.calls import CallUndone, Finished, Missed, Parked, PutBack, Recalled, Resumed, Started
from hall.ids import CHOSEN_ID, ActId, CounterId, ServiceId, TicketId
from hall.wire.codec import to_bytes
from hall.wire.fields import WireModel

TICKET_ACTS: Mapping[str, tuple[Simple, str]] = {
    "recall": (Recalled, "Call the ticket once more."),
    "undo": (CallUndone, "Undo the call: the ticket is next again."),
    "start": (Started, "The visitor is at the counter."),
    "finish": (Finished, "He has been served."),
    "miss": (Missed, "Nobody came."),
    "put-back": (PutBack, "Put a missed ticket back: called after three others."),
    "park": (Parked, "Do not call the ticket until it is resumed."),
    "resume": (Resumed, "A parked ticket waits again."),
}

REFUSED = (401, 403, 404, 409, 422, 429, 503)

CounterName = Annotated[
    str, Path(pattern=CHOSEN_ID, description="The counter's number in the hall")
]


def calling_router(parts: Parts) -> APIRouter:
    """For clerks and managers."""
    router = APIRouter(prefix="/v1/counters", tags=["counters"])
    _add_counters(router, parts)
    _add_calls(router, parts)
    for name, (kind, summary) in TICKET_ACTS.items():
        _add_ticket_act(router, parts, name, kind, summary)
    return router


def _add_counters(router: APIRouter, parts: Parts) -> None:
    worker = Annotated[Caller, Depends(may(parts, Act.OPEN_COUNTER))]

    @router.get("", response_class=Response, responses=answers(FloorV1, 401, 403, 409, 429, 503))
    async def read_floor(caller: worker) -> Response:
        """The counters and queues of today."""
        return _answer(_floor(await parts.calling.floor(caller)))

    @router.post(
        "/{counter_id}/open",
        response_class=Response,
        openapi_extra=reads(OpenCounterV1),
        responses=answers(CounterV1, *REFUSED),
    )
    async def open_counter(request: Request, caller: worker, counter_id: CounterName) -> Response:
        """Open a counter for a service."""
        wanted = await body_as(request, OpenCounterV1)
        act_id, service_id = ActId(wanted.act_id), ServiceId(wanted.service_id)
        opened = await parts.calling.open(caller, act_id, CounterId(counter_id), service_id)
        return _answer(_counter(opened))

    @router.post(
        "/{counter_id}/close",
        response_class=Response,
        openapi_extra=reads(CloseCounterV1),
        responses=answers(CounterV1, *REFUSED),
    )
    async def close_counter(request: Request, caller: worker, counter_id: CounterName) -> Response:
        """Close a counter, or pause it."""
        wanted = await body_as(request, CloseCounterV1)
        closed = await parts.calling.close(
            caller, ActId(wanted.act_id), CounterId(counter_id), is_pause=wanted.is_pause
        )
        return _answer(_counter(closed))


def _add_calls(router: APIRouter, parts: Parts) -> None:
    clerk = Annotated[Caller, Depends(may(parts, Act.CALL))]

    @router.post(
        "/{counter_id}/next",
        response_class=Response,
        openapi_extra=reads(ActV1),
        responses=answers(NextV1, *REFUSED),
    )
    async def call_next(request: Request, caller: clerk, counter_id: CounterName) -> Response:
        """Call whose turn it is."""
        wanted = await body_as(request, ActV1)
        found = await parts.calling.next(caller, ActId(wanted.act_id), CounterId(counter_id))
        return _answer(NextV1(ticket=_ticket(found) if found else None))

    @router.post(
        "/{counter_id}/transfer",
        response_class=Response,
        openapi_extra=reads(TransferV1),
        responses=answers(CalledTicketV1, *REFUSED),
    )
    async def transfer(request: Request, caller: clerk, counter_id: CounterName) -> Response:
        """Send who is served on to another service."""
        wanted = await body_as(request, TransferV1)
        sent = await parts.calling.transfer(
            caller,
            ActId(wanted.act_id),
            CounterId(counter_id),
            TicketId(wanted.ticket_id),
            ServiceId(wanted.service_id),
        )
        return _answer(_ticket(sent))


def _add_ticket_act(router: APIRouter, parts: Parts, name: str, kind: Simple, summary: str) -> None:
    clerk = Annotated[Caller, Depends(may(parts, Act.CALL))]

    @router.post(
        f"/{{counter_id}}/{name}",
        response_class=Response,
        openapi_extra=reads(TicketActV1),
        responses=answers(CalledTicketV1, *REFUSED),
        name=name,
        description=summary,
        operation_id=f"{name}_ticket",
    )
    async def act(request: Request, caller: clerk, counter_id: CounterName) -> Response:
        wanted = await body_as(request, TicketActV1)
        act_id, ticket_id = ActId(wanted.act_id), TicketId(wanted.ticket_id)
        done = await parts.calling.act(caller, kind, act_id, CounterId(counter_id), ticket_id)
        return _answer(_ticket(done))


def _answer(model: WireModel) -> Response:
    return Response(to_bytes(model), media_type="application/json")


def _floor(floor: FloorView) -> FloorV1:
    queues = tuple(
        QueueV1(service_id=each.service_id, waiting=each.waiting, standing=each.standing)
        for each in floor.queues
    )
    return FloorV1(counters=tuple(map(_counter, floor.counters)), queues=queues)


def _counter(counter: CounterView) -> CounterV1:
    return CounterV1(
        counter_id=counter.counter_id,
        service_id=counter.service_id,
        is_open=counter.is_open,
        is_paused=counter.is_paused,
        ticket=_ticket(counter.ticket) if counter.ticket else None,
    )


def _ticket(ticket: CalledTicket) -> CalledTicketV1:
    return CalledTicketV1(
        ticket_id=ticket.ticket_id,
        number=ticket.number,
        service_id=ticket.service_id,
        lane=ticket.lane,
        status=ticket.status,
        counter_id=ticket.counter_id,
        calls=ticket.calls,
        called_at=ticket.called_at,
        slot_start=ticket.slot_start,
        is_in_person=ticket.is_in_person,
        items=ticket.items,
    )
