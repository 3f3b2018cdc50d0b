# SPDX-License-Identifier: Apache-2.0
import pytest

from hall.errors import BadValueError, RecoveringError
from hall.feed import (
    BookingClosed,
    BookingMade,
    CloseReason,
    FeedBody,
    FeedPart,
    Reduced,
    ReturnAsked,
    Stopped,
)
from hall.place import Lane
from hall.sale import Feed
from tests.hall.leases import K1, booked, news, refused
from tests.hall.samples import ESTATE_ID, SHANGHAI, at

START = at("09:00")


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


def test_the_feed_counts_its_entries_from_one():
    feed = Feed()
    assert feed.cursor == 0
    assert [feed.append(booked()) for _ in range(2)] == [1, 2]
    assert feed.cursor == 2


def test_a_part_of_the_feed_is_what_comes_after_a_cursor_but_not_too_much():
    feed = Feed()
    for _ in range(5):
        feed.append(booked())
    assert feed.after(2) == FeedPart(1, 2, news(booked(), booked(), booked(), first=3))
    assert feed.after(2, most=1) == FeedPart(1, 2, news(booked(), first=3))
    assert feed.after(5) == FeedPart(1, 5, ())
    assert feed.after(9) == FeedPart(1, 9, ())


def test_the_feed_goes_on_past_cursors_that_were_used_before_a_restore():
    feed = Feed()
    feed.append(booked())
    feed.skip_to(7)
    feed.skip_to(3)
    assert feed.append(booked()) == 8
    assert [entry.cursor for entry in feed.after(0).entries] == [1, 8]
    assert [entry.cursor for entry in feed.after(4).entries] == [8]


def test_nothing_is_said_while_a_restored_centre_does_not_know_which_cursors_were_used():
    feed = Feed()
    feed.is_open = False
    with refused(RecoveringError, feed):
        feed.append(booked())
