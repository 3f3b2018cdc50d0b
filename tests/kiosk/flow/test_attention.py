# SPDX-License-Identifier: Apache-2.0
"""Time runs out, and the question whether somebody is there."""

from dataclasses import replace
from typing import get_args

import pytest

from hall.documents import Document
from kiosk.flow.effects import IssueTicket, StartTimer, StopTimer, Timer
from kiosk.flow.events import CardFound, Event, TimerFired
from kiosk.flow.staff_pages import ask_who
from kiosk.flow.states import (
    About,
    Again,
    AskCancel,
    BeforeOpening,
    Bookings,
    Cancelled,
    CheckingIn,
    CheckInPause,
    Closed,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    Help,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    Materials,
    NoCard,
    OutOfService,
    Pause,
    Privacy,
    Reading,
    Refused,
    Screen,
    Services,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.timing import ScreenClock, clock_of
from kiosk.flow.touches import (
    BackPressed,
    DigitPressed,
    DonePressed,
    HelpPressed,
    LanguagePressed,
    NoCardPressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
    StillHerePressed,
)
from kiosk.flow.values import FlowSettings, Opening, Paper, Phase, Size, Topic
from tests.kiosk.flow.journey import ELDER, ESTATE, MONDAY, NOW, OPEN, booking, kiosk_at, ticket

SETTINGS = FlowSettings()
PRINTED = ticket(paper=Paper.CONFIRMED)
ASKED = About(TicketShown(PRINTED), Topic.WHY)
BOOKED = booking()
UNSURE = ticket(paper=Paper.UNSURE)
PASSPORT = DocumentKeypad(Document.PASSPORT)
STAFF = ask_who(kiosk_at().kiosk).screen


TIMEOUTS: list[tuple[Screen, ScreenClock | None, ScreenClock | None]] = [
    (Starting(), None, None),
    (Welcome(), None, None),
    (BeforeOpening(), None, None),
    (Closed(), None, None),
    (OutOfService(), None, None),
    (Reading(), ScreenClock(Timer.SCREEN, 15.0), ScreenClock(Timer.SCREEN, 15.0)),
    (Reading(is_done=True), ScreenClock(Timer.SCREEN, 1.5), ScreenClock(Timer.SCREEN, 1.5)),
    (
        Reading(is_done=True, is_time_over=True),
        ScreenClock(Timer.SCREEN, 10.0),
        ScreenClock(Timer.SCREEN, 10.0),
    ),
    (Reading(problem="error"), ScreenClock(Timer.SCREEN, 8.0), ScreenClock(Timer.SCREEN, 8.0)),
    (Keypad(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Keypad(is_checking=True), ScreenClock(Timer.SCREEN, 10.0), ScreenClock(Timer.SCREEN, 10.0)),
    (CodeKeypad(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (
        CodeKeypad(is_checking=True),
        ScreenClock(Timer.SCREEN, 10.0),
        ScreenClock(Timer.SCREEN, 10.0),
    ),
    (Documents(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (PASSPORT, ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (
        replace(PASSPORT, is_checking=True),
        ScreenClock(Timer.SCREEN, 10.0),
        ScreenClock(Timer.SCREEN, 10.0),
    ),
    (Privacy(Welcome()), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Finding(), ScreenClock(Timer.SCREEN, 10.0), ScreenClock(Timer.SCREEN, 10.0)),
    (Bookings(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (InsteadOfBooking(BOOKED), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (CheckInPause(BOOKED), ScreenClock(Timer.SCREEN, 2.0), ScreenClock(Timer.SCREEN, 2.0)),
    (
        CheckInPause(BOOKED, asks=True),
        ScreenClock(Timer.IDLE, 60.0),
        ScreenClock(Timer.IDLE, 120.0),
    ),
    (CheckingIn(BOOKED), ScreenClock(Timer.SCREEN, 10.0), ScreenClock(Timer.SCREEN, 10.0)),
    (NoCard(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Family(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Direct(ESTATE), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (GreenReasons(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Services(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Materials(ESTATE), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (When(ESTATE), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Pause(ESTATE, NOW), ScreenClock(Timer.SCREEN, 2.0), ScreenClock(Timer.SCREEN, 2.0)),
    (Pause(ESTATE, NOW, asks=True), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Issuing(ESTATE, NOW), ScreenClock(Timer.SCREEN, 10.0), ScreenClock(Timer.SCREEN, 10.0)),
    (TicketShown(ticket()), ScreenClock(Timer.SCREEN, 30.0), ScreenClock(Timer.SCREEN, 30.0)),
    (TicketShown(PRINTED), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (ASKED, ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (KeepNumber(UNSURE), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (AskCancel(PRINTED), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (
        AskCancel(PRINTED, is_cancelling=True),
        ScreenClock(Timer.SCREEN, 10.0),
        ScreenClock(Timer.SCREEN, 10.0),
    ),
    (Cancelled(PRINTED), ScreenClock(Timer.SCREEN, 8.0), ScreenClock(Timer.SCREEN, 8.0)),
    (Again(PRINTED), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Refused("error"), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (StillThere(Services()), ScreenClock(Timer.SCREEN, 30.0), ScreenClock(Timer.SCREEN, 30.0)),
    (Help(Services()), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Help(Welcome()), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (STAFF, ScreenClock(Timer.IDLE, 120.0), ScreenClock(Timer.IDLE, 120.0)),
]


@pytest.mark.parametrize(("screen", "normal", "large"), TIMEOUTS)
def test_every_screen_declares_its_time_out(
    screen: Screen, normal: ScreenClock | None, large: ScreenClock | None
) -> None:
    kiosk = Kiosk(SETTINGS, screen, opening=OPEN)
    assert clock_of(kiosk) == normal
    assert clock_of(replace(kiosk, size=Size.LARGE)) == large


def test_no_screen_is_without_a_declared_time_out() -> None:
    assert {type(screen) for screen, _, _ in TIMEOUTS} == set(get_args(Screen))


def test_a_card_that_cannot_be_read_and_stays_there_is_waited_for_like_a_visitor() -> None:
    kiosk = Kiosk(SETTINGS, Reading(problem="error"), opening=OPEN, is_card_present=True)
    assert clock_of(kiosk) == ScreenClock(Timer.IDLE, 60.0)


@pytest.mark.parametrize("screen", [Welcome(), BeforeOpening(), Closed()])
def test_a_size_or_language_chosen_by_somebody_who_left_goes_away(screen: Screen) -> None:
    phases = {Welcome: Phase.ISSUING, BeforeOpening: Phase.BEFORE_ISSUE, Closed: Phase.STOPPED}
    opening = Opening(MONDAY, phases[type(screen)])
    for press in (SizePressed(), LanguagePressed("en")):
        visit = kiosk_at(opening).send(press).time_passes()
        assert visit.kiosk.size is Size.NORMAL
        assert visit.kiosk.language == "zh_Hans"
        assert not visit.kiosk.is_size_chosen
        assert clock_of(visit.kiosk) is None


ASKING: list[Screen] = [
    Keypad(),
    NoCard(),
    GreenReasons(),
    Services(),
    When(ESTATE),
    Pause(ESTATE, NOW, asks=True),
    Again(PRINTED),
    Help(Services()),
]


@pytest.mark.parametrize("screen", ASKING)
def test_a_visitor_who_does_nothing_is_asked_and_finds_everything_again(screen: Screen) -> None:
    visit = kiosk_at().at_services().show(screen)
    for _ in range(12):
        visit.time_passes().on(StillThere)
        visit.send(StillHerePressed())
        assert visit.kiosk.screen == screen


@pytest.mark.parametrize("screen", ASKING)
def test_nobody_who_answers_leads_home(screen: Screen) -> None:
    visit = kiosk_at().at_services(ELDER).show(screen).time_passes().time_passes()
    visit.on(Welcome)
    assert visit.kiosk.visitor is None
    assert visit.kiosk.size is Size.NORMAL


@pytest.mark.parametrize(
    "screen",
    [
        TicketShown(PRINTED),
        KeepNumber(UNSURE),
        AskCancel(PRINTED),
        Refused("error"),
        Help(Welcome()),
    ],
)
def test_where_nothing_can_be_lost_nobody_is_asked(screen: Screen) -> None:
    kiosk_at().at_services().show(screen).time_passes().on(Welcome)


@pytest.mark.parametrize(
    "touch", [BackPressed(), ScreenTouched(), ServicePressed(ESTATE), DigitPressed("1")]
)
def test_any_touch_says_that_somebody_is_there_and_does_nothing_else(touch: Event) -> None:
    visit = kiosk_at().at_services().time_passes().send(touch)
    assert visit.on(Services) == Services()
    assert visit.wanted(IssueTicket) == []


@pytest.mark.parametrize("touch", [DonePressed(), RestartPressed()])
def test_somebody_who_has_finished_goes_home(touch: Event) -> None:
    kiosk_at().at_services().time_passes().send(touch).on(Welcome)


def test_the_bar_works_under_the_question_too() -> None:
    visit = kiosk_at().at_services().time_passes()
    kiosk = visit.send(SizePressed()).kiosk
    assert (kiosk.screen, kiosk.size) == (Services(), Size.LARGE)
    visit.time_passes().send(LanguagePressed("en"))
    assert (visit.kiosk.screen, visit.kiosk.language) == (Services(), "en")
    visit.time_passes().send(HelpPressed())
    assert visit.kiosk.screen == Help(Services())
    visit.time_passes().send(HelpPressed())
    assert visit.kiosk.screen == Help(Services())


def test_every_touch_begins_the_idle_clock_anew() -> None:
    visit = kiosk_at().at_services()
    old = visit.kiosk.timer_no
    visit.send(ScreenTouched())
    assert visit.asks(StartTimer) == StartTimer(Timer.IDLE, 60.0, old + 1)
    assert visit.ignores(TimerFired(Timer.IDLE, old))
    visit.send(CardFound())
    assert visit.asks(StartTimer).timer_no == visit.kiosk.timer_no


def test_a_screen_that_goes_on_by_itself_is_not_held_by_touching_it() -> None:
    visit = kiosk_at().at_pause().send(ScreenTouched(), SizePressed())
    assert visit.last == ()


def test_a_clock_is_stopped_when_another_kind_or_none_runs() -> None:
    visit = kiosk_at().send(NoCardPressed(), ServicePressed(ESTATE))
    assert visit.asks(StopTimer) == StopTimer(Timer.IDLE)
    assert visit.asks(StartTimer) == StartTimer(Timer.SCREEN, 2.0, visit.kiosk.timer_no)
    visit.send(RestartPressed())
    assert visit.last == (StopTimer(Timer.SCREEN),)


def test_a_timer_of_the_wrong_name_or_after_its_clock_stopped_means_nothing() -> None:
    visit = kiosk_at().send(NoCardPressed(), ServicePressed(ESTATE))
    assert visit.ignores(TimerFired(Timer.IDLE, visit.kiosk.timer_no))
    visit.send(RestartPressed())
    assert visit.ignores(TimerFired(Timer.SCREEN, visit.kiosk.timer_no))


def test_large_type_gives_twice_the_time() -> None:
    visit = kiosk_at().at_services(ELDER)
    assert clock_of(visit.kiosk) == ScreenClock(Timer.IDLE, 120.0)
