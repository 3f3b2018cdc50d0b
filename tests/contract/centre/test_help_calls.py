# SPDX-License-Identifier: Apache-2.0
"""Calls for help, on any store."""

from dataclasses import replace
from datetime import timedelta

from central.store.abstract import Units
from hall.ids import KioskId
from tests.contract.centre.samples import HALL, NOW, OTHER, call_id, help_call

LATER = NOW + timedelta(minutes=1)
BEFORE = NOW - timedelta(minutes=1)
K2 = KioskId("K2")


async def test_a_call_is_raised_once(units: Units) -> None:
    async with units() as unit:
        assert await unit.help_calls.add(help_call(1))
        assert await unit.help_calls.add(help_call(1, site_id=OTHER))
        await unit.commit()
    async with units() as unit:
        assert not await unit.help_calls.add(replace(help_call(1), kiosk_id=K2))
        assert await unit.help_calls.find(HALL, call_id(1)) == help_call(1)
        assert await unit.help_calls.lock(HALL, call_id(1)) == help_call(1)
        assert await unit.help_calls.find(HALL, call_id(2)) is None
        assert await unit.help_calls.lock(HALL, call_id(2)) is None


async def test_what_became_of_a_call_is_kept(units: Units) -> None:
    done = replace(
        help_call(1),
        heard_at=LATER,
        told_at=LATER,
        answered_at=LATER,
        answered_by="clerk",
        ended_at=LATER,
    )
    async with units() as unit:
        await unit.help_calls.add(help_call(1))
        await unit.help_calls.add(help_call(1, site_id=OTHER))
        await unit.help_calls.keep(done)
        await unit.commit()
    async with units() as unit:
        assert await unit.help_calls.find(HALL, call_id(1)) == done
        assert await unit.help_calls.find(OTHER, call_id(1)) == help_call(1, site_id=OTHER)


async def test_those_that_wait_come_in_the_order_they_called(units: Units) -> None:
    async with units() as unit:
        for number in (3, 1, 2):
            await unit.help_calls.add(help_call(number))
        await unit.help_calls.add(help_call(4, site_id=OTHER))
        await unit.help_calls.keep(replace(help_call(2), ended_at=LATER))
        assert await unit.help_calls.open(HALL, NOW) == [help_call(1), help_call(3)]
        assert await unit.help_calls.open(HALL, help_call(1).heard_at) == [help_call(3)]


async def test_each_is_told_once(units: Units) -> None:
    async with units() as unit:
        for number in (1, 2):
            await unit.help_calls.add(help_call(number))
        await unit.help_calls.keep(replace(help_call(1), told_at=NOW))
        await unit.help_calls.add(replace(help_call(3), heard_at=BEFORE))
        await unit.help_calls.add(help_call(4, site_id=OTHER))
        await unit.help_calls.tell(HALL, BEFORE, LATER)
        calls = await unit.help_calls.open(HALL, BEFORE - timedelta(seconds=1))
        assert [call.told_at for call in calls] == [NOW, LATER, None]
        (other,) = await unit.help_calls.open(OTHER, BEFORE)
        assert other.told_at is None


async def test_a_kiosk_that_calls_for_no_more_ends_what_is_open(units: Units) -> None:
    async with units() as unit:
        await unit.help_calls.add(help_call(1))
        await unit.help_calls.keep(replace(help_call(1), ended_at=NOW))
        await unit.help_calls.add(help_call(2))
        await unit.help_calls.add(replace(help_call(3), kiosk_id=K2))
        await unit.help_calls.add(help_call(4, site_id=OTHER))
        await unit.help_calls.end(HALL, help_call(1).kiosk_id, LATER)
        found = [await unit.help_calls.find(HALL, call_id(number)) for number in (1, 2, 3)]
        assert [each and each.ended_at for each in found] == [NOW, LATER, None]
        assert await unit.help_calls.open(OTHER, BEFORE) == [help_call(4, site_id=OTHER)]


async def test_what_was_called_for_after_that_stays_open(units: Units) -> None:
    kiosk_id = help_call(1).kiosk_id
    async with units() as unit:
        for number, raised_at in ((1, BEFORE), (2, NOW), (3, LATER)):
            await unit.help_calls.add(replace(help_call(number), raised_at=raised_at))
        await unit.help_calls.end(HALL, kiosk_id, LATER, raised_by=NOW)
        found = [await unit.help_calls.find(HALL, call_id(number)) for number in (1, 2, 3)]
        assert [each and each.ended_at for each in found] == [LATER, LATER, None]
