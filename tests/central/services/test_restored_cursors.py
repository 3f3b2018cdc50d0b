# SPDX-License-Identifier: Apache-2.0
"""No row of a restored centre has a place in the journal that the lost one may have used."""

from copy import deepcopy
from pathlib import Path

import pytest

from central.services import day_round
from central.services.access import Caller
from central.services.restoring import declare_restored
from central.services.roles import Role
from tests.central.services.hall import ESTATE, HALL, NOON, Hall, new_hall

WEB = Caller(HALL, "web", Role.PLATFORM)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


def last_row(hall: Hall) -> int:
    return max(row.seq for row in hall.fake.rows.journal.values())


async def test_what_a_restored_centre_writes_comes_after_all_that_was_lost(hall: Hall) -> None:
    async with hall.writers:
        await hall.settled("k1")
        backup, known = deepcopy(hall.fake.rows), last_row(hall)
        for number in range(10):
            await hall.desk.hold(WEB, f"h{number}", ESTATE, NOON)
        lost = last_row(hall)
    assert lost > known
    hall.fake.rows = backup
    await declare_restored(hall.units, hall.clock, HALL)
    new = [row.seq for row in hall.fake.rows.journal.values() if row.seq > known]
    assert new
    assert min(new) > lost
