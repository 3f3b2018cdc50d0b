# SPDX-License-Identifier: Apache-2.0
"""Tickets that staff look for; a copy for staff stands in the log with who wanted it."""

from datetime import timedelta

import pytest

from hall.log import Actor, Reprinted, StaffActed
from hall.ticket import Ticket
from kiosk.flow.staff_values import How, Sought, StaffAct
from kiosk.services.errors import UnknownTicketError
from kiosk.services.find_tickets import MOST, find_tickets
from kiosk.services.issue import issue
from kiosk.services.print_ticket import reprint
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import ALICE, BOB, ESTATE, RULES, TUESDAY, at, request, ticket_id

TEN = at(10)


@pytest.fixture
def issued(unit: FakeUnitOfWork) -> FakeUnitOfWork:
    """25 tickets of the same service, a minute apart."""
    for number in range(1, 26):
        issue(unit, RULES, request(number), TEN + timedelta(minutes=number))
    return unit


def found(unit: FakeUnitOfWork, sought: Sought) -> list[Ticket]:
    return [each.ticket for each in find_tickets(unit, RULES, None, sought, at(11))]


def test_the_last_twenty_the_latest_first(issued: FakeUnitOfWork) -> None:
    last = found(issued, Sought())
    assert [str(each.number) for each in last] == [f"A{no:03}" for no in range(25, 5, -1)]
    assert len(last) == MOST


def test_by_the_digits_of_the_number_in_every_series(issued: FakeUnitOfWork) -> None:
    issue(issued, RULES, request(30, ESTATE), at(10, 40))
    numbers = [str(each.number) for each in found(issued, Sought(How.NUMBER, digits="001"))]
    assert numbers == ["C001", "A001"]
    assert [str(one.number) for one in found(issued, Sought(How.NUMBER, digits="12"))] == ["A012"]


def test_by_the_visitors_card(unit: FakeUnitOfWork) -> None:
    for number, digest in ((1, ALICE), (2, BOB)):
        issue(unit, RULES, request(number, digest=digest), TEN)
    (ticket,) = found(unit, Sought(How.CARD, digest=BOB))
    assert ticket.ticket_id == ticket_id(2)


@pytest.mark.parametrize(
    "sought", [Sought(How.NUMBER, digits="999"), Sought(How.CARD, digest=ALICE), Sought(How.CODE)]
)
def test_what_is_not_there_is_told(issued: FakeUnitOfWork, sought: Sought) -> None:
    with pytest.raises(UnknownTicketError):
        found(issued, sought)


def test_tickets_of_another_day_are_not_found(issued: FakeUnitOfWork) -> None:
    for sought in (Sought(), Sought(How.NUMBER, digits="1")):
        with pytest.raises(UnknownTicketError):
            find_tickets(issued, RULES, None, sought, at(9, day=TUESDAY))


def test_five_copies_leave_five_entries_with_who_wanted_them_and_no_second_ticket(
    issued: FakeUnitOfWork,
) -> None:
    end = issued.log.end()
    copies = [reprint(issued, RULES, ticket_id(3), at(11), staff_id="7") for _ in range(5)]
    assert {(str(each.number), each.ticket_id) for each in copies} == {("A003", ticket_id(3))}
    bodies = [entry.body for entry in issued.log.entries(end)]
    assert bodies == [
        body
        for copy in range(1, 6)
        for body in (
            Reprinted(ticket_id(3), copy, Actor.STAFF),
            StaffActed(StaffAct.REPRINTED, "7", ticket_id(3)),
        )
    ]
