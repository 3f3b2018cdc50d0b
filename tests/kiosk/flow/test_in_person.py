# SPDX-License-Identifier: Apache-2.0
"""Who does not hear the calls says so once; ticket and counter tell it."""

from kiosk.flow.effects import CheckIn, IssueTicket
from kiosk.flow.states import CheckInPause, Help, Issuing, Pause, Services, TicketShown, Welcome
from kiosk.flow.touches import BackPressed, HelpPressed, InPersonPressed, RestartPressed
from kiosk.flow.values import FlowSettings, Paper
from tests.kiosk.flow.journey import Journey, booking, kiosk_at, ticket

LISTENS = FlowSettings(has_voice=True)


def pausing() -> Journey:
    return kiosk_at(settings=LISTENS).at_pause()


def test_nobody_who_does_not_wish_it_is_called_in_person() -> None:
    visit = pausing().time_passes()
    visit.on(Issuing)
    assert not visit.asks(IssueTicket).is_in_person


def test_a_wish_goes_with_the_number() -> None:
    visit = pausing().send(InPersonPressed())
    visit.on(Pause)
    assert visit.time_passes().asks(IssueTicket).is_in_person


def test_a_wish_can_be_taken_back() -> None:
    visit = pausing().send(InPersonPressed(), InPersonPressed()).time_passes()
    assert not visit.asks(IssueTicket).is_in_person


def test_a_booking_that_checks_in_has_it_too() -> None:
    visit = kiosk_at().at_services().show(CheckInPause(booking()))
    assert visit.send(InPersonPressed()).time_passes().asks(CheckIn).is_in_person


def test_it_can_be_wished_where_help_is_asked_for() -> None:
    visit = kiosk_at().at_services().send(HelpPressed(), InPersonPressed())
    visit.on(Help)
    assert visit.kiosk.is_in_person
    visit.send(BackPressed()).on(Services)
    assert visit.kiosk.is_in_person


def test_where_no_number_follows_it_cannot_be_wished() -> None:
    assert kiosk_at().ignores(InPersonPressed())
    shown = kiosk_at().at_services().show(TicketShown(ticket(paper=Paper.CONFIRMED)))
    assert shown.ignores(InPersonPressed())


def test_the_next_visitor_has_not_wished_it() -> None:
    visit = pausing().send(InPersonPressed(), RestartPressed())
    visit.on(Welcome)
    assert not visit.kiosk.is_in_person
