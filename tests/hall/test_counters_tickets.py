# SPDX-License-Identifier: Apache-2.0
"""What becomes of a ticket at a counter: undone, called again, missed, cancelled, parked, transferred."""

from datetime import timedelta

import pytest

from hall.calls import (
    CallUndone,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    Transferred,
)
from hall.errors import (
    BadValueError,
    CallLimitError,
    OtherServiceError,
    StatusError,
    UnknownServiceError,
    UnknownTicketError,
)
from hall.ids import ServiceId
from hall.log import Actor, Cancelled, PrintStarted, Requeued
from hall.ticket import TicketStatus
from tests.hall.calls import ONE, OTHER, TWO, Hall, called
from tests.hall.leases import refused
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, at, ticket_id


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_an_undone_call_is_called_next_by_whoever_calls(hall: Hall):
    hall.come(1, 2)
    hall.next(ONE)
    hall.act(CallUndone, 1)
    assert hall.status(1) is TicketStatus.WAITING
    assert hall.next(TWO) == 1
    hall.act(Started, 1, TWO)
    with refused(StatusError, hall.book):
        hall.act(CallUndone, 1, TWO)


def test_a_ticket_is_called_three_times_within_two_minutes(hall: Hall):
    hall.come(1, 2)
    hall.next()
    hall.act(Recalled, 1)
    hall.act(Recalled, 1)
    with refused(CallLimitError, hall.book) as caught:
        hall.act(Recalled, 1)
    assert caught.value.fields == {"number": "C001", "calls": 3}
    hall.act(Started, 1)
    with refused(StatusError, hall.book):
        hall.act(Recalled, 1)
    hall.next(TWO)
    hall.pass_time(minutes=3)
    with refused(CallLimitError, hall.book):
        hall.act(Recalled, 2, TWO)


def test_a_missed_visitor_comes_back_after_three_others_twice_then_staff_decide(hall: Hall):
    hall.come(*range(1, 12))
    hall.next()
    hall.act(Missed, 1)
    assert hall.next(TWO) == 2
    hall.say(Requeued(ticket_id(1)))
    assert hall.status(1) is TicketStatus.WAITING
    assert hall.order()[:4] == [3, 4, 5, 1]
    for again in (False, True):
        assert called(hall, 3)
        assert hall.next() == 1
        hall.act(Missed, 1)
        hall.say(Requeued(ticket_id(1)))
        assert (hall.status(1) is TicketStatus.MISSED) is again
    hall.act(PutBack, 1)
    assert hall.status(1) is TicketStatus.WAITING


def test_a_ticket_says_until_when_its_visitor_may_come_back(hall: Hall):
    hall.come(*range(1, 8))
    hall.next()
    assert hall.back_until(1, 99) == {}
    missed_at = hall.now
    hall.act(Missed, 1)
    for _ in range(2):
        assert hall.back_until(1, 2) == {ticket_id(1): missed_at + timedelta(hours=1)}
        hall.say(Requeued(ticket_id(1)))
        assert hall.back_until(1) == {}
        called(hall, 3)
        hall.pass_time(minutes=5)
        assert hall.next() == 1
        hall.act(Missed, 1)
    assert hall.back_until(1) == {}


def test_who_came_back_from_one_miss_has_not_come_back_from_a_later_one(hall: Hall):
    hall.come(1)
    hall.next()
    hall.act(Missed, 1)
    hall.pass_time(minutes=5)
    laid_at = hall.now
    hall.pass_time(minutes=5)
    # The kiosk was cut off, so he went to a counter.
    hall.act(PutBack, 1)
    assert hall.next() == 1
    hall.act(Missed, 1)
    missed_at, hall.now = hall.now, laid_at
    hall.say(Requeued(ticket_id(1)))
    assert hall.status(1) is TicketStatus.MISSED
    hall.now = missed_at
    hall.say(Requeued(ticket_id(1)))
    assert hall.status(1) is TicketStatus.WAITING


def test_after_an_hour_a_missed_visitor_has_to_go_to_staff(hall: Hall):
    hall.come(1)
    hall.next()
    hall.act(Missed, 1)
    hall.pass_time(minutes=61)
    hall.say(Requeued(ticket_id(1)))
    assert hall.status(1) is TicketStatus.MISSED
    with refused(OtherServiceError, hall.book):
        hall.act(PutBack, 1, OTHER)
    hall.act(PutBack, 1, TWO)
    assert hall.next() == 1


def test_what_a_kiosk_says_of_a_ticket_that_moved_on_is_late(hall: Hall):
    hall.come(1, 1, 2)
    hall.say(PrintStarted(ticket_id(1)), Requeued(ticket_id(2)))
    hall.say(Requeued(ticket_id(99)), Cancelled(ticket_id(99)))
    assert hall.order() == [1, 2]
    hall.next()
    hall.act(Started, 1)
    hall.say(Cancelled(ticket_id(1)))
    assert hall.status(1) is TicketStatus.SERVING


def test_who_cancels_is_called_no_more(hall: Hall):
    hall.come(1, 2, 3, 4)
    hall.say(Cancelled(ticket_id(1)))
    hall.act(Parked, 2)
    hall.say(Cancelled(ticket_id(2)))
    assert hall.next() == 3
    hall.say(Cancelled(ticket_id(3), Actor.STAFF, "left"))
    assert hall.next() == 4
    hall.act(Parked, 4)
    hall.say(Cancelled(ticket_id(4)))
    assert {hall.status(number) for number in (1, 2, 3, 4)} == {TicketStatus.CANCELLED}
    assert hall.next() is None
    with refused(StatusError, hall.book):
        hall.act(Resumed, 4)


def test_who_is_parked_while_he_waits_keeps_his_turn(hall: Hall):
    hall.come(1, 2)
    hall.act(Parked, 1)
    assert hall.status(1) is TicketStatus.PARKED
    assert hall.next() == 2
    hall.come(3)
    hall.act(Resumed, 1)
    assert hall.order() == [1, 3]


def test_who_is_parked_at_the_counter_comes_back_after_three_others(hall: Hall):
    hall.come(*range(1, 6))
    hall.next()
    hall.act(Started, 1)
    hall.act(Parked, 1)
    assert hall.book.counters.ticket_at(ONE) is None
    hall.act(Resumed, 1, TWO)
    assert hall.order() == [2, 3, 4, 1, 5]


def test_who_is_early_cannot_be_parked_before_his_line_has_him(hall: Hall):
    hall.come(1, chosen_slot=at("09:30"))
    assert hall.status(1) is TicketStatus.EARLY
    with refused(StatusError, hall.book):
        hall.act(Parked, 1)
    hall.pass_time(minutes=20)
    hall.act(Parked, 1)
    assert hall.next() is None


def test_a_transferred_visitor_waits_at_the_end_of_the_other_line(hall: Hall):
    hall.come(1, is_standby=True)
    hall.come(5, service_id=ESTATE_ID)
    hall.next()
    with refused(StatusError, hall.book):
        hall.act(Transferred, 1, ONE, ESTATE_ID)
    hall.act(Started, 1)
    with refused(BadValueError, hall.book):
        hall.act(Transferred, 1, ONE, INSURANCE_ID)
    with refused(UnknownServiceError, hall.book):
        hall.act(Transferred, 1, ONE, ServiceId("none"))
    hall.act(Transferred, 1, ONE, ESTATE_ID)
    assert hall.order(ESTATE_ID) == [5, 1]
    assert hall.order() == []
    with refused(UnknownTicketError, hall.book):
        hall.act(Parked, 77, ONE)
