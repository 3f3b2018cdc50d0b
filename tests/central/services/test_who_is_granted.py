# SPDX-License-Identifier: Apache-2.0
"""Which kiosks get places of a day: those that work."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.enrolment import revoke
from tests.central.services.hall import HALL, Hall, LogKiosk, new_hall


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


async def has_places(hall: Hall, kiosk: LogKiosk) -> bool:
    return bool((await hall.book()).owners.of_kiosk(kiosk.kiosk_id))


async def test_a_revoked_kiosk_gets_none(hall: Hall) -> None:
    one, two = await hall.kiosk("k1"), await hall.kiosk("k2")
    hall.clock.pass_time(timedelta(minutes=1))
    await revoke(hall.units, hall.clock, HALL, two.kiosk_id)
    async with hall.writers:
        await hall.round.go()
        assert [await has_places(hall, each) for each in (one, two)] == [True, False]


@pytest.mark.parametrize("short_of", [timedelta(seconds=1), timedelta(0)])
async def test_one_that_was_silent_for_two_days_gets_none(hall: Hall, short_of: timedelta) -> None:
    two_days = timedelta(days=2)
    kiosk = await hall.kiosk("k1")
    hall.clock.pass_time(two_days - short_of)
    async with hall.writers:
        await hall.round.go()
        assert await has_places(hall, kiosk) == bool(short_of)
