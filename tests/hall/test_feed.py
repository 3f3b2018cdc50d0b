# SPDX-License-Identifier: Apache-2.0
import pytest

from hall.errors import BadValueError
from hall.feed import (
    BookingClosed,
    BookingMade,
    CloseReason,
    Feed,
    FeedBody,
    FeedEntry,
    FeedPart,
    Reduced,
    ReturnAsked,
    Stopped,
)
from hall.place import Lane
from tests.hall.leases import DAY, K1, booked, news
from tests.hall.samples import ESTATE_ID, MONDAY, SHANGHAI, at

START = at("09:00")
TUESDAY = MONDAY + DAY


def reduced(start=START, count: int = 1) -> FeedBody:
    return Reduced(ESTATE_ID, start, Lane.WALK_IN, count)


def return_asked(start=START, count: int = 1) -> FeedBody:
    return ReturnAsked(K1, ESTATE_ID, start, Lane.WALK_IN, count)


def test_the_kinds_are_those_of_the_protocol():
    kinds = [body.kind for body in (BookingMade, BookingClosed, Reduced, ReturnAsked, Stopped)]
    assert kinds == ["booking_made", "booking_closed", "reduced", "return_asked", "stopped"]


def test_a_booking_is_closed_because_of_a_cancel_or_since_nobody_came():
    assert [reason.value for reason in CloseReason] == ["cancelled", "no_show"]


@pytest.mark.parametrize("body", [reduced, return_asked])
def test_a_slot_start_is_kept_in_utc(body):
    assert body(START.astimezone(SHANGHAI)) == body()
    assert body(START.astimezone(SHANGHAI)).slot_start.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("body", [reduced, return_asked])
def test_a_slot_start_without_a_time_zone_is_refused(body):
    with pytest.raises(BadValueError) as refused:
        body(START.replace(tzinfo=None))
    assert refused.value.fields["name"] == "slot_start"


@pytest.mark.parametrize("body", [reduced, return_asked])
def test_nobody_asks_for_less_than_no_places(body):
    assert body(count=0).count == 0
    with pytest.raises(BadValueError) as refused:
        body(count=-1)
    assert refused.value.fields["name"] == "count"


def test_a_part_holds_up_to_its_last_entry():
    assert FeedPart(1, 3, news(booked(), first=7)).cursor == 7
    assert FeedPart(1, 3, news(booked(), reduced(), first=7)).cursor == 8


def test_a_part_without_entries_brings_nothing_new():
    assert FeedPart(1, 3, ()).cursor == 3


def feed(*cursors: int) -> Feed:
    """With a booking of MONDAY under each of those numbers."""
    made = Feed()
    for cursor in cursors:
        made.add(MONDAY, FeedEntry(cursor, booked()))
    return made


def test_the_feed_goes_up_to_its_last_entry():
    assert feed().cursor == 0
    assert feed(3, 7).cursor == 7


def test_a_part_of_the_feed_is_what_comes_after_a_cursor_but_not_too_much():
    made = feed(1, 4, 5, 9)
    assert cursors(made.after(1)) == [4, 5, 9]
    assert cursors(made.after(2, most=1)) == [4]
    assert cursors(made.after(0, most=9)) == [1, 4, 5, 9]
    assert made.after(9) == FeedPart(1, 9, ())
    assert made.after(12) == FeedPart(1, 12, ())


def test_what_is_about_days_that_are_over_is_forgotten():
    made = feed(1, 4)
    made.add(TUESDAY, FeedEntry(5, booked()))
    made.forget_before(TUESDAY)
    assert cursors(made.after(0)) == [5]
    made.forget_before(TUESDAY + DAY)
    assert made.cursor == 0


def cursors(part: FeedPart) -> list[int]:
    return [entry.cursor for entry in part.entries]
