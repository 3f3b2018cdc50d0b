# SPDX-License-Identifier: Apache-2.0
"""Whole visits with nothing but keys: up, down, OK, back, help and digits."""

from collections.abc import Callable

import pytest

from kiosk.flow import states
from kiosk.flow.effects import CancelTicket, CheckIn, IdentifyTyped, IssueTicket, ReprintTicket
from kiosk.flow.events import CardTaken, NumberIdentified, TicketCancelled
from kiosk.ui.panel import Panel
from tests.gui.by_keys import BACK, DOWN, HELP, OK, UP, KeypadVisitor, ringed
from tests.gui.clocks import Seconds
from tests.kiosk.flow.journey import (
    ADULT,
    ESTATE,
    NUMBER,
    SOCIAL,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
)

pytestmark = pytest.mark.gui

Begin = Callable[[Journey], KeypadVisitor]


@pytest.fixture
def begin(panel: Panel, seconds: Seconds) -> Begin:
    return lambda journey: KeypadVisitor(panel, seconds, journey)


def finish(visitor: KeypadVisitor) -> None:
    """From the pause to the paper, and done."""
    visit = visitor.journey.time_passes()
    visit.asks(IssueTicket)
    visit.issued().printed().on(states.TicketShown)
    visitor.look().press_on("done")
    visit.on(states.Welcome)
    assert visit.kiosk.unexpected == 0


def test_a_walk_in_presses_the_number_of_a_tile(begin: Begin) -> None:
    visitor = begin(kiosk_at().card_read().loaded().send(CardTaken()).time_passes())
    visitor.type("2")
    assert visitor.journey.on(states.Pause).service_id == SOCIAL
    finish(visitor)


def test_a_walk_in_walks_to_a_tile_and_takes_it_back(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_services()).press(DOWN, DOWN, OK)
    assert visitor.journey.on(states.Pause).service_id == SOCIAL
    visitor.press_on("not_this").journey.on(states.Services)
    visitor.press(OK)
    assert visitor.journey.on(states.Pause).service_id == ESTATE
    visitor.press(BACK).journey.on(states.Services)
    visitor.press(BACK).journey.on(states.Welcome)


def test_who_has_two_bookings_chooses_the_second(begin: Begin) -> None:
    two = booking(no=1), booking(no=2, service_id=SOCIAL)
    visitor = begin(booked_kiosk().card_read().loaded(None, *two).time_passes())
    visitor.journey.on(states.Bookings)
    visitor.press(DOWN, DOWN, OK)
    assert visitor.journey.on(states.CheckInPause).booking == two[1]
    visitor.journey.time_passes().asks(CheckIn)


def test_somebody_without_a_card_takes_a_number(begin: Begin) -> None:
    visitor = begin(kiosk_at()).press_on("no_card")
    visitor.journey.on(states.NoCard)
    visitor.journey.loaded()
    visitor.look().type("1")
    assert visitor.journey.on(states.Pause).service_id == ESTATE
    finish(visitor)


def test_a_number_is_typed_with_the_digits_and_ok(begin: Begin) -> None:
    visitor = begin(kiosk_at()).press_on("type_number")
    visitor.journey.on(states.Keypad)
    assert ringed(visitor.panel) == "key.1"
    visitor.type(NUMBER[:-1] + "7").press_on("key.delete").type(NUMBER[-1]).press(OK)
    assert visitor.journey.asks(IdentifyTyped).number.reveal() == NUMBER
    visit = visitor.journey
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded()
    visitor.look().type("1")
    finish(visitor)


def test_a_number_is_typed_with_up_down_and_ok_alone(begin: Begin) -> None:
    visitor = begin(kiosk_at()).press_on("type_number")
    for digit in "121":
        visitor.press_on(f"key.{digit}")
    assert visitor.journey.on(states.Keypad).typed.reveal() == "121"


def test_a_number_of_before_is_printed_again(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_again()).press_on("reprint")
    visitor.journey.asks(ReprintTicket)


def test_a_number_of_before_is_given_up_after_one_question(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_again()).press_on("cancel")
    ticket = visitor.journey.on(states.AskCancel).ticket
    visitor.press_on("keep").journey.on(states.Again)
    visitor.press_on("cancel").press_on("give_up")
    visit = visitor.journey
    visit.asks(CancelTicket)
    visit.send(TicketCancelled(ticket.ticket_id)).on(states.Cancelled)
    visitor.look().press_on("done").journey.on(states.Welcome)


def test_help_is_one_key_from_everywhere_and_back_is_another(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_services()).press(DOWN, HELP)
    visitor.journey.on(states.Help)
    visitor.press(BACK).journey.on(states.Services)
    visitor.press(UP, OK).journey.on(states.Help)


def test_any_key_says_that_somebody_is_there_and_nothing_is_lost(begin: Begin) -> None:
    for key in (OK, UP, DOWN, BACK):
        visitor = begin(kiosk_at().at_services()).press(DOWN, DOWN)
        visitor.journey.time_passes().on(states.StillThere)
        visitor.look()
        assert ringed(visitor.panel) == "still_here"
        visitor.press(key).journey.on(states.Services)
        visitor.panel.touched.disconnect(visitor._touched)
