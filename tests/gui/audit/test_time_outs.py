# SPDX-License-Identifier: Apache-2.0
"""Row 8 of the accessibility table over every state: enough time, a question first, nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kiosk.flow.change import is_home
from kiosk.flow.effects import Timer
from kiosk.flow.events import TimerFired
from kiosk.flow.states import Keypad, Kiosk, StillThere
from kiosk.flow.step import step
from kiosk.flow.time_out import is_asked
from kiosk.flow.timing import clock_of, goes_on_by_itself
from kiosk.flow.touches import StillHerePressed
from kiosk.flow.values import Size
from tests.gui.samples import samples

IDLE, IDLE_SLOW, QUESTION = 60.0, 120.0, 30.0
EXTENSIONS = 10


def waits(kiosk: Kiosk) -> bool:
    """Whether only the visitor is waited for."""
    clock = clock_of(kiosk)
    return clock is not None and clock.timer is Timer.IDLE and not goes_on_by_itself(kiosk)


def time_out(kiosk: Kiosk) -> Kiosk:
    clock = clock_of(kiosk)
    assert clock is not None
    return step(kiosk, TimerFired(clock.timer, kiosk.timer_no))[0]


def bare(kiosk: Kiosk) -> Kiosk:
    """Without the numbers that rise by themselves, and the row that goes with its screen."""
    return replace(kiosk, timer_no=0, screen_no=0, speech_no=None, is_adjusting=False)


def hurried(kiosk: Kiosk) -> Iterator[str]:
    """Less time than is held, or no question before something is lost."""
    clock = clock_of(kiosk)
    if not waits(kiosk) or clock is None:
        return
    is_slow = kiosk.size is not Size.NORMAL or kiosk.is_voice_on
    least = IDLE_SLOW if is_slow else IDLE
    if clock.seconds < least:
        yield f"{clock.seconds:.0f} s"
    if not is_asked(kiosk.screen):
        return
    asked = time_out(kiosk)
    question = clock_of(asked)
    if not isinstance(asked.screen, StillThere) or question is None:
        yield "nobody is asked before it is over"
    elif question.seconds < QUESTION:
        yield f"{question.seconds:.0f} s for the question"


def answered(asked: Kiosk) -> Kiosk:
    return step(asked, StillHerePressed())[0]


def losses(kiosk: Kiosk, answer: Callable[[Kiosk], Kiosk] = answered) -> Iterator[str]:
    """What is not as before after the question was answered, ten times."""
    begun = bare(kiosk)
    for number in range(EXTENSIONS):
        kiosk = answer(time_out(kiosk))
        if bare(kiosk) != begun:
            yield f"something is lost the {number + 1}. time"
            return


def paces(kiosk: Kiosk) -> Iterator[Kiosk]:
    yield replace(kiosk, size=Size.NORMAL, is_voice_on=False)
    yield replace(kiosk, size=Size.LARGE, is_voice_on=False)
    yield replace(kiosk, size=Size.EXTRA_LARGE, is_voice_on=False)
    yield replace(kiosk, size=Size.NORMAL, is_voice_on=True)


ASKED = {name: one for name, one in samples().items() if waits(one) and is_asked(one.screen)}


def test_every_screen_gives_its_visitor_the_time_of_the_table() -> None:
    broken = [
        f"{name}: {found}"
        for name, kiosk in samples().items()
        for one in paces(kiosk)
        for found in hurried(one)
    ]
    assert not broken, "\n".join(broken)


def test_ten_extensions_lose_nothing() -> None:
    assert len(ASKED) > EXTENSIONS
    broken = [f"{name}: {found}" for name, kiosk in ASKED.items() for found in losses(kiosk)]
    assert not broken, "\n".join(broken)


def test_nobody_who_answers_is_led_home_from_every_screen() -> None:
    for name, kiosk in ASKED.items():
        assert is_home(time_out(time_out(kiosk)).screen), name


def test_no_visitor_s_time_runs_while_something_is_said() -> None:
    """The clock that runs instead ends a voice that never does, not the screen."""
    for name, kiosk in ASKED.items():
        speaking = replace(kiosk, is_voice_on=True, speech_no=kiosk.say_no)
        clock = clock_of(speaking)
        assert clock is not None, name
        assert clock.timer is Timer.SCREEN, name
        after = time_out(speaking)
        assert after.screen == kiosk.screen, name
        assert after.speech_no is None, name


@pytest.mark.parametrize("setting", ["idle_seconds", "still_seconds"])
def test_too_little_time_is_found(setting: str) -> None:
    kiosk = samples()["services"]
    assert not list(hurried(kiosk))
    hasty = {"idle_seconds": 40.0, "still_seconds": 10.0}[setting]
    assert list(hurried(replace(kiosk, settings=replace(kiosk.settings, **{setting: hasty}))))


def test_a_question_that_forgets_is_found() -> None:
    kiosk = samples()["keypad_begun"]
    assert not list(losses(kiosk))
    assert list(losses(kiosk, lambda asked: replace(answered(asked), screen=Keypad())))
