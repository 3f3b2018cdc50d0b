# SPDX-License-Identifier: Apache-2.0
"""Staff give numbers: one, a green one, several items on one, several to a company, one beyond quota."""

from dataclasses import replace
from uuid import UUID

import pytest

from hall.ids import ServiceId, TicketId
from hall.items import MOST_ITEMS
from hall.ticket import TicketStatus
from hall.words import Words
from kiosk.flow.effects import PrintTicket
from kiosk.flow.events import Event, TicketPrinted
from kiosk.flow.staff_effects import GiveNumbers
from kiosk.flow.staff_events import NumbersGiven, NumbersRefused
from kiosk.flow.staff_states import (
    NewNumber,
    OneTicket,
    ServiceForVisitor,
    StaffHome,
    TicketList,
    WhyExtra,
)
from kiosk.flow.staff_touches import (
    CountPressed,
    ExtraPressed,
    GiveNumberPressed,
    GivePressed,
    GreenForVisitorPressed,
    ItemsPressed,
    StaffLeavePressed,
    StaffReprintPressed,
    WhyPressed,
)
from kiosk.flow.staff_values import MOST_OF_GROUP, Remark, StaffTicket
from kiosk.flow.states import StaffMode, Welcome
from kiosk.flow.touches import BackPressed, PagePressed, ServicePressed
from kiosk.flow.values import Paper
from tests.kiosk.flow.journey import ESTATE, THREE, Journey, kiosk_at, ticket, tile
from tests.kiosk.flow.test_staff_mode import inside, page

FULL = NumbersRefused("error.issue.full", is_full=True)


def given(count: int = 1) -> NumbersGiven:
    return NumbersGiven(
        tuple(
            StaffTicket(ticket(f"A{no:03}", no), TicketStatus.WAITING, copies=0)
            for no in range(1, count + 1)
        )
    )


def at_number() -> Journey:
    return inside().send(GivePressed(), ServicePressed(ESTATE))


def test_a_number_is_given_with_three_touches_and_printed() -> None:
    journey = inside()
    before = journey.touches
    journey.send(GivePressed(), ServicePressed(ESTATE), GiveNumberPressed())
    assert journey.touches - before == 3
    plain = GiveNumbers(ESTATE, "7", is_green=False, items=1, count=1)
    assert journey.asks(GiveNumbers) == plain
    assert journey.ignores(GiveNumberPressed())
    journey.send(given())
    assert journey.asks(PrintTicket).ticket_id == TicketId(UUID(int=1))
    assert journey.ignores(StaffReprintPressed())
    journey.send(TicketPrinted(TicketId(UUID(int=1)), Paper.CONFIRMED))
    shown = page(journey)
    assert isinstance(shown, OneTicket)
    printed = Remark("screen.staff_ticket.printed", is_good=True)
    assert (shown.ticket.copies, shown.remark) == (0, printed)


def test_the_green_lane_items_and_how_many_go_with_the_wish() -> None:
    journey = at_number().send(GreenForVisitorPressed(), ItemsPressed(is_more=True))
    journey.send(CountPressed(is_more=True), CountPressed(is_more=True), GiveNumberPressed())
    wanted = GiveNumbers(ESTATE, "7", is_green=True, items=2, count=3)
    assert journey.asks(GiveNumbers) == wanted
    journey.send(given(3))
    assert len(journey.wanted(PrintTicket)) == 3
    listed = page(journey)
    assert isinstance(listed, TicketList)
    assert len(listed.tickets) == 3


@pytest.mark.parametrize(
    ("event", "most"),
    [(ItemsPressed(is_more=True), MOST_ITEMS), (CountPressed(is_more=True), MOST_OF_GROUP)],
)
def test_no_wish_goes_beyond_its_limits(event: Event, most: int) -> None:
    assert at_number().ignores(replace(event, is_more=False))
    journey = at_number().send(*(event,) * (most - 1))
    assert journey.ignores(event)


def test_an_extra_number_is_offered_once_there_is_no_other_and_asks_why() -> None:
    journey = at_number()
    assert journey.ignores(ExtraPressed())
    journey.send(GiveNumberPressed(), FULL)
    assert page(journey) == NewNumber(ESTATE, is_full=True, remark=Remark("screen.services.full"))
    journey.send(ExtraPressed())
    assert isinstance(page(journey), WhyExtra)
    assert journey.ignores(WhyPressed("left"))
    wanted = journey.send(WhyPressed("hardship")).asks(GiveNumbers)
    assert wanted.extra_reason == "hardship"
    journey.send(NumbersRefused("error.issue.no_extra"))
    assert page(journey) == NewNumber(ESTATE, remark=Remark("error.issue.no_extra"))


def test_no_company_goes_beyond_quota_and_another_wish_was_not_refused_yet() -> None:
    journey = at_number().send(GiveNumberPressed(), FULL, CountPressed(is_more=True))
    assert journey.ignores(ExtraPressed())
    assert page(journey) == NewNumber(ESTATE, count=2)


def test_what_is_committed_is_printed_also_when_staff_have_gone() -> None:
    journey = at_number().send(GiveNumberPressed()).time_passes()
    journey.on(Welcome)
    journey.send(given())
    assert len(journey.wanted(PrintTicket)) == 1
    journey.send(FULL).on(Welcome)


def test_services_page_and_those_without_numbers_are_not_among_them() -> None:
    direct = replace(tile(ESTATE), direct=Words.of({"zh_Hans": "一楼"}))
    assert (
        inside(kiosk_at(services=(direct, *THREE[1:])))
        .send(GivePressed())
        .ignores(ServicePressed(ESTATE))
    )
    many = tuple(tile(ServiceId(f"service_{no}")) for no in range(8))
    journey = inside(kiosk_at(services=many)).send(GivePressed(), PagePressed())
    assert page(journey) == ServiceForVisitor(page=1)
    assert page(journey.send(PagePressed())) == ServiceForVisitor()
    assert inside().send(GivePressed()).ignores(PagePressed())


def test_back_leads_one_page_at_a_time() -> None:
    journey = at_number().send(GiveNumberPressed(), FULL, ExtraPressed())
    for kind in (NewNumber, ServiceForVisitor, StaffHome):
        assert isinstance(page(journey.send(BackPressed())), kind)
    journey.send(StaffLeavePressed()).on(Welcome)
    assert isinstance(inside().on(StaffMode).page, StaffHome)
