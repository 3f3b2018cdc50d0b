# SPDX-License-Identifier: Apache-2.0
"""Time runs out, the question whether somebody is there, help, size and language."""

from dataclasses import replace
from typing import get_args

import pytest

from kiosk.flow.effects import IssueTicket, StartTimer, StopTimer, Timer
from kiosk.flow.events import (
    BackPressed,
    CardFound,
    CardTaken,
    DigitPressed,
    DonePressed,
    Event,
    HelpPressed,
    LanguagePressed,
    NoCardPressed,
    NumberDonePressed,
    NumberIdentified,
    PrinterChanged,
    ReaderChanged,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    ServicesChanged,
    SizePressed,
    StillHerePressed,
    TimerFired,
    TypeNumberPressed,
    UnprintedChanged,
    VisitLoaded,
)
from kiosk.flow.states import (
    Again,
    AskCancel,
    BeforeOpening,
    Cancelled,
    Closed,
    Help,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    NoCard,
    Pause,
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
from kiosk.flow.values import Devices, FlowSettings, Opening, Paper, Phase, Size
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    MONDAY,
    NOW,
    NUMBER,
    ONE,
    OPEN,
    Journey,
    kiosk_at,
    ticket,
)

SETTINGS = FlowSettings()
PRINTED = ticket(paper=Paper.CONFIRMED)
UNSURE = ticket(paper=Paper.UNSURE)

