# SPDX-License-Identifier: Apache-2.0
"""Visitors call for help: who is shown them, what their kiosk hears, and what is kept."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest

from central.services.access import Caller
from central.services.auditing import Noted
from central.services.errors import UnknownHelpCallError
from central.services.help_calls import HEARD_EVERY, LOST_AFTER, HelpDesk
from central.services.roles import Role
from central.store.records import HelpCall, SiteRecord
from hall.ids import HelpCallId, SiteId
from hall.wire.values import HelpProgress, HelpWish
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import MONDAY_TEN, FakeClock

HALL, OTHER_HALL = SiteId("hall"), SiteId("other_hall")
KIOSK = Caller(HALL, "k1", Role.KIOSK)
OTHER_KIOSK = Caller(HALL, "k2", Role.KIOSK)
CLERK = Caller(HALL, "li", Role.CLERK)
MANAGER = Caller(HALL, "wang", Role.MANAGER)
STRANGER = Caller(OTHER_HALL, "zhao", Role.CLERK)
ONE, TWO, THREE = (HelpCallId(UUID(int=number)) for number in (1, 2, 3))
SECOND = timedelta(seconds=1)


class Floor:
    """A centre and its clock; every call is raised a second before it is heard."""

    def __init__(self) -> None:
        self.centre = FakeCentre()
        self.clock = FakeClock()
        self.desk = HelpDesk(self.centre.unit_of_work, self.clock)

    async def begin(self) -> None:
        async with self.centre.unit_of_work() as unit:
            for site_id in (HALL, OTHER_HALL):
                await unit.sites.add(SiteRecord(site_id, "Hall", "Asia/Shanghai", ""))
            await unit.commit()

    async def hear(
        self, call_id: HelpCallId = ONE, caller: Caller = KIOSK, *, is_over: bool = False
    ) -> HelpProgress:
        return await self.desk.hear(caller, HelpWish(call_id, MONDAY_TEN - SECOND, is_over))

    async def shown(self, site_id: SiteId = HALL) -> list[HelpCallId]:
        return [call.call_id for call in await self.desk.open(site_id)]

    def kept(self, call_id: HelpCallId = ONE) -> HelpCall:
        return self.centre.rows.help_calls[HALL, call_id]

    def audit(self) -> list[tuple[str, object]]:
        return [(each.act, json.loads(each.body)) for each in self.centre.rows.audit.values()]


@pytest.fixture
def floor() -> Floor:
    made = Floor()
    asyncio.run(made.begin())
    return made


async def test_nobody_is_told_until_somebody_of_the_staff_is_shown_the_call(floor: Floor) -> None:
    assert await floor.hear() == HelpProgress(ONE)
    assert await floor.hear() == HelpProgress(ONE)
    floor.clock.pass_time(SECOND)
    assert await floor.shown() == [ONE]
    assert await floor.hear() == HelpProgress(ONE, told_at=MONDAY_TEN + SECOND)
    floor.clock.pass_time(SECOND)
    assert await floor.shown() == [ONE]
    assert floor.kept().told_at == MONDAY_TEN + SECOND


async def test_the_kiosk_hears_who_comes_and_that_it_is_done(floor: Floor) -> None:
    await floor.hear()
    answered = await floor.desk.answer(CLERK, ONE)
    assert (answered.answered_by, answered.kiosk_id) == ("clerk", "k1")
    assert await floor.hear() == HelpProgress(ONE, MONDAY_TEN, MONDAY_TEN)
    floor.clock.pass_time(SECOND)
    await floor.desk.end(MANAGER, ONE)
    heard = await floor.hear()
    assert heard == HelpProgress(ONE, MONDAY_TEN, MONDAY_TEN, MONDAY_TEN + SECOND)
    assert await floor.shown() == []
    assert floor.audit() == [
        (
            act,
            {"by": by, "role": role, "kiosk_id": "k1", "call_id": str(ONE)},
        )
        for act, by, role in (
            (Noted.HELP_ANSWERED, "li", "clerk"),
            (Noted.HELP_ENDED, "wang", "manager"),
        )
    ]


async def test_the_first_to_answer_counts_and_twice_is_once(floor: Floor) -> None:
    await floor.hear()
    for caller in (CLERK, MANAGER, CLERK):
        assert (await floor.desk.answer(caller, ONE)).answered_by == "clerk"
        floor.clock.pass_time(SECOND)
    for _ in range(2):
        assert (await floor.desk.end(CLERK, ONE)).ended_at == MONDAY_TEN + 3 * SECOND
        floor.clock.pass_time(SECOND)
    assert len(floor.audit()) == 2


async def test_nobody_comes_to_a_visitor_who_wants_no_help_any_more(floor: Floor) -> None:
    await floor.hear()
    assert (await floor.hear(is_over=True)).ended_at == MONDAY_TEN
    floor.clock.pass_time(SECOND)
    assert (await floor.hear(is_over=True)).ended_at == MONDAY_TEN
    assert (await floor.hear()).ended_at == MONDAY_TEN
    assert (await floor.desk.answer(CLERK, ONE)).answered_at is None
    assert await floor.shown() == []
    assert floor.audit() == []


async def test_what_was_over_before_it_was_heard_is_not_kept(floor: Floor) -> None:
    assert (await floor.hear(is_over=True)).ended_at == MONDAY_TEN
    assert floor.centre.rows.help_calls == {}


async def test_a_kiosk_that_starts_ends_what_was_called_for_before(floor: Floor) -> None:
    await floor.hear(ONE)
    await floor.hear(THREE, OTHER_KIOSK)
    floor.clock.pass_time(SECOND)
    await floor.hear(TWO, is_over=True)
    assert floor.kept(ONE).ended_at == MONDAY_TEN + SECOND
    assert await floor.shown() == [THREE]


async def test_the_end_of_an_earlier_call_that_was_never_heard_leaves_a_later_one(
    floor: Floor,
) -> None:
    await floor.hear(ONE)
    earlier = HelpWish(TWO, MONDAY_TEN - 2 * SECOND, is_over=True)
    assert (await floor.desk.hear(KIOSK, earlier)).ended_at == MONDAY_TEN
    assert await floor.shown() == [ONE]


async def test_a_kiosk_has_one_call_the_last(floor: Floor) -> None:
    await floor.hear(ONE)
    await floor.hear(TWO)
    assert await floor.shown() == [TWO]
    assert (await floor.hear(ONE)).ended_at == MONDAY_TEN
    assert await floor.shown() == [TWO]


async def test_a_kiosk_that_is_silent_is_shown_no_more_and_again_when_it_is_back(
    floor: Floor,
) -> None:
    await floor.hear()
    floor.clock.pass_time(LOST_AFTER)
    assert await floor.shown() == []
    assert (await floor.hear()).told_at is None
    assert await floor.shown() == [ONE]


async def test_a_kiosk_that_asks_again_and_again_writes_only_now_and_then(floor: Floor) -> None:
    await floor.hear()
    before = floor.centre.commits
    for _ in range(9):
        floor.clock.pass_time(SECOND)
        await floor.hear()
    assert floor.centre.commits == before
    floor.clock.pass_time(HEARD_EVERY)
    await floor.hear()
    assert floor.centre.commits == before + 1
    assert floor.kept().heard_at == floor.clock.now()


async def test_an_id_belongs_to_the_kiosk_that_made_it(floor: Floor) -> None:
    await floor.hear()
    floor.clock.pass_time(HEARD_EVERY)
    for is_over in (False, True):
        with pytest.raises(UnknownHelpCallError):
            await floor.hear(caller=OTHER_KIOSK, is_over=is_over)
    assert floor.kept().heard_at == MONDAY_TEN
    assert floor.kept().ended_at is None


async def test_other_sites_are_shown_nothing_and_answer_nothing(floor: Floor) -> None:
    await floor.hear()
    assert await floor.shown(OTHER_HALL) == []
    for act in (floor.desk.answer, floor.desk.end):
        with pytest.raises(UnknownHelpCallError):
            await act(STRANGER, ONE)
    assert floor.kept().told_at is None


async def test_two_that_hear_it_at_once_keep_it_once(floor: Floor) -> None:
    heard = await asyncio.gather(*(floor.hear() for _ in range(4)))
    assert heard == [HelpProgress(ONE)] * 4
    assert await floor.shown() == [ONE]


async def test_nothing_but_kiosk_times_and_role_is_kept(floor: Floor) -> None:
    await floor.hear()
    await floor.desk.answer(CLERK, ONE)
    await floor.desk.end(CLERK, ONE)
    fields = {name: getattr(floor.kept(), name) for name in HelpCall.__slots__}
    assert fields == {
        "site_id": HALL,
        "business_date": MONDAY_TEN.date(),
        "call_id": ONE,
        "kiosk_id": "k1",
        "raised_at": MONDAY_TEN - SECOND,
        "heard_at": MONDAY_TEN,
        "told_at": MONDAY_TEN,
        "answered_at": MONDAY_TEN,
        "answered_by": "clerk",
        "ended_at": MONDAY_TEN,
    }
    assert "li" not in json.dumps([str(value) for value in fields.values()])
