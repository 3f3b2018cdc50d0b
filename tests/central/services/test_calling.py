# SPDX-License-Identifier: Apache-2.0
"""Clerks at the centre: acts that count once, and what becomes of those they call."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from central.services.auditing import Noted
from hall.calls import Finished, Missed, Recalled, Started
from hall.errors import ActTakenError, CounterBusyError, OtherCounterError, UnknownServiceError
from hall.ids import ServiceId
from hall.log import Cancelled, Linked, Requeued
from hall.news import TicketsTold
from hall.ticket import TicketStatus
from tests.central.services.clerks import (
    CLERK,
    ONE,
    TWO,
    Clerk,
    issued,
    new_act,
    notes,
    ticket,
    waiting,
)
from tests.central.services.hall import ESTATE, HALL, SOCIAL, TODAY, Hall


async def test_a_press_that_is_sent_again_counts_once(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1, 2)
        clerk = Clerk(hall)
        await clerk.open()
        press = new_act()
        first = await clerk.next(press)
        assert first is not None
        assert (first.number, first.status, first.calls) == ("C001", TicketStatus.CALLED, 1)
        assert await clerk.next(press) == first
        again = new_act()
        for _ in range(2):
            assert (await clerk.act(Recalled, 1, again)).calls == 2
        with pytest.raises(ActTakenError):
            await clerk.act(Started, 1, again)
        assert len([act for act in await notes(hall) if act == Noted.COUNTER_ACTED]) == 3


async def test_the_counter_sees_who_wishes_to_be_called_in_person(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(replace(issued(1), is_in_person=True), issued(2))
        await kiosk.exchange()
        clerk, other = Clerk(hall), Clerk(hall, TWO)
        await clerk.open()
        await other.open()
        first, second = await clerk.next(), await other.next()
        assert first is not None
        assert second is not None
        assert (first.is_in_person, second.is_in_person) == (True, False)
        assert (await clerk.act(Recalled, 1)).is_in_person


async def test_the_counter_sees_for_how_many_items_a_number_stands(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(replace(issued(1), items=3), issued(2))
        await kiosk.exchange()
        clerk = Clerk(hall)
        await clerk.open()
        called = await clerk.next()
        assert called is not None
        assert called.items == 3


async def test_two_numbers_of_one_visit_are_called_one_after_the_other(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        kiosk.say(Linked(ticket(2), TODAY, ticket(1)), issued(2, ESTATE, "A"))
        await kiosk.exchange()
        clerk, other = Clerk(hall), Clerk(hall, TWO)
        await clerk.open()
        await other.open(ESTATE)
        assert await clerk.next() is not None
        assert await other.next() is None
        await clerk.act(Missed, 1)
        called = await other.next()
        assert called is not None
        assert called.ticket_id == ticket(2)


async def test_what_the_rules_refuse_leaves_no_trace(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        clerk, other = Clerk(hall), Clerk(hall, TWO)
        await clerk.open()
        await other.open()
        await clerk.next()
        before = await notes(hall)
        with pytest.raises(CounterBusyError):
            await clerk.next()
        with pytest.raises(OtherCounterError):
            await other.act(Started, 1)
        with pytest.raises(UnknownServiceError):
            await Clerk(hall).open(ServiceId("none"))
        assert await notes(hall) == before
        assert await other.next() is None


async def test_kiosks_are_told_until_when_a_missed_visitor_may_come_back(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        first_missed_at = hall.clock.now()
        told: list[datetime | None] = []
        for _ in range(3):
            await clerk.next()
            await clerk.act(Missed, 1)
            answer = await kiosk.exchange()
            told += [
                each.back_until
                for said in answer.told
                if isinstance(said.body, TicketsTold)
                for each in said.body.tickets
                if each.status is TicketStatus.MISSED
            ]
            kiosk.say(Requeued(ticket(1)))
            await kiosk.exchange()
    assert told == [first_missed_at + timedelta(hours=1)] * 2 + [None]


async def test_a_cancel_that_comes_when_the_visitor_is_served_or_gone_changes_nothing(
    hall: Hall,
) -> None:
    """A kiosk that was cut off did not know; who was not called yet is cancelled."""
    async with hall.writers:
        kiosk = await waiting(hall, 1, 2, 3)
        clerk = Clerk(hall)
        await clerk.open()
        await clerk.next()
        await clerk.act(Started, 1)
        await clerk.act(Finished, 1)
        await clerk.next()
        await clerk.act(Started, 2)
        kiosk.say(*(Cancelled(ticket(number)) for number in (1, 2, 3)))
        await kiosk.exchange()
        async with hall.units(is_read_only=True) as unit:
            kept = await unit.tables.tickets(HALL, TODAY, map(ticket, (1, 2, 3)))
    assert [kept[ticket(number)].status for number in (1, 2, 3)] == [
        TicketStatus.FINISHED,
        TicketStatus.SERVING,
        TicketStatus.CANCELLED,
    ]


async def test_a_visitor_is_sent_on_to_another_service(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        await clerk.next()
        await clerk.act(Started, 1)
        sent = await hall.calling.transfer(CLERK, new_act(), ONE, ticket(1), ESTATE)
        assert (sent.service_id, sent.status, sent.counter_id) == (
            ESTATE,
            TicketStatus.WAITING,
            None,
        )
        floor = await hall.calling.floor(CLERK)
        assert {each.service_id: each.waiting for each in floor.queues} == {ESTATE: 1, SOCIAL: 0}
        (counter,) = floor.counters
        assert (counter.is_open, counter.ticket) == (True, None)
