# SPDX-License-Identifier: Apache-2.0
"""The booking desk holds places: for how long, for whom, how many, and each key once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from central.services.errors import (
    KeyUsedError,
    NotYoursError,
    SaleOverError,
    TooManyHoldsError,
    TryAgainError,
)
from hall.errors import (
    HallError,
    NoOpenDayError,
    SoldOutError,
    StatusError,
    UnknownHoldError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.holds import KNOWN_FOR
from hall.ids import HoldId, ServiceId
from tests.central.services.desk import (
    APP,
    CLERK,
    WEB,
    held,
    left,
    wish,
)
from tests.central.services.hall import ESTATE, NOON, SOCIAL, TODAY, Hall

# --- holds


async def test_a_place_is_held_for_five_minutes(hall: Hall) -> None:
    hold = await held(hall)
    assert hold.expires_at == hall.clock.now() + timedelta(minutes=5)
    assert (hold.service_id, hold.business_date, hold.slot.start) == (ESTATE, TODAY, NOON)
    assert await left(hall) == 15
    hall.clock.pass_time(timedelta(minutes=5))
    await hall.round.go()
    assert await left(hall) == 16


async def test_the_same_key_holds_one_place(hall: Hall) -> None:
    first = await held(hall)
    hall.clock.pass_time(timedelta(seconds=30))
    assert await held(hall) == first
    assert await left(hall) == 15


async def test_the_same_key_at_the_same_time_holds_one_place(hall: Hall) -> None:
    await hall.round.go()
    both = await asyncio.gather(*(hall.desk.hold(WEB, "k", ESTATE, NOON) for _ in range(8)))
    assert len(set(both)) == 1
    assert await left(hall) == 15


async def test_a_key_of_another_request_is_refused(hall: Hall) -> None:
    await held(hall)
    with pytest.raises(KeyUsedError):
        await held(hall, at=NOON + timedelta(minutes=30))
    assert await left(hall) == 15


async def test_an_answer_that_cannot_be_found_is_asked_for_again(hall: Hall) -> None:
    await held(hall)
    hall.fake.rows.answered.clear()
    with pytest.raises(TryAgainError):
        await held(hall)


async def test_keys_of_different_platforms_have_nothing_to_do_with_each_other(hall: Hall) -> None:
    one, two = await held(hall), await held(hall, caller=APP)
    assert one.hold_id != two.hold_id
    assert await left(hall) == 14


async def test_a_slot_has_as_many_places_as_it_has(hall: Hall) -> None:
    for number in range(16):
        await held(hall, f"h{number}")
    with pytest.raises(SoldOutError):
        await held(hall, "one more")


@pytest.mark.parametrize(
    ("service_id", "at", "error"),
    [
        (ServiceId("'; DROP TABLE booking; --"), NOON, UnknownServiceError),
        (SOCIAL, NOON, UnknownSlotError),
        (ESTATE, NOON + timedelta(minutes=1), UnknownSlotError),
        (ESTATE, NOON + timedelta(days=2), NoOpenDayError),
        (ESTATE, NOON - timedelta(days=1), NoOpenDayError),
    ],
)
async def test_what_is_not_on_sale_cannot_be_held(
    hall: Hall, service_id: ServiceId, at: datetime, error: type[HallError]
) -> None:
    await hall.round.go()
    with pytest.raises(error):
        await hall.desk.hold(WEB, "k", service_id, at)


async def test_a_slot_is_not_sold_when_its_sale_is_over(hall: Hall) -> None:
    await hall.round.go()
    past = hall.clock.now() - timedelta(hours=1)
    with pytest.raises(SaleOverError):
        await hall.desk.hold(WEB, "k1", ESTATE, past)
    hall.clock.jump_to(NOON - timedelta(minutes=29))
    await hall.round.go()
    with pytest.raises(SaleOverError):
        await hall.desk.hold(WEB, "k2", ESTATE, NOON)


async def test_a_hold_is_given_back_by_its_owner_alone(hall: Hall) -> None:
    hold = await held(hall)
    with pytest.raises(NotYoursError):
        await hall.desk.release(APP, hold.hold_id)
    assert await left(hall) == 15
    for _ in range(2):
        await hall.desk.release(WEB, hold.hold_id)
        assert await left(hall) == 16
    with pytest.raises(StatusError):
        await hall.desk.confirm(WEB, "k", wish(hold))
    with pytest.raises(UnknownHoldError):
        await hall.desk.release(WEB, HoldId(UUID(int=1)))


async def test_a_hold_that_was_booked_is_not_given_back(hall: Hall) -> None:
    hold = await held(hall)
    await hall.desk.confirm(WEB, "k", wish(hold))
    with pytest.raises(StatusError):
        await hall.desk.release(WEB, hold.hold_id)


# --- how many are held


async def test_a_platform_holds_so_many_places_at_once_and_staff_any_number(hall: Hall) -> None:
    hall.desk = replace(hall.desk, platform_holds=2)
    first, second = [await held(hall, f"h{number}") for number in range(2)]
    with pytest.raises(TooManyHoldsError) as caught:
        await held(hall, "h2")
    assert caught.value.fields == {"most": 2, "seconds": 300}
    assert await hall.desk.hold(WEB, "h0", ESTATE, NOON) == first
    await held(hall, "h2", APP)
    for number in range(3):
        await held(hall, f"s{number}", CLERK)
    await hall.desk.release(WEB, first.hold_id)
    await held(hall, "h2")
    with pytest.raises(TooManyHoldsError):
        await held(hall, "h3")
    await hall.desk.confirm(WEB, "k", wish(second))
    await held(hall, "h3")


async def test_a_hold_that_ended_long_ago_is_forgotten_and_its_key_holds_anew(hall: Hall) -> None:
    first = await held(hall, "h")
    await hall.desk.release(WEB, first.hold_id)
    hall.clock.pass_time(KNOWN_FOR)
    assert await hall.desk.hold(WEB, "h", ESTATE, NOON) == first
    other = await held(hall, "other")
    await hall.desk.release(WEB, other.hold_id)
    assert set((await hall.book()).holds) == {other.hold_id}
    again = await hall.desk.hold(WEB, "h", ESTATE, NOON)
    assert again == replace(first, expires_at=first.expires_at + KNOWN_FOR)
    assert await hall.desk.hold(WEB, "h", ESTATE, NOON) == again
