# SPDX-License-Identifier: Apache-2.0
"""The help screen, and what happens under it."""

import pytest

from kiosk.flow.effects import IssueTicket, StartTimer, Timer
from kiosk.flow.events import CardFound, Event, NumberIdentified, ReaderChanged
from kiosk.flow.states import Help, Issuing, Pause, Reading, Services, StillThere, Welcome
from kiosk.flow.timing import ScreenClock, clock_of
from kiosk.flow.touches import (
    BackPressed,
    DigitPressed,
    DonePressed,
    HelpPressed,
    NumberDonePressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
    StillHerePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import FlowSettings, Size
from tests.kiosk.flow.journey import ADULT, ESTATE, NUMBER, ONE, kiosk_at


@pytest.mark.parametrize("way", [BackPressed(), DonePressed(), StillHerePressed()])
def test_help_keeps_the_screen_it_covers(way: Event) -> None:
    visit = kiosk_at().at_services().send(HelpPressed(), ScreenTouched(), HelpPressed())
    assert visit.on(Help).before == Services()
    visit.send(way).on(Services)


def test_help_is_on_the_home_screens_too_and_a_card_begins_a_visit_there() -> None:
    visit = kiosk_at().send(HelpPressed())
    assert visit.on(Help).before == Welcome()
    visit.send(CardFound()).on(Reading)


def test_restart_and_size_work_under_help_and_other_touches_do_not() -> None:
    visit = kiosk_at().at_services().send(HelpPressed(), SizePressed())
    assert visit.kiosk.size is Size.LARGE
    assert visit.ignores(ServicePressed(ESTATE))
    visit.send(RestartPressed()).on(Welcome)


def test_nothing_is_taken_behind_the_back_of_somebody_who_asks_for_help() -> None:
    visit = kiosk_at().at_pause().send(HelpPressed())
    assert clock_of(visit.kiosk) == ScreenClock(Timer.IDLE, 60.0)
    assert visit.time_passes().wanted(IssueTicket) == []
    visit.send(ScreenTouched(), BackPressed()).on(Pause)
    assert visit.asks(StartTimer).seconds == FlowSettings().pause_seconds


def test_a_visitor_known_under_help_finds_the_pause_there_and_no_number_taken() -> None:
    without_pause = FlowSettings(pause_seconds=0)
    visit = kiosk_at(services=ONE, settings=without_pause).card_read().send(HelpPressed())
    visit.loaded().on(Help)
    assert visit.wanted(IssueTicket) == []
    visit.send(BackPressed()).on(Issuing)
    visit.asks(IssueTicket)


def test_a_reader_that_breaks_under_help_leaves_help_over_the_welcome_screen() -> None:
    visit = kiosk_at().send(CardFound(), HelpPressed(), ReaderChanged("error"))
    assert visit.on(Help).before == Welcome()


def test_a_reader_that_breaks_under_the_question_leaves_no_question() -> None:
    visit = kiosk_at().send(CardFound(), HelpPressed()).time_passes()
    assert visit.on(StillThere).before == Help(Reading())
    visit.send(ReaderChanged("error"))
    assert visit.kiosk.screen == Help(Welcome())


def test_a_number_that_is_checked_under_the_question_leads_on_under_it() -> None:
    visit = kiosk_at().send(TypeNumberPressed())
    visit.send(*(DigitPressed(digit) for digit in NUMBER), NumberDonePressed(), HelpPressed())
    visit.time_passes().on(StillThere)
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded()
    assert visit.on(StillThere).before == Help(Services())
