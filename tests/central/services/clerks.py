# SPDX-License-Identifier: Apache-2.0
"""Clerks and visitors of a hall without HTTP."""

from datetime import datetime
from itertools import count
from uuid import UUID

from central.services.access import Caller
from central.services.calling import CalledTicket, CounterView, Simple
from central.services.roles import Role
from hall.calls import Finished, Started
from hall.ids import ActId, CounterId, ServiceId, TicketId
from hall.log import Issued, StaffActed
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.stopping import Standing
from tests.central.services.hall import HALL, SOCIAL, TODAY, Hall, LogKiosk

CLERK = Caller(HALL, "li", Role.CLERK)
MANAGER = Caller(HALL, "wang", Role.MANAGER)
ONE, TWO = CounterId("1"), CounterId("2")


_acts = count(1)


def new_act() -> ActId:
    return ActId(UUID(int=(1 << 100) + next(_acts)))


def ticket(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def issued(
    number: int, service_id: ServiceId = SOCIAL, letter: str = "C", lane: Lane = Lane.WALK_IN
) -> Issued:
    return Issued(ticket(number), TODAY, service_id, TicketNumber(letter, number), lane)


def staff_stop(service_id: ServiceId, standing: Standing, at: datetime) -> StaffActed:
    """Staff say at a kiosk how a service stands from then on."""
    return StaffActed(
        "service_stopped",
        "7",
        reason="fault",
        service_id=service_id,
        stands=standing,
        stands_from=at,
    )


class Clerk:
    """At one counter."""

    def __init__(self, hall: Hall, counter_id: CounterId = ONE) -> None:
        self.hall = hall
        self.counter_id = counter_id

    async def open(self, service_id: ServiceId = SOCIAL) -> CounterView:
        return await self.hall.calling.open(CLERK, new_act(), self.counter_id, service_id)

    async def close(self, *, is_pause: bool = False) -> CounterView:
        return await self.hall.calling.close(CLERK, new_act(), self.counter_id, is_pause=is_pause)

    async def next(self, act_id: ActId | None = None) -> CalledTicket | None:
        return await self.hall.calling.next(CLERK, act_id or new_act(), self.counter_id)

    async def act(self, kind: Simple, number: int, act_id: ActId | None = None) -> CalledTicket:
        return await self.hall.calling.act(
            CLERK, kind, act_id or new_act(), self.counter_id, ticket(number)
        )

    async def serves_all(self) -> list[int]:
        """Until nobody waits; whom it served."""
        served = list[int]()
        while called := await self.next():
            number = called.ticket_id.int
            await self.act(Started, number)
            await self.act(Finished, number)
            served.append(number)
        return served


async def waiting(hall: Hall, *numbers: int) -> LogKiosk:
    """A kiosk where those were issued for SOCIAL."""
    (kiosk,) = await hall.settled("k1")
    kiosk.say(*(issued(number) for number in numbers))
    await kiosk.exchange()
    return kiosk


async def notes(hall: Hall) -> list[str]:
    """What was done, as the audit has it."""
    async with hall.units(is_read_only=True) as unit:
        return [entry.act for entry in await unit.audit.entries(HALL, 0, 1000)]
