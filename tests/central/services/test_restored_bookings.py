# SPDX-License-Identifier: Apache-2.0
"""After a restore nobody's booked place is given on: who comes late can have his own."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.access import Caller
from central.services.booking import Wish
from central.services.restoring import declare_restored
from central.services.roles import Role
from hall.feed import BookingClosed
from hall.release import no_show_at
from tests.central.services.hall import ESTATE, HALL, NOON, Hall, new_hall
from tests.central.services.test_restoring import meet
from tests.central.services.told import told

WEB = Caller(HALL, "web", Role.PLATFORM)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


@pytest.mark.parametrize("is_restored", [False, True])
async def test_who_did_not_come_is_closed_unless_the_centre_was_restored(
    hall: Hall, caplog: pytest.LogCaptureFixture, *, is_restored: bool
) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        hold = await hall.desk.hold(WEB, "h", ESTATE, NOON)
        booking = (await hall.desk.confirm(WEB, "c", Wish(hold.hold_id))).booking
        await kiosk.exchange()
        if is_restored:
            await declare_restored(hall.units, hall.clock, HALL)
            await meet(hall, kiosk)
            assert "restored from a backup" in caplog.text
        hall.clock.jump_to(no_show_at(booking.slot) + timedelta(seconds=1))
        await hall.round.go()
        closed = told(await kiosk.exchange(), BookingClosed)
    assert [each.booking_id for each in closed] == ([] if is_restored else [booking.booking_id])
