# SPDX-License-Identifier: Apache-2.0
"""Who holds several numbers sees each of them; a service of which there is one leads to it (S7)."""

from dataclasses import replace

import pytest

from kiosk.flow.effects import CancelTicket, ReprintTicket
from kiosk.flow.events import VisitLoaded
from kiosk.flow.states import Again, AskCancel, Services, TicketShown
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    CancelPressed,
    ConfirmPressed,
    PagePressed,
    ReprintPressed,
    ServicePressed,
)
from kiosk.flow.values import FlowSettings, Paper, TicketView
from tests.kiosk.flow.journey import ESTATE, HOUSEHOLD, SOCIAL, Journey, kiosk_at, ticket

FIRST = ticket("A023", 23, Paper.CONFIRMED)
SECOND = replace(ticket("B045", 45, Paper.CONFIRMED), service_id=SOCIAL)
THIRD = replace(ticket("C007", 7, Paper.CONFIRMED), service_id=HOUSEHOLD)


def holding(*tickets: TicketView, settings: FlowSettings | None = None) -> Journey:
    visit = kiosk_at(settings=settings).card_read()
    tiles, first = visit.kiosk.site_services, tickets[0]
    loaded = VisitLoaded(visit.kiosk.visit_no, tiles, first, further_tickets=tickets[1:])
    return visit.send(loaded).time_passes()


def test_each_of_them_is_shown_in_turn() -> None:
    visit = holding(FIRST, SECOND, THIRD)
    assert visit.on(Again).ticket == FIRST
    for held in (SECOND, THIRD, FIRST):
        assert visit.send(PagePressed()).on(Again).ticket == held


def test_one_alone_has_no_next() -> None:
    assert holding(FIRST).ignores(PagePressed())


def test_each_can_be_printed_again() -> None:
    visit = holding(FIRST, SECOND).send(PagePressed(), ReprintPressed())
    assert visit.asks(ReprintTicket).ticket_id == SECOND.ticket_id
    assert visit.on(TicketShown).ticket.ticket_id == SECOND.ticket_id


def test_each_can_be_given_up_or_kept_after_all() -> None:
    visit = holding(FIRST, SECOND).send(PagePressed(), CancelPressed())
    visit.on(AskCancel)
    assert visit.send(BackPressed()).on(Again).ticket == SECOND
    visit.send(CancelPressed(), ConfirmPressed())
    assert visit.asks(CancelTicket).ticket_id == SECOND.ticket_id


def test_the_next_one_is_another_face_so_that_a_double_tap_gives_up_nothing() -> None:
    visit = holding(FIRST, SECOND)
    before = visit.kiosk.screen_no
    assert visit.send(PagePressed()).kiosk.screen_no == before + 1


@pytest.mark.parametrize("held", [FIRST, SECOND])
def test_a_service_that_one_has_a_number_of_leads_to_that_number_and_back(
    held: TicketView,
) -> None:
    visit = holding(FIRST, SECOND).send(AnotherServicePressed())
    visit.on(Services)
    visit.send(ServicePressed(held.service_id))
    assert visit.on(Again).ticket == held
    visit.send(BackPressed()).on(Services)
    assert visit.kiosk.unexpected == 0


def test_where_two_of_a_service_may_be_had_one_leads_to_a_second() -> None:
    visit = holding(FIRST, settings=FlowSettings(max_open=2)).send(AnotherServicePressed())
    visit.send(ServicePressed(ESTATE))
    assert not isinstance(visit.kiosk.screen, Again)


def test_a_number_of_this_visit_counts_too() -> None:
    visit = kiosk_at().at_ticket().printed().send(AnotherServicePressed())
    visit.send(ServicePressed(ESTATE))
    assert visit.on(Again).ticket.number == "A023"
