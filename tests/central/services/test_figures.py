# SPDX-License-Identifier: Apache-2.0
"""People ahead and the wait, as the centre tells its kiosks."""

from datetime import timedelta
from uuid import UUID

import pytest

from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.figures import Figures
from central.services.sites import SiteFiles
from hall.calls import Finished, Started
from hall.ids import BookingId, HoldId
from hall.news import QueueFigures
from hall.place import Lane
from hall.stopping import Standing
from tests.central.services.clerks import MANAGER, Clerk, issued, waiting
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, Hall, LogKiosk


async def newest(kiosk: LogKiosk) -> QueueFigures:
    (figures,) = (await kiosk.exchange()).figures
    return figures


async def test_figures_follow_what_happens_at_most_once_a_second(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1, 2)
        clerk = Clerk(hall)
        await clerk.open()
        first = await newest(kiosk)
        assert first.ahead == 2
        await clerk.next()
        assert await newest(kiosk) == first
        hall.clock.pass_time(timedelta(seconds=1))
        assert (await newest(kiosk)).ahead == 1
        hall.clock.pass_time(timedelta(seconds=29))
        unchanged = await newest(kiosk)
        hall.clock.pass_time(timedelta(seconds=1))
        assert (await newest(kiosk)).as_of > unchanged.as_of


async def test_who_booked_and_may_come_is_waited_for(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(*(issued(number, ESTATE, "A") for number in range(1, 5)))
        await kiosk.exchange()
        clerk = Clerk(hall)
        await clerk.open(ESTATE)
        alone = await newest(kiosk)
        slot = NOON

        def booking(book: CentreBook, draft: Draft) -> None:
            for number in range(16):
                hold_id = HoldId(UUID(int=900 + number))
                book.hold(hold_id, ESTATE, slot, draft.now + timedelta(minutes=5))
                book.book(hold_id, BookingId(UUID(int=800 + number)), draft.now)

        await hall.writers.of(HALL).decide(booking)
        hall.clock.pass_time(timedelta(seconds=31))
        assert (await newest(kiosk)).ahead == alone.ahead == 4


async def test_those_ahead_are_told_apart(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1, 2)
        kiosk.say(issued(3, SOCIAL, "C", lane=Lane.GREEN))
        await kiosk.exchange()
        await Clerk(hall).open()
        figures = await newest(kiosk)
        assert (figures.ahead, figures.booked, figures.green) == (3, 0, 1)


async def test_while_a_service_is_suspended_nobody_knows_the_wait(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        await Clerk(hall).open()
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "x")
        figures = await newest(kiosk)
        assert (figures.ahead, figures.wait_low, figures.wait_high) == (1, None, None)


async def test_of_a_site_nobody_read_there_are_no_figures(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        await Clerk(hall).open()
        book = await hall.book()
        assert Figures(SiteFiles()).of(HALL, book, hall.clock.now()) == ()
        assert Figures(hall.files).of(HALL, book, hall.clock.now())


async def test_what_cannot_be_made_out_fails_no_exchange(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        book = await hall.book()
        book.counters.turns.pool(SOCIAL).mean_minutes = -1
        assert not (await kiosk.exchange()).figures
        assert "no figures service=social" in caplog.text
        called = await clerk.next()
        assert called is not None
        await clerk.act(Started, 1)
        book.counters.turns.pool(SOCIAL).mean_minutes = 5
        await clerk.act(Finished, 1)
