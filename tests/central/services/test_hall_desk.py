# SPDX-License-Identifier: Apache-2.0
"""What a manager does to a hall: stops, extra places, a kiosk given up."""

from datetime import timedelta

import pytest

from central.services.auditing import Noted
from central.services.centre_book import CentreBook
from central.services.errors import NotEnrolledError
from central.services.hall_desk import ExtrasWish, HallDesk
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from hall.errors import (
    BadValueError,
    NoOpenDayError,
    StillHeardError,
    SuspendedError,
    UnknownDayError,
)
from hall.feed import Stopped
from hall.ids import KioskId
from hall.place import Lane
from hall.stopping import Standing
from tests.central.services.clerks import MANAGER, Clerk, new_act, notes, staff_stop, waiting
from tests.central.services.hall import ESTATE, HALL, SOCIAL, TODAY, Hall

HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)


async def test_a_service_is_suspended_and_goes_on(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "no power")
        hall.clock.pass_time(timedelta(seconds=3))
        again = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "no power")
        assert again == said
        with pytest.raises(SuspendedError):
            await clerk.next()
        later = hall.clock.now() + HALF_HOUR
        at_three = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, later, "soon")
        assert at_three.at == later
        assert await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, later, "x") == at_three
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, None, "power")
        assert await clerk.next()
        told = [
            each.body.stop
            for each in (await kiosk.exchange()).told
            if isinstance(each.body, Stopped)
        ]
        assert [each.standing for each in told] == [
            Standing.SUSPENDED,
            Standing.OPEN,
            Standing.OPEN,
        ]
        assert (await notes(hall)).count(Noted.SERVICE_STOPPED) == 3


async def test_a_stop_is_from_now_on_or_at_an_instant_of_an_open_day(hall: Hall) -> None:
    async with hall.writers:
        await hall.round.go()
        now = hall.clock.now()
        days = {"first_on": TODAY, "last_on": TODAY + DAY}
        for at in (now + timedelta(days=30), now - timedelta(days=1)):
            with pytest.raises(NoOpenDayError) as caught:
                await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
            assert caught.value.fields == {"at": at, **days}
        with pytest.raises(BadValueError) as over:
            await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, now - HALF_HOUR, "x")
        assert over.value.fields["name"] == "at"
        assert Noted.SERVICE_STOPPED not in await notes(hall)
        a_moment_ago = now - timedelta(minutes=1)
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, a_moment_ago, "x")
        assert said.at == now


async def test_a_stop_that_is_sent_again_after_its_instant_is_the_same(hall: Hall) -> None:
    async with hall.writers:
        await hall.round.go()
        at = hall.clock.now() + HALF_HOUR
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
        hall.clock.pass_time(2 * HALF_HOUR)
        assert await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x") == said


async def test_a_managers_stop_holds_though_a_kiosk_told_late_of_an_earlier_one(hall: Hall) -> None:
    """It was cut off; what it said last to the centre is not what was said last."""
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(staff_stop(SOCIAL, Standing.STOPPED, hall.clock.now()))
        hall.clock.pass_time(HALF_HOUR)
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "no power")
        hall.clock.pass_time(HALF_HOUR)
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, None, "power")
        await kiosk.exchange()
        assert await standing(hall) is Standing.OPEN
        hall.clock.pass_time(HALF_HOUR)
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, None, "x")
        assert await standing(hall) is Standing.STOPPED


async def test_a_stop_that_staff_withdrew_at_a_kiosk_can_be_said_again(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        at = hall.clock.now() + HALF_HOUR
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
        moment = timedelta(microseconds=1)
        kiosk.say(staff_stop(SOCIAL, Standing.OPEN, said.at + moment))
        await kiosk.exchange()
        for _ in range(2):
            again = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
            assert again.at == said.at + 2 * moment
        hall.clock.pass_time(HALF_HOUR + moment)
        assert await standing(hall) is Standing.OPEN
        hall.clock.pass_time(moment)
        assert await standing(hall) is Standing.STOPPED


async def standing(hall: Hall) -> Standing:
    """How the service stands by what the centre knows."""
    return (await hall.book()).calling.on(TODAY).standing(SOCIAL, hall.clock.now())


async def test_extra_places_lie_at_the_kiosks(hall: Hall) -> None:
    async with hall.writers:
        one, two = await hall.settled("k1", "k2")
        wish = ExtrasWish(new_act(), ESTATE, 4, "a burst pipe yesterday")
        for _ in range(2):
            view = await hall.hall_desk.add_extras(MANAGER, wish)
            assert (view.business_date, view.extras) == (TODAY, 4)
        for kiosk in (one, two):
            assert (await kiosk.exchange()).grants
        book = await hall.book()
        for kiosk in (one, two):
            held = book.owners.of_kiosk(kiosk.kiosk_id)
            assert sum(place.lane is Lane.EXTRA for place in held) == 2
        assert (await notes(hall)).count(Noted.EXTRAS_ADDED) == 1
        late = ExtrasWish(new_act(), ESTATE, 1, "x", TODAY + timedelta(days=40))
        with pytest.raises(UnknownDayError) as caught:
            await hall.hall_desk.add_extras(MANAGER, late)
        assert caught.value.fields["last_on"] == TODAY + DAY


async def test_a_kiosk_whose_log_is_here_is_given_up_once(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        off_since = hall.clock.now()
        with pytest.raises(StillHeardError):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, off_since, "burnt")
        hall.clock.pass_time(timedelta(minutes=5))
        now = hall.clock.now()
        with pytest.raises(BadValueError):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, now, "burnt")
        for _ in range(2):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, off_since, "burnt")
        assert (await notes(hall)).count(Noted.KIOSK_GIVEN_UP) == 1
        book = await hall.book()
        assert kiosk.kiosk_id not in book.kiosks
        with pytest.raises(NotEnrolledError):
            await hall.hall_desk.give_up(MANAGER, KioskId("none"), off_since, "x")


async def test_what_another_process_heard_counts_when_a_kiosk_is_given_up(hall: Hall) -> None:
    other = SiteWriters(hall.units, Rules(CentreBook, hall.files.day_of, hall.clock.now))
    async with hall.writers, other:
        kiosk = await waiting(hall, 1)
        await kiosk.exchange()
        off_since = hall.clock.now()
        hall.clock.pass_time(timedelta(minutes=1))
        await other.of(HALL).look(lambda book: book)
        await kiosk.exchange()
        with pytest.raises(StillHeardError):
            await HallDesk(hall.units, other).give_up(MANAGER, kiosk.kiosk_id, off_since, "x")
        assert kiosk.kiosk_id in (await hall.book()).kiosks
