# SPDX-License-Identifier: Apache-2.0
"""The call for help: what the screen may say of it, how long it lasts, and what ends it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.flow.effects import CallForHelp, Effect, EndHelp, StartTimer, StopTimer, Timer
from kiosk.flow.events import (
    CardFound,
    CardRead,
    Event,
    HelpChanged,
    LampChanged,
    LightChanged,
    LinkChanged,
    TimerFired,
)
from kiosk.flow.helping import HelpStage, can_call_again, is_awaited, stage
from kiosk.flow.states import Help, Kiosk, Pause, Services, StillThere, Welcome
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import (
    BackPressed,
    HelpPressed,
    LanguagePressed,
    RestartPressed,
    ScreenTouched,
    SizePressed,
    StillHerePressed,
)
from kiosk.flow.values import FlowSettings, HelpReach
from tests.kiosk.flow.journey import ELDER, Journey, kiosk_at

BOTH = FlowSettings(calls_centre=True, has_lamp=True)
CENTRE = FlowSettings(calls_centre=True)
LAMP = FlowSettings(has_lamp=True)
NEITHER = FlowSettings()
LATE = TimerFired(Timer.HELP, 1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def heard(reach: HelpReach, call_no: int = 1) -> HelpChanged:
    return HelpChanged(call_no, reach)


CUT, TOLD, COMING, DONE = (heard(reach) for reach in HelpReach if reach is not HelpReach.ASKED)


def called(settings: FlowSettings = BOTH) -> Journey:
    """Somebody who looks at the services wants help."""
    return kiosk_at(settings=settings).at_services().send(HelpPressed())


def help_effects(visit: Journey) -> list[Effect]:
    kinds = (CallForHelp, EndHelp)
    timers = [
        each
        for each in visit.last
        if isinstance(each, StartTimer | StopTimer) and each.timer is Timer.HELP
    ]
    return [*(each for each in visit.last if isinstance(each, kinds)), *timers]


def stages(settings: FlowSettings, *events: Event) -> list[HelpStage]:
    """What was said after the touch, and after each event."""
    visit = called(settings)
    return [stage(visit.kiosk), *(stage(visit.send(event).kiosk) for event in events)]


def test_a_touch_on_help_calls_and_says_where_the_visitor_is_and_nothing_else() -> None:
    visit = called()
    assert help_effects(visit) == [CallForHelp(1, "Services"), StartTimer(Timer.HELP, 60.0, 1)]
    assert visit.on(Help).before == Services()


def test_staff_are_said_to_know_when_they_were_told_and_to_come_when_they_said_so() -> None:
    assert stages(CENTRE, TOLD, COMING, DONE) == [
        HelpStage.CALLING,
        HelpStage.TOLD,
        HelpStage.COMING,
        HelpStage.DONE,
    ]


def test_a_lamp_that_is_on_is_all_that_is_said_until_somebody_is_told() -> None:
    lit, dark = LampChanged(is_on=True), LampChanged(is_on=False)
    assert stages(LAMP, lit, dark) == [HelpStage.CALLING, HelpStage.LIT, HelpStage.CALLING]
    assert stages(BOTH, lit, CUT, TOLD) == [
        HelpStage.CALLING,
        HelpStage.LIT,
        HelpStage.LIT,
        HelpStage.TOLD,
    ]


def test_a_lamp_that_cannot_prove_itself_is_not_spoken_of() -> None:
    assert stages(NEITHER, LampChanged(is_on=True)) == [HelpStage.DESK] * 2
    assert stages(CENTRE, LampChanged(is_on=True)) == [HelpStage.CALLING] * 2


def test_without_a_way_to_anybody_the_desk_is_named_at_once_and_for_good() -> None:
    assert stages(NEITHER, LATE) == [HelpStage.DESK] * 2
    assert not can_call_again(called(NEITHER).send(LATE).kiosk)


def test_a_centre_that_is_cut_off_leaves_the_desk_and_a_light_that_is_lost_too() -> None:
    assert stages(CENTRE, CUT) == [HelpStage.CALLING, HelpStage.DESK]
    broken = LightChanged("error.signal_light.silent")
    assert stages(BOTH, CUT, broken) == [HelpStage.CALLING, HelpStage.CALLING, HelpStage.DESK]


def test_a_centre_that_is_known_to_be_cut_off_is_not_waited_for() -> None:
    visit = kiosk_at(settings=CENTRE).at_services().send(LinkChanged(NOON), HelpPressed())
    assert stage(visit.kiosk) is HelpStage.DESK
    visit.send(TOLD)
    assert stage(visit.kiosk) is HelpStage.TOLD


def test_who_is_not_answered_in_time_is_sent_to_the_desk_and_may_call_again() -> None:
    for settings, before in ((CENTRE, ()), (CENTRE, (TOLD,)), (LAMP, (LampChanged(is_on=True),))):
        visit = called(settings).send(*before, LATE)
        assert stage(visit.kiosk) is HelpStage.LATE
        visit.send(HelpPressed())
        assert help_effects(visit) == [
            EndHelp(1),
            CallForHelp(2, "Services"),
            StopTimer(Timer.HELP),
            StartTimer(Timer.HELP, 60.0, 2),
        ]
        assert stage(visit.kiosk) is not HelpStage.LATE
        assert visit.on(Help).before == Services()


def test_whoever_comes_late_is_still_announced() -> None:
    assert stages(CENTRE, LATE, COMING)[1:] == [HelpStage.LATE, HelpStage.COMING]
    assert stages(CENTRE, COMING, LATE)[1:] == [HelpStage.COMING, HelpStage.COMING]


def test_what_staff_ended_can_be_called_for_again() -> None:
    visit = called(CENTRE).send(COMING, DONE)
    assert stage(visit.kiosk) is HelpStage.DONE
    visit.send(HelpPressed())
    assert (stage(visit.kiosk), visit.kiosk.help_no) == (HelpStage.CALLING, 2)


@pytest.mark.parametrize(
    "event", [CUT, TOLD, COMING, heard(HelpReach.ASKED), heard(HelpReach.DONE, 2)]
)
def test_news_that_are_old_or_of_another_call_change_nothing(event: HelpChanged) -> None:
    assert called().send(COMING).ignores(event)


def test_news_and_the_timer_of_a_call_that_is_over_change_nothing() -> None:
    visit = called().send(BackPressed())
    for event in (TOLD, COMING, LATE):
        assert visit.ignores(event)
    visit.send(HelpPressed())
    assert visit.ignores(LATE)


def test_touches_on_the_help_screen_do_not_call_again_while_somebody_may_come() -> None:
    visit = called()
    for event in (HelpPressed(), ScreenTouched(), SizePressed(), LanguagePressed("en"), TOLD):
        visit.send(event)
        assert help_effects(visit) == []
    assert visit.kiosk.help_no == 1


@pytest.mark.parametrize("way", [BackPressed(), RestartPressed(), CardRead(ELDER)])
def test_the_call_is_over_when_help_is_left(way: Event) -> None:
    visit = called().send(TOLD, way)
    assert help_effects(visit) == [EndHelp(1), StopTimer(Timer.HELP)]
    assert visit.kiosk.help_call is None


def test_a_card_that_is_laid_on_the_welcome_screen_ends_the_call_there() -> None:
    visit = kiosk_at(settings=BOTH).send(HelpPressed())
    assert help_effects(visit)[0] == CallForHelp(1, "Welcome")
    visit.send(CardFound())
    assert help_effects(visit) == [EndHelp(1), StopTimer(Timer.HELP)]


def test_somebody_who_waits_for_help_has_time_and_keeps_what_he_has_chosen() -> None:
    visit = called()
    assert idle_seconds(visit.kiosk) == 180.0
    visit.time_passes().on(StillThere)
    assert visit.kiosk.help_call is not None
    visit.send(COMING, StillHerePressed())
    assert visit.on(Help).before == Services()
    assert stage(visit.kiosk) is HelpStage.COMING
    assert visit.wanted(EndHelp) == []


def test_the_visit_that_nobody_goes_on_with_ends_the_call() -> None:
    visit = called().time_passes().time_passes()
    visit.on(Welcome)
    assert visit.wanted(EndHelp) == [EndHelp(1)]


@pytest.mark.parametrize("event", [TOLD, COMING, DONE, LATE])
def test_what_becomes_of_the_call_gives_the_visitor_time_to_read_it(event: Event) -> None:
    visit = called().send(event)
    assert visit.asks(StartTimer).timer is Timer.IDLE


def test_once_nobody_is_waited_for_time_runs_as_on_other_screens() -> None:
    for events in ((LATE,), (DONE,)):
        visit = called().send(*events)
        assert not is_awaited(visit.kiosk)
        assert idle_seconds(visit.kiosk) == 60.0
    assert idle_seconds(called(NEITHER).kiosk) == 60.0


def test_help_over_a_pause_keeps_the_pause() -> None:
    visit = kiosk_at(settings=replace(BOTH, pause_seconds=2.0)).at_pause().send(HelpPressed())
    visit.send(COMING, DONE, BackPressed()).on(Pause)


def test_other_controls_are_another_screen_for_fingers_that_are_still_on_the_glass() -> None:
    visit = called()
    before = visit.kiosk.screen_no
    assert visit.send(TOLD).kiosk.screen_no == before
    assert visit.send(LATE).kiosk.screen_no == before + 1


def idle_seconds(kiosk: Kiosk) -> float:
    clock = clock_of(kiosk)
    assert clock is not None
    assert clock.timer is Timer.IDLE
    return clock.seconds
