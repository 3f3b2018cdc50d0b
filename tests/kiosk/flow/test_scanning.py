# SPDX-License-Identifier: Apache-2.0
"""Codes that are held in front of the scanner of a kiosk that can use none."""

import pytest

from hall.identity import Secret
from kiosk.flow.effects import Timer
from kiosk.flow.events import (
    CardFound,
    CodeFailed,
    CodeScanned,
    Event,
    LightChanged,
    ScannerChanged,
    VoiceChanged,
)
from kiosk.flow.problems import CODE_OF_NO_USE
from kiosk.flow.states import Closed, Help, NoCard, Reading, Welcome
from kiosk.flow.timing import ScreenClock, clock_of
from kiosk.flow.touches import BackPressed, HelpPressed, NoCardPressed, RestartPressed, SizePressed
from kiosk.flow.values import Devices, FlowSettings, Opening, Phase, Size
from tests.kiosk.flow.journey import MONDAY, kiosk_at

CODE = "8 6420 1357"
SCANNED = CodeScanned(Secret(CODE))
UNREADABLE = "error.code_scanner.code_unreadable"


@pytest.mark.parametrize(
    ("event", "problem"),
    [(SCANNED, CODE_OF_NO_USE), (CodeFailed(UNREADABLE), UNREADABLE)],
)
def test_a_code_is_answered_for_a_while_on_the_welcome_screen(event: Event, problem: str) -> None:
    visit = kiosk_at().send(event)
    visit.on(Welcome)
    assert visit.kiosk.code_problem == problem
    assert clock_of(visit.kiosk) == ScreenClock(Timer.SCREEN, FlowSettings().notice_seconds)
    visit.time_passes().on(Welcome)
    assert visit.kiosk.code_problem is None
    assert clock_of(visit.kiosk) is None


@pytest.mark.parametrize(("way", "screen"), [(CardFound(), Reading), (NoCardPressed(), NoCard)])
def test_who_goes_on_another_way_leaves_the_answer_behind(
    way: Event, screen: type[Reading | NoCard]
) -> None:
    visit = kiosk_at().send(SCANNED, way)
    visit.on(screen)
    assert visit.kiosk.code_problem is None
    assert visit.send(RestartPressed()).kiosk.code_problem is None


def test_the_answer_waits_under_help() -> None:
    visit = kiosk_at().send(HelpPressed(), SCANNED)
    visit.on(Help)
    visit.send(BackPressed()).on(Welcome)
    assert visit.kiosk.code_problem == CODE_OF_NO_USE


def test_a_size_chosen_on_the_welcome_screen_outlives_the_answer() -> None:
    visit = kiosk_at().send(SizePressed(), SCANNED).time_passes()
    assert (visit.kiosk.size, visit.kiosk.code_problem) == (Size.LARGE, None)


def test_the_hint_to_lift_a_card_comes_back_after_the_answer() -> None:
    visit = kiosk_at().at_services().send(RestartPressed(), SCANNED).time_passes()
    assert visit.kiosk.is_lift_asked
    assert clock_of(visit.kiosk) == ScreenClock(Timer.SCREEN, FlowSettings().lift_seconds)


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED, Phase.CLOSED_DAY])
def test_where_no_numbers_are_given_a_code_changes_nothing(phase: Phase) -> None:
    assert kiosk_at(Opening(MONDAY, phase)).ignores(SCANNED)


def test_numbers_that_end_meanwhile_take_the_answer_with_them() -> None:
    visit = kiosk_at().send(SCANNED).opens(Opening(MONDAY, Phase.STOPPED)).time_passes()
    visit.on(Closed)
    assert visit.kiosk.code_problem is None


def test_nobody_who_is_served_is_disturbed_by_a_code() -> None:
    assert kiosk_at().at_services().ignores(SCANNED)
    assert kiosk_at().at_ticket().ignores(CodeFailed(UNREADABLE))


def test_no_code_is_seen_in_what_is_printed() -> None:
    visit = kiosk_at().send(SCANNED)
    assert CODE not in repr((SCANNED, visit.kiosk, visit.last))


def test_troubles_of_scanner_light_and_voice_are_known_and_change_no_screen() -> None:
    visit = kiosk_at().send(ScannerChanged("scanner"), LightChanged("light"), VoiceChanged("voice"))
    assert visit.kiosk.devices == Devices(
        scanner_problem="scanner", light_problem="light", voice_problem="voice"
    )
    visit.on(Welcome)
    visit.send(ScannerChanged(None), LightChanged(None), VoiceChanged(None))
    assert visit.kiosk == kiosk_at().kiosk
