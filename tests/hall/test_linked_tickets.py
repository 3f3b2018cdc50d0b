# SPDX-License-Identifier: Apache-2.0
"""Several numbers of one visit: while one is called or served the others wait and keep their turn."""

import pytest

from hall.calls import CallUndone, Finished, Missed, Parked, Started, Transferred
from hall.ids import ServiceId
from hall.log import Cancelled, Linked, Requeued
from hall.ticket import TicketStatus
from tests.hall.calls import ONE, OTHER, TWO, Hall
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, ticket_id


@pytest.fixture
def hall() -> Hall:
    return Hall()


def linked(hall: Hall, number: int, first: int, service_id: ServiceId = INSURANCE_ID) -> None:
    hall.say(Linked(ticket_id(number), MONDAY, ticket_id(first)))
    hall.come(number, service_id=service_id)


def both(hall: Hall) -> None:
    """One visitor has 1 of INSURANCE and 2 of ESTATE; 3 and 4 come after for each."""
    hall.come(1)
    linked(hall, 2, 1, service_id=ESTATE_ID)
    hall.come(3)
    hall.come(4, service_id=ESTATE_ID)


def test_at_the_other_counter_the_next_one_is_called_meanwhile(hall: Hall):
    both(hall)
    assert hall.next(ONE) == 1
    assert hall.next(OTHER) == 4
    hall.act(Started, 1)
    hall.act(Started, 4, OTHER)
    hall.act(Finished, 4, OTHER)
    assert hall.next(OTHER) is None
    hall.act(Finished, 1)
    assert hall.next(OTHER) == 2


def test_the_turn_that_was_kept_comes_before_those_who_came_later(hall: Hall):
    both(hall)
    hall.come(5, service_id=ESTATE_ID)
    assert hall.next(ONE) == 1
    assert hall.next(OTHER) == 4
    hall.act(CallUndone, 1)
    hall.act(Started, 4, OTHER)
    hall.act(Finished, 4, OTHER)
    assert hall.next(OTHER) == 2
    assert hall.next(ONE) == 3


@pytest.mark.parametrize("end", ["missed", "cancelled", "parked", "transferred"])
def test_however_it_ended_the_other_one_may_be_called(hall: Hall, end: str):
    both(hall)
    hall.next(ONE)
    assert hall.order(ESTATE_ID) == [4]
    match end:
        case "missed":
            hall.act(Missed, 1)
        case "cancelled":
            hall.say(Cancelled(ticket_id(1)))
        case "parked":
            hall.act(Parked, 1)
        case _:
            hall.act(Started, 1)
            hall.act(Transferred, 1, ONE, ESTATE_ID)
    assert hall.order(ESTATE_ID)[:2] == [2, 4]


def test_who_takes_another_number_while_one_is_called_is_not_called_twice(hall: Hall):
    hall.come(1)
    hall.next(ONE)
    linked(hall, 2, 1, service_id=ESTATE_ID)
    assert hall.next(OTHER) is None
    hall.act(Missed, 1)
    assert hall.next(OTHER) == 2
    hall.say(Requeued(ticket_id(1)))
    assert hall.next(TWO) is None
    assert hall.status(1) is TicketStatus.WAITING


def test_a_third_number_is_of_the_visit_of_the_first_whichever_it_names(hall: Hall):
    both(hall)
    linked(hall, 6, 2, service_id=INSURANCE_ID)
    hall.next(ONE)
    assert hall.order(INSURANCE_ID) == [3]
    assert hall.order(ESTATE_ID) == [4]


def test_two_of_one_service_are_called_one_after_the_other(hall: Hall):
    hall.come(1)
    linked(hall, 2, 1)
    assert hall.next(ONE) == 1
    assert hall.next(TWO) is None


def test_a_first_number_that_is_heard_of_later_is_of_the_visit_too(hall: Hall):
    linked(hall, 2, 1, service_id=ESTATE_ID)
    assert hall.next(OTHER) == 2
    hall.come(1)
    assert hall.next(ONE) is None
