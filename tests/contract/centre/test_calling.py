# SPDX-License-Identifier: Apache-2.0
"""Calling over every store: two processes are one dispatcher, and what was done is kept."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.auditing import Noted
from central.services.auditing_check import check_audit
from central.services.hall_desk import ExtrasWish
from central.store.abstract import Units
from hall.calls import Missed, Started
from hall.errors import UnknownKioskError
from hall.ids import CounterId
from hall.log import Requeued
from hall.news import SiteTicket, TicketsTold
from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from hall.wire.values import Answer
from tests.central.services.clerks import MANAGER, TWO, Clerk, issued, new_act, ticket
from tests.central.services.hall import ESTATE, HALL, SOCIAL, TODAY, Hall, new_hall

VISITORS = range(1, 13)


@pytest.fixture
def hall(units: Units, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path, units)


async def test_clerks_of_two_processes_never_get_the_same_ticket(
    hall: Hall, units: Units, tmp_path: Path
) -> None:
    other = Hall(tmp_path, units)
    async with hall.writers, other.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(*(issued(number) for number in VISITORS))
        await kiosk.exchange()
        clerks = [
            Clerk(process, CounterId(str(number)))
            for number, process in enumerate((hall, other, hall, other), 1)
        ]
        for clerk in clerks:
            await clerk.open()
        served = await asyncio.gather(*(clerk.serves_all() for clerk in clerks))
    assert Counter(number for each in served for number in each) == Counter(VISITORS)


async def test_what_counters_did_is_kept_told_and_noted(hall: Hall, units: Units) -> None:
    async with hall.writers:
        one, two = await hall.settled("k1", "k2")
        one.say(issued(1), issued(2))
        await one.exchange()
        first, second = Clerk(hall), Clerk(hall, TWO)
        for clerk in (first, second):
            await clerk.open()
            await clerk.next()
        await first.act(Started, 1)
        await second.act(Missed, 2)
        for kiosk in (one, two):
            statuses = told(await kiosk.exchange())
            assert statuses == {1: TicketStatus.SERVING, 2: TicketStatus.MISSED}
        two.say(Requeued(ticket(2)))
        await two.exchange()
        assert told(await two.exchange()) == {}
        assert told(await one.exchange()) == {2: TicketStatus.WAITING}
    async with units(is_read_only=True) as unit:
        rows = await unit.tables.tickets(HALL, TODAY, [ticket(1), ticket(2)])
        entries = await unit.audit.entries(HALL, 0, 100)
    assert rows[ticket(2)].status is TicketStatus.WAITING
    acts = [entry.body for entry in entries if entry.act == Noted.COUNTER_ACTED]
    assert len(acts) == 6
    assert '"act":"missed","by":"li","counter_id":"2"' in acts[-1]
    assert (await check_audit(units, HALL)).findings == ()


async def test_what_a_manager_does_in_the_hall_is_kept_and_noted(
    hall: Hall, units: Units, tmp_path: Path
) -> None:
    desk = hall.hall_desk
    async with hall.writers:
        one, two = await hall.settled("k1", "k2")
        await desk.stop(MANAGER, ESTATE, Standing.SUSPENDED, None, "no power")
        extras = ExtrasWish(new_act(), SOCIAL, 4, "a burst pipe")
        for _ in range(2):
            assert (await desk.add_extras(MANAGER, extras)).extras == 4
        for kiosk in (one, two):
            await kiosk.exchange()
            await kiosk.exchange()
        heard_at = hall.clock.now()
        hall.clock.pass_time(timedelta(minutes=1))
        for _ in range(2):
            await desk.give_up(MANAGER, two.kiosk_id, heard_at, "burnt")
        with pytest.raises(UnknownKioskError):
            await two.exchange()
    again = Hall(tmp_path, units)
    async with again.writers:
        book = await again.book()
    assert book.kiosks == (one.kiosk_id,)
    assert book.owners.of_kiosk(two.kiosk_id) == {}
    held = book.owners.of_kiosk(one.kiosk_id)
    assert sum(place.lane is Lane.EXTRA for place in held) == 2
    stopped = book.calling.on(TODAY).last_stop(ESTATE)
    assert stopped
    assert stopped.standing is Standing.SUSPENDED
    async with units(is_read_only=True) as unit:
        noted = [entry.act for entry in await unit.audit.entries(HALL, 0, 1000)]
    assert noted[-3:] == [Noted.SERVICE_STOPPED, Noted.EXTRAS_ADDED, Noted.KIOSK_GIVEN_UP]


def told(answer: Answer) -> dict[int, TicketStatus]:
    tickets: list[SiteTicket] = []
    for each in answer.told:
        if isinstance(each.body, TicketsTold):
            tickets += each.body.tickets
    return {each.ticket_id.int: each.status for each in tickets}


async def test_kiosks_get_figures_of_services_that_are_called(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(issued(1), issued(2), issued(3))
        assert not (await kiosk.exchange()).figures
        clerk = Clerk(hall)
        await clerk.open()
        await clerk.next()
        (figures,) = (await kiosk.exchange()).figures
    assert (figures.service_id, figures.ahead) == (SOCIAL, 2)
    assert figures.wait_low is not None
    assert figures.wait_high is not None
    assert figures.wait_low < figures.wait_high
    assert figures.as_of == hall.clock.now()
