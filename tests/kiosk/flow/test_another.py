# SPDX-License-Identifier: Apache-2.0
"""还要办别的: several numbers in one visit, for whoever came, without the card being laid again."""

from dataclasses import replace

import pytest

from kiosk.flow.effects import CheckIn, IssueTicket, LoadVisit, PrintTicket
from kiosk.flow.events import IssueRefused
from kiosk.flow.states import KeepNumber, NoCard, Refused, Services, TicketShown, Welcome
from kiosk.flow.touches import (
    AboutPressed,
    AnotherServicePressed,
    BackPressed,
    BookingPressed,
    DonePressed,
    ForFamilyPressed,
    NoCardPressed,
    ServicePressed,
)
from kiosk.flow.values import BookingState, CameBy, FlowSettings, Paper, Phase, Topic
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    HOUSEHOLD,
    ONE,
    OPEN,
    SOCIAL,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
    ticket,
)

FIRST = ticket("A023", 23)
SECOND = ticket("C007", 7)


def with_number(paper: Paper = Paper.CONFIRMED) -> Journey:
    return kiosk_at().at_ticket().printed(paper)


def test_two_touches_lead_to_a_second_number_that_is_linked_to_the_first() -> None:
    visit = with_number()
    visit.send(AnotherServicePressed()).on(Services)
    assert visit.asks(LoadVisit).is_reload
    visit.loaded().send(ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).visit == (FIRST.ticket_id,)
    visit.issued(SECOND)
    assert visit.asks(PrintTicket).ticket_id == SECOND.ticket_id
    assert visit.on(TicketShown).ticket.number == "C007"
    assert visit.kiosk.visitor is not None
    assert [each.number for each in visit.kiosk.visitor.taken] == ["A023"]
    assert visit.touches == 1 + 2
    assert visit.kiosk.unexpected == 0


def test_the_first_of_a_visit_is_linked_to_nothing_and_the_third_to_the_first() -> None:
    visit = with_number()
    assert visit.wanted(IssueTicket)[0].visit == ()
    visit.send(AnotherServicePressed(), ServicePressed(SOCIAL)).time_passes().issued(SECOND)
    visit.time_passes().on(KeepNumber)
    visit.send(AnotherServicePressed(), ServicePressed(HOUSEHOLD)).time_passes()
    assert visit.asks(IssueTicket).visit == (FIRST.ticket_id, SECOND.ticket_id)


def test_without_a_card_it_is_the_same() -> None:
    visit = kiosk_at().send(NoCardPressed()).loaded().send(ServicePressed(ESTATE)).time_passes()
    visit.issued().printed().send(AnotherServicePressed()).on(NoCard)
    visit.send(ServicePressed(SOCIAL)).time_passes()
    asked = visit.asks(IssueTicket)
    assert (asked.digest, asked.visit) == (None, (FIRST.ticket_id,))


@pytest.mark.parametrize("paper", [Paper.CONFIRMED, Paper.NOT_PRINTED])
def test_back_leads_to_the_number_that_was_taken(paper: Paper) -> None:
    visit = with_number(paper)
    shown = visit.kiosk.screen
    visit.send(AnotherServicePressed(), BackPressed())
    assert visit.kiosk.screen == shown
    visit.send(AnotherServicePressed(), BackPressed(), DonePressed()).on(Welcome)
    assert visit.kiosk.unexpected == 0
    visit = kiosk_at().send(NoCardPressed()).loaded().send(ServicePressed(ESTATE)).time_passes()
    visit.issued().printed().send(AnotherServicePressed(), BackPressed()).on(TicketShown)


def test_a_second_number_that_is_refused_leaves_the_first() -> None:
    visit = with_number().send(AnotherServicePressed(), ServicePressed(SOCIAL)).time_passes()
    visit.send(IssueRefused(visit.kiosk.visit_no, "error.issue.already_open")).on(Refused)
    visit.send(BackPressed()).on(Services)
    visit.send(BackPressed()).on(TicketShown)


def test_it_stands_among_the_further_choices_of_large_letters() -> None:
    visit = with_number().send(AboutPressed(Topic.MORE), AnotherServicePressed())
    visit.on(Services)


def test_it_is_not_there_while_paper_is_on_its_way_nor_where_nothing_else_is_to_be_had() -> None:
    assert kiosk_at().at_ticket().ignores(AnotherServicePressed())
    one = kiosk_at(services=ONE).card_read().loaded().time_passes().issued().printed()
    assert one.ignores(AnotherServicePressed())
    stopped = booked_kiosk().card_read().loaded(None, booking()).time_passes().issued().printed()
    stopped.opens(replace(OPEN, phase=Phase.STOPPED))
    assert stopped.ignores(AnotherServicePressed())


def test_the_number_of_before_this_visit_is_the_first_of_it() -> None:
    visit = kiosk_at().at_again().send(AnotherServicePressed(), ServicePressed(SOCIAL))
    assert visit.time_passes().asks(IssueTicket).visit == (FIRST.ticket_id,)


def test_the_second_of_two_bookings_is_linked_too() -> None:
    late = booking(BookingState.LATE, 2, SOCIAL)
    visit = booked_kiosk().card_read().loaded(FIRST, booking(), late).time_passes()
    visit.send(BookingPressed(booking().booking.booking_id)).time_passes()
    assert visit.asks(CheckIn).visit == (FIRST.ticket_id,)


def test_who_takes_one_for_a_relative_too_is_one_visitor() -> None:
    visit = kiosk_at(settings=FlowSettings(proxy_limit=3)).at_ticket().printed()
    visit.send(AnotherServicePressed(), ForFamilyPressed())
    visit.card_read(ELDER).loaded(ticket("A500", 500)).time_passes()
    visit.send(AnotherServicePressed(), ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).visit == (FIRST.ticket_id,)
    visit.issued(SECOND).time_passes()
    visit.send(AnotherServicePressed(), ServicePressed(HOUSEHOLD)).time_passes()
    assert visit.asks(IssueTicket).visit == (FIRST.ticket_id, SECOND.ticket_id)


def test_the_next_visitor_knows_nothing_of_it() -> None:
    visit = with_number().send(AnotherServicePressed()).card_read(ELDER).loaded().time_passes()
    visit.send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).visit == ()
    assert visit.kiosk.visitor is not None
    assert visit.kiosk.visitor.came_by is CameBy.CARD
    assert visit.kiosk.visitor.identity != ADULT
