# SPDX-License-Identifier: Apache-2.0
"""What a counter that closes takes along, and when it takes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.sites import import_site
from hall.feed import Reduced
from hall.ids import CounterId
from hall.place import Lane
from tests.central.services.clerks import ONE, TWO, Clerk, waiting
from tests.central.services.hall import ESTATE, NOON, TODAY, Hall, LogKiosk, new_hall, site_file
from tests.central.small_site import SMALL_SITE


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


async def places_at_noon(hall: Hall) -> int:
    ledger = (await hall.book()).days.on(TODAY)
    assert ledger
    return ledger.quotas[ESTATE, NOON].total


async def test_a_counter_that_pauses_is_at_work_when_another_closes(hall: Hall) -> None:
    """Two of six planned counters are left, one of them pausing: 11 places of 33 in half an hour."""
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        pausing, staying, closing = (Clerk(hall, each) for each in (ONE, TWO, CounterId("3")))
        for clerk in (pausing, staying, closing):
            await clerk.open(ESTATE)
        await pausing.close(is_pause=True)
        assert await places_at_noon(hall) == 33
        await closing.close()
        assert await places_at_noon(hall) == 11
        assert await left_of(hall, kiosk)


async def left_of(hall: Hall, kiosk: LogKiosk) -> list[Reduced]:
    return [each.body for each in (await kiosk.exchange()).told if isinstance(each.body, Reduced)]


async def test_counters_that_close_unplanned_take_unsold_places_along(hall: Hall) -> None:
    """Of 6 planned counters 2 are left: 11 places in half an hour instead of 33."""
    async with hall.writers:
        kiosk = await waiting(hall)
        clerks = [Clerk(hall, each) for each in (ONE, TWO, CounterId("3"))]
        for clerk in clerks:
            await clerk.open(ESTATE)
        await clerks[0].close(is_pause=True)
        await clerks[0].open(ESTATE)
        assert not await left_of(hall, kiosk)
        await clerks[2].close()
        told = await left_of(hall, kiosk)
        lanes = {each.lane: each.count for each in told if each.slot_start == NOON}
        assert lanes == {Lane.WALK_IN: 9, Lane.GREEN: 2}
        book = await hall.book()
        ledger = book.days.on(TODAY)
        assert ledger is not None
        assert ledger.quotas[ESTATE, NOON].total == 11
        await clerks[1].close(is_pause=True)
        assert not await left_of(hall, kiosk)


async def test_a_counter_too_many_takes_nothing_along(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall)
        clerks = [Clerk(hall, CounterId(str(number))) for number in range(2)]
        for clerk in clerks:
            await clerk.open()
        await clerks[0].close()
        assert not await left_of(hall, kiosk)


async def test_a_service_that_is_gone_from_the_site_loses_no_places(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall)
        clerk = Clerk(hall)
        await clerk.open()
        shorter = SMALL_SITE[: SMALL_SITE.rindex("[[service]]")]
        await import_site(hall.units, site_file(shorter), hall.clock.now())
        assert not (await clerk.close()).is_open


@pytest.mark.parametrize(
    ("hours", "gone"),
    [('[["00:00", "20:00"]]', 11), ('[["00:00", "03:00"], ["09:00", "23:30"]]', -6)],
)
async def test_a_counter_closes_also_when_the_hours_were_changed_since_the_day_began(
    hours: str, gone: int, hall: Hall
) -> None:
    async with hall.writers:
        await hall.settled("k1")
        clerks = [Clerk(hall), Clerk(hall, TWO)]
        for clerk in clerks:
            await clerk.open(ESTATE)
        text = SMALL_SITE.replace('[["00:00", "23:30"]]', hours)
        await import_site(hall.units, site_file(text), hall.clock.now())
        before = (await hall.book()).days.at(NOON).quotas
        assert not (await clerks[1].close()).is_open
        after = (await hall.book()).days.at(NOON).quotas
        # A slot the file has no more stays; noon, which it has, one counter of six has to serve.
        slot = ESTATE, NOON + timedelta(hours=gone)
        assert after[slot] == before[slot]
        assert after[ESTATE, NOON].total < before[ESTATE, NOON].total
