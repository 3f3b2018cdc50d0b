# SPDX-License-Identifier: Apache-2.0
"""The table of tickets says after each act of a counter what the rules say."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from central.services import day_round
from central.services.projection import STATUSES
from hall.calls import (
    Called,
    CallUndone,
    Finished,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    TicketCall,
    Transferred,
)
from hall.ticket import TicketStatus
from tests.central.services.clerks import CLERK, ONE, Clerk, issued, new_act, ticket
from tests.central.services.hall import ESTATE, HALL, TODAY, Hall, new_hall

WAYS: list[list[type[TicketCall]]] = [
    [Called, Recalled, CallUndone],
    [Called, Started, Finished],
    [Called, Missed, PutBack],
    [Called, Parked, Resumed],
    [Called, Started, Transferred],
]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


def acting(hall: Hall, clerk: Clerk, kind: type[TicketCall]) -> Callable[[], Awaitable[object]]:
    if kind is Called:
        return clerk.next
    if kind is Transferred:
        return lambda: hall.calling.transfer(CLERK, new_act(), ONE, ticket(1), ESTATE)
    return lambda: clerk.act(kind, 1)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[-1].__name__)
async def test_a_row_says_what_the_rules_say(hall: Hall, way: list[type[TicketCall]]) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(issued(1))
        await kiosk.exchange()
        clerk = Clerk(hall)
        await clerk.open()
        for kind in way:
            await acting(hall, clerk, kind)()
            assert await row(hall) is await by_the_rules(hall), kind


def test_every_act_that_changes_a_ticket_is_tried() -> None:
    assert {kind for way in WAYS for kind in way} == set(STATUSES) | {Recalled}


async def row(hall: Hall) -> TicketStatus:
    async with hall.units(is_read_only=True) as unit:
        return (await unit.tables.tickets(HALL, TODAY, [ticket(1)]))[ticket(1)].status


async def by_the_rules(hall: Hall) -> TicketStatus:
    return (await hall.book()).calling.on(TODAY).turns.ticket(ticket(1)).status
