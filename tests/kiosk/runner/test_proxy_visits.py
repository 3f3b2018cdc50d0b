# SPDX-License-Identifier: Apache-2.0
"""A visit for somebody else through the use cases: what is asked, told and logged."""

import logging

import pytest

from hall.identity import IdentityDigest
from hall.visit import PROXY_LIMIT
from kiosk.flow import effects, events
from kiosk.runner.printer_worker import PrintOrder
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import Office
from tests.kiosk.services.booked import booking, tell
from tests.kiosk.services.samples import ALICE, BOB, INSURANCE, MONDAY, NOW_OFFER, at


@pytest.fixture
def office() -> Office:
    """Numbers are given."""
    office = Office(FakeClock(at(9, 30)))
    tuple(office.use_cases.changes())
    return office


def take(office: Office, number: int) -> events.TicketIssued | events.IssueRefused:
    """Bob takes a number for a relative."""
    served = IdentityDigest(f"h1:{number:032x}")
    return office.use_cases.issue(
        effects.IssueTicket(1, MONDAY, INSURANCE, NOW_OFFER, served, is_green=False, present=BOB)
    )


def left(office: Office) -> int | None:
    """How many Bob is told that he may still take."""
    return office.use_cases.load_visit(effects.LoadVisit(1, BOB, is_green=False)).left_for_others


def test_who_comes_is_told_how_many_may_still_be_taken_for_others(office: Office) -> None:
    told = []
    for number in range(PROXY_LIMIT):
        told.append(left(office))
        assert isinstance(take(office, number), events.TicketIssued)
    assert [*told, left(office)] == [3, 2, 1, 0]
    asked = effects.LoadVisit(1, BOB, is_green=False, is_proxy=True)
    assert office.use_cases.load_visit(asked).left_for_others is None
    nobody = effects.LoadVisit(1, None, is_green=False)
    assert office.use_cases.load_visit(nobody).left_for_others is None


def test_past_the_limit_the_key_is_told_and_logged_without_anybody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number in range(PROXY_LIMIT):
        take(office, number)
    assert take(office, 9) == events.IssueRefused(1, "error.issue.proxy_limit")
    made = booking()
    tell(office.unit, made)
    wanted = effects.CheckIn(1, MONDAY, made, is_green=False, present=BOB)
    assert office.use_cases.check_in(wanted) == events.CheckInRefused(
        1, "error.check_in.proxy_limit"
    )
    assert "key=error.issue.proxy_limit" in caplog.text
    assert "key=error.check_in.proxy_limit" in caplog.text
    for digest in (ALICE, BOB):
        assert digest not in caplog.text
        assert digest not in repr(wanted)


def test_ticket_and_copy_say_that_somebody_took_it(office: Office) -> None:
    made = take(office, 1)
    assert isinstance(made, events.TicketIssued)
    assert made.ticket.is_proxy
    again = office.new_use_cases()
    for is_reprint in (False, True):
        order = PrintOrder(made.ticket.ticket_id, "zh_Hans", is_reprint=is_reprint)
        assert again.begin_print(order).ticket.is_proxy
