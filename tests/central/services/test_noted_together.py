# SPDX-License-Identifier: Apache-2.0
"""Acts that share a transaction are written down one by one."""

import asyncio
from pathlib import Path

import pytest

from central.services import day_round
from central.services.auditing import Noted
from hall.ids import CounterId
from tests.central.services.clerks import Clerk
from tests.central.services.hall import HALL, Hall, new_hall


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


async def test_counters_that_open_at_once_stand_in_the_audit_each(hall: Hall) -> None:
    async with hall.writers:
        await hall.settled("k1")
        commits = hall.fake.commits
        clerks = [Clerk(hall, CounterId(str(number))) for number in range(1, 5)]
        await asyncio.gather(*(clerk.open() for clerk in clerks))
        assert hall.fake.commits - commits < len(clerks)
    async with hall.units(is_read_only=True) as unit:
        entries = await unit.audit.entries(HALL, 0, 100)
    acted = [entry.body for entry in entries if entry.act == Noted.COUNTER_ACTED]
    for clerk in clerks:
        assert len([body for body in acted if f'"counter_id":"{clerk.counter_id}"' in body]) == 1