TIMEOUTS: list[tuple[Screen, ScreenClock | None, ScreenClock | None]] = [
    (Starting(), None, None),
    (Welcome(), None, None),
    (BeforeOpening(), None, None),
    (Closed(), None, None),
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
    (NoCard(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Services(), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (When(ESTATE), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Pause(ESTATE, NOW), ScreenClock(Timer.SCREEN, 2.0), ScreenClock(Timer.SCREEN, 2.0)),
    (Pause(ESTATE, NOW, asks=True), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
    (Issuing(ESTATE, NOW), ScreenClock(Timer.SCREEN, 10.0), ScreenClock(Timer.SCREEN, 10.0)),
    (TicketShown(ticket()), ScreenClock(Timer.SCREEN, 30.0), ScreenClock(Timer.SCREEN, 30.0)),
    (TicketShown(PRINTED), ScreenClock(Timer.IDLE, 60.0), ScreenClock(Timer.IDLE, 120.0)),
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
    for press in (SizePressed(), LanguagePressed()):
        visit = kiosk_at(opening).send(press).time_passes()
        assert visit.kiosk.size is Size.NORMAL
        assert visit.kiosk.language == "zh_Hans"
        assert not visit.kiosk.is_size_chosen
        assert clock_of(visit.kiosk) is None


ASKING: list[Screen] = [
    Keypad(),
    NoCard(),
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
    visit.time_passes().send(LanguagePressed())
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


# --- help ----------------------------------------------------------------------------------


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
    assert visit.asks(StartTimer).seconds == SETTINGS.pause_seconds


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


# --- bar -----------------------------------------------------------------------------------


def test_the_size_goes_round_on_every_screen() -> None:
    visit = kiosk_at().at_ticket()
    sizes = [visit.send(SizePressed()).kiosk.size for _ in range(3)]
    assert sizes == [Size.LARGE, Size.EXTRA_LARGE, Size.NORMAL]
    visit.on(TicketShown)


def test_the_language_goes_round() -> None:
    visit = kiosk_at()
    assert visit.send(LanguagePressed()).kiosk.language == "en"
    assert visit.send(LanguagePressed()).kiosk.language == "zh_Hans"


def test_a_kiosk_without_chinese_begins_with_its_first_language() -> None:
    visit = Journey(Kiosk(FlowSettings(languages=("en", "de"))))
    visit.send(LanguagePressed())
    assert visit.kiosk.language == "en"


def test_restart_on_an_untouched_home_screen_has_nothing_to_do() -> None:
    visit = kiosk_at()
    assert visit.ignores(RestartPressed())
    assert visit.ignores(BackPressed())
    assert visit.ignores(StillHerePressed())
    visit.send(SizePressed(), RestartPressed())
    assert visit.kiosk.size is Size.NORMAL


def test_restart_leaves_nothing_of_the_visitor() -> None:
    visit = kiosk_at().at_services(ELDER).send(LanguagePressed(), RestartPressed())
    fresh = kiosk_at().kiosk
    counters = ("screen_no", "timer_no", "visit_no")
    same = {name: getattr(fresh, name) for name in counters}
    assert visit.kiosk.is_lift_asked
    assert replace(visit.kiosk, **same, is_lift_asked=False) == fresh


def test_back_while_a_card_is_read_leads_home() -> None:
    kiosk_at().send(CardFound(), BackPressed()).on(Welcome)
    visit = kiosk_at().card_read(ELDER).send(BackPressed())
    visit.on(Welcome)
    assert visit.kiosk.size is Size.NORMAL


# --- what changes around the visitor -------------------------------------------------------


def test_the_kiosk_starts_when_it_knows_the_day() -> None:
    visit = Journey(Kiosk(SETTINGS))
    visit.send(CardFound(), CardTaken()).on(Starting)
    visit.opens(OPEN).on(Welcome)


@pytest.mark.parametrize(
    ("phase", "screen"),
    [
        (Phase.BEFORE_ISSUE, BeforeOpening()),
        (Phase.ISSUING, Welcome()),
        (Phase.STOPPED, Closed()),
        (Phase.CLOSED_DAY, Closed()),
    ],
)
def test_the_home_screen_follows_the_day_also_under_help(phase: Phase, screen: Screen) -> None:
    opening = Opening(MONDAY, phase)
    assert kiosk_at().opens(opening).kiosk.screen == screen
    assert kiosk_at().send(HelpPressed()).opens(opening).on(Help).before == screen


def test_the_end_of_numbers_disturbs_no_visit_and_shows_when_it_is_over() -> None:
    visit = kiosk_at().at_services().opens(Opening(MONDAY, Phase.STOPPED))
    visit.on(Services)
    visit.send(BackPressed()).on(Closed)


def test_troubles_and_unprinted_numbers_are_known_on_every_screen_and_change_none() -> None:
    for visit in (kiosk_at(), kiosk_at().at_services(), kiosk_at().at_ticket().send(HelpPressed())):
        screen = visit.kiosk.screen
        visit.send(
            ReaderChanged("error.card_reader.silent"),
            PrinterChanged("error.ticket_printer.paper_out", is_paper_low=True),
            UnprintedChanged(("A001",)),
        )
        assert visit.kiosk.devices == Devices(
            "error.card_reader.silent", "error.ticket_printer.paper_out", is_paper_low=True
        )
        assert visit.kiosk.unprinted == ("A001",)
        assert visit.kiosk.screen == screen
        visit.send(ReaderChanged(None), PrinterChanged(None))
        assert visit.kiosk.devices == Devices()


def test_services_change_at_home_at_once() -> None:
    assert kiosk_at().send(ServicesChanged(ONE)).kiosk.services == ONE


def test_tiles_loaded_while_nobody_is_there_are_refused() -> None:
    visit = kiosk_at()
    assert visit.ignores(VisitLoaded(visit.kiosk.visit_no, ONE))


def test_the_screen_number_rises_when_other_things_can_be_touched() -> None:
    visit = kiosk_at()
    before = visit.kiosk.screen_no
    visit.send(TypeNumberPressed())
    assert visit.kiosk.screen_no == before + 1
    visit.send(DigitPressed("1"), DigitPressed("1"), SizePressed())
    assert visit.kiosk.screen_no == before + 1
    visit.send(NoCardPressed())
    assert visit.kiosk.screen_no == before + 2
