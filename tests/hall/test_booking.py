# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product
from uuid import UUID

import pytest

from hall.booking import (
    BOOKING_STEPS,
    HOLD_STEPS,
    BookingAction,
    BookingStatus,
    Hold,
    HoldAction,
    HoldStatus,
)
from hall.errors import BadValueError, StatusError
from hall.ids import HoldId
from hall.numbering import TicketNumber
from hall.place import Lane
from tests.hall.samples import INSURANCE_ID, at, booking, place

HOLD = Hold(hold_id=HoldId(UUID(int=1)), place=place("10:00", Lane.BOOKED), expires_at=at("08:05"))
BEFORE = at("08:04")
OVER = at("08:05")
BOOKING = booking("10:00")

# rules.md 1, word for word: from which status to which others.
HOLDS = """
held: booked released expired
booked:
released:
expired:
"""
BOOKINGS = """
booked: checked_in cancelled no_show
checked_in:
cancelled:
no_show: late
late:
"""


def written(rules: str) -> dict[str, set[str]]:
    lines = [line.split(":") for line in rules.split("\n") if line]
    return {status: set(ends.split()) for status, ends in lines}


def table(statuses: type[StrEnum], steps: dict[tuple[StrEnum, StrEnum], StrEnum]):
    return {
        status: {end for (begin, _), end in steps.items() if begin is status and end is not begin}
        for status in statuses
    }


def test_the_status_table_of_holds_is_the_one_of_the_rules():
    assert table(HoldStatus, HOLD_STEPS) == written(HOLDS)
    assert {action for _, action in HOLD_STEPS} == set(HoldAction)


def test_the_status_table_of_bookings_is_the_one_of_the_rules():
    assert table(BookingStatus, BOOKING_STEPS) == written(BOOKINGS)
    assert {action for _, action in BOOKING_STEPS} == set(BookingAction)


def test_only_a_released_place_leaves_the_status():
    stays = {action for (status, action), end in BOOKING_STEPS.items() if status is end}
    assert stays == {BookingAction.RELEASE_PLACE}


@pytest.mark.parametrize(("status", "action"), list(product(HoldStatus, HoldAction)))
def test_a_hold_takes_no_step_that_is_not_in_the_table(status: HoldStatus, action: HoldAction):
    hold = replace(HOLD, status=status)
    now = OVER if action is HoldAction.EXPIRE else BEFORE
    if (status, action) in HOLD_STEPS:
        assert hold.after(action, now) == replace(hold, status=HOLD_STEPS[status, action])
        return
    with pytest.raises(StatusError) as refused:
        hold.after(action, now)
    assert refused.value.fields == {"status": status, "action": action}


@pytest.mark.parametrize(("action", "now"), [(HoldAction.BOOK, OVER), (HoldAction.EXPIRE, BEFORE)])
def test_a_hold_is_booked_until_it_expires_and_expires_only_then(action: HoldAction, now: datetime):
    with pytest.raises(StatusError):
        HOLD.after(action, now)


def test_a_hold_is_released_at_any_time():
    for now in (BEFORE, OVER):
        assert HOLD.after(HoldAction.RELEASE, now).status is HoldStatus.RELEASED


@pytest.mark.parametrize(("status", "action"), list(product(BookingStatus, BookingAction)))
def test_a_booking_takes_no_step_that_is_not_in_the_table(
    status: BookingStatus, action: BookingAction
):
    found = replace(BOOKING, status=status)
    if (status, action) in BOOKING_STEPS:
        assert found.after(action).status is BOOKING_STEPS[status, action]
        return
    with pytest.raises(StatusError) as refused:
        found.after(action)
    assert refused.value.fields == {"status": status, "action": action}


def test_a_released_place_leaves_the_booking_open_and_is_never_its_own_again():
    released = BOOKING.after(BookingAction.RELEASE_PLACE)
    assert (released.status, released.has_place) == (BookingStatus.BOOKED, False)
    assert released.after(BookingAction.RELEASE_PLACE) == released
    assert not released.after(BookingAction.LAPSE).has_place
    assert BOOKING.after(BookingAction.CHECK_IN).has_place


def test_a_booking_is_late_from_the_end_of_its_slot_or_as_the_site_says():
    assert BOOKING.late_from == at("10:30")
    assert replace(BOOKING, late_after=at("10:20")).late_from == at("10:20")


def test_a_booking_has_one_ticket_wherever_it_checks_in():
    assert BOOKING.ticket_id == BOOKING.booking_id
    assert replace(BOOKING, has_place=False).ticket_id == BOOKING.ticket_id


@pytest.mark.parametrize(
    "change",
    [
        {"number": TicketNumber("A", 12)},
        {"place": place("10:00", Lane.WALK_IN)},
        {"place": place("10:30", Lane.BOOKED)},
        {"service_id": INSURANCE_ID},
        {"late_after": at("10:00")},
        {"late_after": datetime(2026, 3, 2, 11)},  # noqa: DTZ001
    ],
)
def test_a_booking_that_cannot_be_is_refused(change: dict[str, object]):
    with pytest.raises(BadValueError):
        replace(BOOKING, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"place": place("10:00", Lane.EXTRA)},
        {"expires_at": datetime(2026, 3, 2, 11)},  # noqa: DTZ001
    ],
)
def test_a_hold_that_cannot_be_is_refused(change: dict[str, object]):
    with pytest.raises(BadValueError):
        replace(HOLD, **change)


def test_a_booking_does_not_show_the_digest():
    assert "b00c" not in repr(BOOKING)
    assert BOOKING.digest is not None
    assert "b00c" in BOOKING.digest


def test_a_step_changes_only_its_own_value():
    later = timedelta(minutes=10)
    assert HOLD.after(HoldAction.EXPIRE, OVER + later).expires_at == HOLD.expires_at
    assert BOOKING.status is BookingStatus.BOOKED
