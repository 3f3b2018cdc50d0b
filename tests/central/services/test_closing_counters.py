# SPDX-License-Identifier: Apache-2.0
"""What a counter that closes takes along when others only pause."""

from pathlib import Path

import pytest

from central.services import day_round
from hall.feed import Reduced
from hall.ids import CounterId
from tests.central.services.clerks import ONE, TWO, Clerk
from tests.central.services.hall import ESTATE, NOON, TODAY, Hall, new_hall


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
        assert any(isinstance(each.body, Reduced) for each in (await kiosk.exchange()).told)
