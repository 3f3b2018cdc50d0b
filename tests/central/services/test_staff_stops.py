# SPDX-License-Identifier: Apache-2.0
"""A service that staff stop at one kiosk stops at all of the site."""

from datetime import timedelta

from central.services.auditing import Noted
from hall.feed import Stopped
from hall.log import StaffActed
from hall.stopping import Standing, Stop
from hall.wire.values import Answer
from tests.central.services.clerks import notes, staff_stop
from tests.central.services.hall import SOCIAL, Hall, LogKiosk


def stopped(hall: Hall, standing: Standing = Standing.STOPPED) -> StaffActed:
    return staff_stop(SOCIAL, standing, hall.clock.now())


async def told(kiosk: LogKiosk) -> list[Stop]:
    answer = await kiosk.exchange()
    return [each.body.stop for each in answer.told if isinstance(each.body, Stopped)]


async def test_every_kiosk_is_told_of_it_once_and_the_audit_names_who_did_it(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    act = stopped(hall)
    one.say(act)
    await one.ask()
    await one.ask()
    assert await told(two) == [act.stop]
    assert (await notes(hall)).count(Noted.SERVICE_STOPPED) == 1
    hall.clock.pass_time(timedelta(minutes=5))
    again = stopped(hall, Standing.OPEN)
    two.say(again)
    await two.exchange()
    assert (await told(one))[-1] == again.stop


async def test_a_stop_of_a_day_that_is_over_is_left_out_and_the_log_is_taken(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(staff_stop(SOCIAL, Standing.STOPPED, hall.clock.now() - timedelta(days=3)))
    answer = await one.ask()
    assert isinstance(answer, Answer)
    assert answer.acknowledged == len(one.log)
    assert await told(two) == []


async def test_an_act_that_stops_nothing_tells_nobody(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(StaffActed("paper_changed", "7"))
    await one.ask()
    assert await told(two) == []
