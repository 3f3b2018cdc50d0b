# SPDX-License-Identifier: Apache-2.0
"""A service that is stopped at a kiosk, over every store of the centre: kept, told and noted once."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.auditing import Noted
from central.services.auditing_check import check_audit
from central.store.abstract import Units
from hall.feed import Stopped
from hall.stopping import Standing, Stop
from tests.central.services.clerks import MANAGER, notes, staff_stop
from tests.central.services.hall import HALL, SOCIAL, TODAY, Hall, LogKiosk, new_hall

LATER = timedelta(minutes=20)


@pytest.fixture
def hall(units: Units, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path, units)


async def told(kiosk: LogKiosk) -> list[Stop]:
    answer = await kiosk.exchange()
    return [each.body.stop for each in answer.told if isinstance(each.body, Stopped)]


async def test_a_stop_at_a_kiosk_is_told_to_the_other_by_every_process_of_the_centre(
    hall: Hall, units: Units, tmp_path: Path
) -> None:
    """It comes twice, since the first answer was lost; the process that took it ends."""
    other = Hall(tmp_path, units)
    async with hall.writers:
        one, two = await hall.settled("k1", "k2")
        said = staff_stop(SOCIAL, Standing.STOPPED, hall.clock.now())
        one.say(said)
        for _ in range(2):
            await one.ask()
    other.clock.jump_to(hall.clock.now())
    async with other.writers:
        two.hall = one.hall = other
        assert await told(two) == [said.stop]
        assert await told(one) == [said.stop]
        other.clock.pass_time(LATER)
        again = staff_stop(SOCIAL, Standing.OPEN, other.clock.now())
        two.say(again)
        await two.exchange()
        assert await told(one) == [again.stop]
        stops = (await other.book()).calling.on(TODAY).stops
        assert stops.said == (said.stop, again.stop)
    assert (await notes(hall)).count(Noted.SERVICE_STOPPED) == 2
    assert (await check_audit(units, HALL)).findings == ()


async def test_a_stop_at_a_time_and_a_managers_word_after_it(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        at = hall.clock.now() + LATER
        kiosk.say(staff_stop(SOCIAL, Standing.STOPPED, at))
        await kiosk.exchange()
        counters = (await hall.book()).calling.on(TODAY)
        moment = timedelta(microseconds=1)
        assert counters.standing(SOCIAL, at - moment) is Standing.OPEN
        assert counters.standing(SOCIAL, at) is Standing.STOPPED
        withdrawn = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, at, "x")
        assert withdrawn == Stop(SOCIAL, at + moment, Standing.OPEN)
        assert (await told(kiosk))[-1] == withdrawn
        counters = (await hall.book()).calling.on(TODAY)
        assert counters.standing(SOCIAL, at + LATER) is Standing.OPEN
