# SPDX-License-Identifier: Apache-2.0
"""How often each journey touches the panel, from the first sight of it to the number (screens.md 2.3)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hall.green import GreenReason
from hall.words import Words
from kiosk.flow.effects import CheckIn, IdentifyTyped, IssueTicket, LoadVisit, PrintTicket
from kiosk.flow.events import CardTaken, NumberIdentified, ServicesChanged, VisitLoaded
from kiosk.flow.states import TicketShown
from kiosk.flow.values import BookingState, FlowSettings, Size
from kiosk.ui.panel import Panel
from tests.gui.by_touch import TouchingVisitor
from tests.gui.clocks import Seconds
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    NUMBER,
    ONE,
    SOCIAL,
    THREE,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
)

pytestmark = pytest.mark.gui

Begin = Callable[[Journey], TouchingVisitor]
SECOND = "service.social"


@pytest.fixture
def begin(panel: Panel, seconds: Seconds) -> Begin:
    return lambda journey: TouchingVisitor(panel, seconds, journey)


def number_taken(visitor: TouchingVisitor) -> int:
    """The pause goes by, the number is taken and printed; how many touches it took."""
    visit = visitor.look().journey.time_passes()
    wanted = IssueTicket if any(isinstance(one, IssueTicket) for one in visit.last) else CheckIn
    visit.asks(wanted)
    visit.issued().asks(PrintTicket)
    visit.printed().on(TicketShown)
    assert visitor.look().count == visit.touches
    assert visit.kiosk.unexpected == 0
    return visitor.count


def test_a_booking_early_or_in_its_time_takes_none(begin: Begin) -> None:
    for state in (BookingState.EARLY, BookingState.ON_TIME):
        visit = booked_kiosk().card_read().loaded(None, booking(state))
        visitor = begin(visit)
        assert number_taken(visitor) == 0
        assert visit.wanted(CheckIn)
        visitor.go()


def test_a_booking_takes_one_where_the_site_wants_a_yes(begin: Begin) -> None:
    visitor = begin(booked_kiosk(is_check_in_asked=True).card_read().loaded(None, booking()))
    visitor.touch("confirm").journey.asks(CheckIn)
    visitor.journey.issued().printed().on(TicketShown)
    assert visitor.count == 1


def test_a_late_booking_takes_one(begin: Begin) -> None:
    late = booking(BookingState.LATE)
    visitor = begin(booked_kiosk().card_read().loaded(None, late).time_passes())
    assert number_taken(visitor.touch("offer.now.")) == 1


def test_one_of_two_bookings_takes_one(begin: Begin) -> None:
    two = booking(no=1), booking(no=2, service_id=SOCIAL)
    visitor = begin(booked_kiosk().card_read().loaded(None, *two).time_passes())
    assert number_taken(visitor.touch(f"booking.{two[1].booking.number}")) == 1


def test_a_walk_in_takes_one(begin: Begin) -> None:
    visitor = begin(kiosk_at().card_read().loaded().send(CardTaken()).time_passes())
    assert number_taken(visitor.touch(SECOND)) == 1


def test_a_walk_in_takes_two_where_the_site_wants_a_yes(begin: Begin) -> None:
    visit = kiosk_at(settings=FlowSettings(is_confirm_asked=True)).at_services()
    visitor = begin(visit).touch(SECOND).touch("confirm")
    visit.issued().printed().on(TicketShown)
    assert visitor.count == 2


def test_a_walk_in_in_a_hall_with_one_service_takes_none(begin: Begin) -> None:
    assert number_taken(begin(kiosk_at(services=ONE).card_read().loaded())) == 0


def test_an_elder_takes_one_and_is_served_first_in_large_letters(begin: Begin) -> None:
    visit = kiosk_at().card_read(ELDER)
    assert visit.asks(LoadVisit).is_green
    first = tuple(replace(tile, is_green=True) for tile in THREE)
    visit.send(VisitLoaded(visit.kiosk.visit_no, first), CardTaken()).time_passes()
    assert number_taken(begin(visit).touch(SECOND)) == 1
    assert [wanted.is_green for wanted in visit.wanted(IssueTicket)] == [True]
    assert visit.kiosk.size is Size.LARGE


def test_an_elder_in_a_hall_with_one_service_takes_none(begin: Begin) -> None:
    visit = kiosk_at(services=ONE).card_read(ELDER)
    first = (replace(ONE[0], is_green=True),)
    visit.send(VisitLoaded(visit.kiosk.visit_no, first))
    assert number_taken(begin(visit)) == 0
    assert [wanted.is_green for wanted in visit.wanted(IssueTicket)] == [True]


def test_another_reason_to_be_first_takes_three(begin: Begin) -> None:
    reasons = (GreenReason(Words.of({"zh_Hans": "孕产妇"}), "baby"),)
    visit = kiosk_at().send(ServicesChanged(THREE, reasons)).at_services()
    visitor = begin(visit).touch("green").touch("reason.1").touch(SECOND)
    assert number_taken(visitor) == 3
    assert [wanted.is_green for wanted in visit.wanted(IssueTicket)] == [True]


def test_who_has_no_card_takes_two(begin: Begin) -> None:
    visitor = begin(kiosk_at()).touch("no_card")
    visitor.journey.loaded()
    assert number_taken(visitor.touch(SECOND)) == 2


def test_a_typed_number_takes_one_eighteen_digits_ok_and_a_tile(begin: Begin) -> None:
    """Twenty-two were allowed."""
    visitor = begin(kiosk_at()).touch("type_number").type(NUMBER).touch("number_done")
    visit = visitor.journey
    assert visit.asks(IdentifyTyped).number.reveal() == NUMBER
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded()
    assert number_taken(visitor.touch(SECOND)) == 1 + 18 + 1 + 1


def test_a_walk_in_takes_two_where_he_is_asked_for_what_he_brings(begin: Begin) -> None:
    papers = (Words.of({"zh_Hans": "身份证"}),)
    asks = tuple(replace(each, materials=papers, asks_materials=True) for each in THREE)
    visitor = begin(kiosk_at(services=asks).at_services()).touch(SECOND).touch("confirm")
    assert number_taken(visitor) == 2


def test_a_second_number_in_the_same_visit_takes_two(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_services()).touch("service.estate")
    assert number_taken(visitor) == 1
    visitor.touch("another").touch(SECOND)
    assert number_taken(visitor) == 1 + 2


def test_larger_letters_take_one_more(begin: Begin) -> None:
    visitor = begin(kiosk_at().at_services()).touch("bar.size").touch(SECOND)
    assert number_taken(visitor) == 2
    assert visitor.journey.kiosk.size is Size.LARGE
