# SPDX-License-Identifier: Apache-2.0
"""Whole visits, and how many touches each takes (screens.md 2.3)."""

from kiosk.flow.effects import IdentifyTyped, IssueTicket, LoadVisit, PrintTicket
from kiosk.flow.events import CardTaken, NumberIdentified, VisitLoaded
from kiosk.flow.states import (
    Issuing,
    Keypad,
    NoCard,
    Pause,
    Reading,
    Services,
    TicketShown,
    Welcome,
)
from kiosk.flow.touches import (
    ConfirmPressed,
    DigitPressed,
    NoCardPressed,
    NumberDonePressed,
    ServicePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import FlowSettings, Paper, Size
from tests.kiosk.flow.journey import (
    ADULT,
    DIGEST,
    ELDER,
    ESTATE,
    MONDAY,
    NOW,
    NUMBER,
    ONE,
    SOCIAL,
    THREE,
    kiosk_at,
    ticket,
    tile,
)


def test_a_walk_in_with_a_card_takes_one_touch() -> None:
    visit = kiosk_at().card_read()
    assert visit.on(Reading).is_done
    assert visit.asks(LoadVisit).digest == DIGEST
    visit.loaded().send(CardTaken()).time_passes()
    visit.on(Services)
    visit.send(ServicePressed(ESTATE))
    assert visit.on(Pause).offer == NOW
    visit.time_passes()
    visit.on(Issuing)
    asked = visit.asks(IssueTicket)
    assert asked == IssueTicket(visit.kiosk.visit_no, MONDAY, ESTATE, NOW, DIGEST, is_green=False)
    visit.issued()
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    assert visit.asks(PrintTicket) == PrintTicket(ticket().ticket_id, "zh_Hans")
    visit.printed()
    assert visit.on(TicketShown).ticket.paper is Paper.CONFIRMED
    visit.time_passes()
    visit.on(Welcome)
    assert visit.touches == 1
    assert visit.kiosk.unexpected == 0


def test_a_hall_with_one_service_takes_no_touch() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded()
    visit.on(Pause)
    visit.time_passes().issued().printed()
    visit.on(TicketShown)
    assert visit.touches == 0


def test_a_hall_with_one_service_and_no_pause_issues_as_soon_as_the_visitor_is_known() -> None:
    visit = kiosk_at(services=ONE, settings=FlowSettings(pause_seconds=0)).card_read().loaded()
    visit.on(Issuing)
    assert visit.asks(IssueTicket).digest == DIGEST


def test_an_elder_in_the_green_lane_takes_one_touch_and_gets_large_type() -> None:
    visit = kiosk_at().card_read(ELDER)
    assert visit.asks(LoadVisit).is_green
    assert visit.kiosk.size is Size.LARGE
    assert visit.kiosk.is_size_by_age
    tiles = (tile(ESTATE, is_green=True), *THREE[1:])
    visit.send(VisitLoaded(visit.kiosk.visit_no, tiles)).time_passes()
    visit.send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).is_green
    assert visit.touches == 1


def test_no_card_takes_two_touches() -> None:
    visit = kiosk_at().send(NoCardPressed())
    visit.on(NoCard)
    assert visit.asks(LoadVisit).digest is None
    visit.loaded().send(ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).digest is None
    assert visit.touches == 2


def test_no_card_in_a_hall_with_one_service_takes_one_touch() -> None:
    visit = kiosk_at(services=ONE).send(NoCardPressed())
    visit.on(Pause)
    assert visit.asks(LoadVisit).digest is None
    visit.loaded().time_passes()
    visit.asks(IssueTicket)
    assert visit.touches == 1


def test_a_typed_number_takes_three_touches_eighteen_digits_and_ok() -> None:
    visit = kiosk_at().send(NoCardPressed(), TypeNumberPressed())
    visit.send(*(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    asked = visit.asks(IdentifyTyped)
    assert asked.number.reveal() == NUMBER
    assert visit.on(Keypad).is_checking
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT))
    assert visit.asks(LoadVisit).digest == DIGEST
    visit.loaded().send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).digest == DIGEST
    assert visit.touches == 3 + 18 + 1


def test_a_site_that_asks_for_a_yes_takes_two_touches() -> None:
    visit = kiosk_at(settings=FlowSettings(is_confirm_asked=True)).at_pause()
    assert visit.on(Pause).asks
    visit.send(ConfirmPressed())
    visit.asks(IssueTicket)
    assert visit.touches == 2
