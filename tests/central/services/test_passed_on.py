# SPDX-License-Identifier: Apache-2.0
"""Places that come back for a kiosk that is gone stay the centre's."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from hall.account import SILENT_AFTER
from hall.feed import ReturnAsked
from hall.log import Returned
from hall.owners import CENTRE
from hall.place import Lane, Place, runs_of
from tests.central.services.clerks import MANAGER
from tests.central.services.hall import ESTATE, NOON, Hall, new_hall, wish
from tests.central.services.told import told


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


async def test_what_is_returned_for_a_kiosk_that_was_given_up_is_nobodys(hall: Hall) -> None:
    async with hall.writers:
        (one,) = await hall.settled("k1")
        two = await hall.kiosk("k2")
        await two.exchange(wish(1))
        await two.exchange()
        off_since = hall.clock.now()
        (asked,) = told(await one.exchange(), ReturnAsked)
        hall.clock.pass_time(SILENT_AFTER + timedelta(seconds=1))
        await hall.hall_desk.give_up(MANAGER, two.kiosk_id, off_since, "burnt")
        given = {Place(ESTATE, NOON, Lane.WALK_IN, index): 1 for index in range(asked.count)}
        one.say(Returned(runs_of(given), one.cursor))
        await one.exchange()
        owners = (await hall.book()).owners
        assert {owners.owner(place) for place in given} == {CENTRE}
