# SPDX-License-Identifier: Apache-2.0
"""Every screen's clock: how long it stays, and what begins it anew."""

from dataclasses import dataclass, replace

from kiosk.flow import family, green, helping
from kiosk.flow.change import Change, is_as_new, is_home
from kiosk.flow.effects import Effect, StartTimer, StopTimer, Timer
from kiosk.flow.events import Event, LaidCard
from kiosk.flow.states import (
    About,
    AskCancel,
    Cancelled,
    CheckingIn,
    CheckInPause,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Finding,
    Help,
    Home,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    Pause,
    Privacy,
    Reading,
    Screen,
    StaffMode,
    StillThere,
    TicketShown,
)
from kiosk.flow.touches import Touch
from kiosk.flow.values import Paper, Size, TicketView

CHOICES_PAUSE_SECONDS = 5.0
"""Two choices in large letters are not read in two seconds."""


@dataclass(frozen=True)
class ScreenClock:
    """What runs on a screen: IDLE begins anew at each touch, SCREEN goes on whatever is touched."""

    timer: Timer
    seconds: float


def clock_of(kiosk: Kiosk) -> ScreenClock | None:
    """The clock of a screen; none at home, where nobody is waited for."""
    if stands_still(kiosk):
        return ScreenClock(Timer.SCREEN, kiosk.settings.speech_seconds)
    seconds = _seconds_by_itself(kiosk)
    if seconds is not None:
        return ScreenClock(Timer.SCREEN, seconds)
    is_covered = isinstance(kiosk.screen, Help | Privacy | StaffMode)
    if is_home(kiosk.screen) and not is_covered and is_as_new(kiosk):
        return None
    return ScreenClock(Timer.IDLE, _idle_seconds(kiosk))


def stands_still(kiosk: Kiosk) -> bool:
    """Whether a visitor's time does not run: something is said to her.

    Devices and services have their time all the same, and so has a count that she sees.
    """
    if kiosk.speech_no is None:
        return False
    match kiosk.screen:
        case Reading() | StillThere():
            return False
        case screen if _waits_for_paper(screen):
            return False
        case screen:
            return not _waits_for_services(screen)


def goes_on_by_itself(kiosk: Kiosk) -> bool:
    """Whether the screen leaves after a while, whatever is touched."""
    return _seconds_by_itself(kiosk) is not None


def _seconds_by_itself(kiosk: Kiosk) -> float | None:
    """How long a screen stays that waits for something else than the visitor."""
    settings = kiosk.settings
    seconds: float | None = None
    match kiosk.screen:
        case Reading() as screen:
            seconds = _reading_seconds(kiosk, screen)
        case screen if _waits_for_services(screen):
            seconds = settings.answer_seconds
        case Pause(asks=False) | CheckInPause(asks=False):
            seconds = _pause_seconds(kiosk)
        case screen if _waits_for_paper(screen):
            seconds = settings.print_seconds
        case Cancelled():
            seconds = settings.notice_seconds
        case screen if isinstance(screen, Home) and kiosk.code_problem is not None:
            seconds = settings.notice_seconds
        case screen if isinstance(screen, Home) and kiosk.is_lift_asked:
            seconds = settings.lift_seconds
        case StillThere():
            seconds = settings.still_seconds
        case _:
            pass
    return seconds


def _pause_seconds(kiosk: Kiosk) -> float:
    """Longer for who reads large letters or listens and is asked only here for whom and how soon."""
    is_slow = _is_slow(kiosk) and (family.can_begin(kiosk) or green.can_begin(kiosk))
    seconds = kiosk.settings.pause_seconds
    return max(seconds, CHOICES_PAUSE_SECONDS) if is_slow else seconds


def _waits_for_paper(screen: Screen) -> bool:
    match screen:
        case TicketShown(TicketView(paper=Paper.PRINTING)) | Direct(slip=Paper.PRINTING):
            return True
        case _:
            return False


def _waits_for_services(screen: Screen) -> bool:
    match screen:
        case Keypad(is_checking=True) | CodeKeypad(is_checking=True) | Finding():
            return True
        case DocumentKeypad(is_checking=True):
            return True
        case Issuing() | CheckingIn() | AskCancel(is_cancelling=True):
            return True
        case _:
            return False


def _reading_seconds(kiosk: Kiosk, screen: Reading) -> float | None:
    settings = kiosk.settings
    if screen.is_done:
        return settings.answer_seconds if screen.is_time_over else settings.read_done_seconds
    if screen.problem is None:
        return settings.reading_seconds
    return None if kiosk.is_card_present else settings.notice_seconds


def _idle_seconds(kiosk: Kiosk) -> float:
    settings = kiosk.settings
    if isinstance(kiosk.screen, StaffMode):
        return settings.staff_seconds
    if isinstance(kiosk.screen, Help) and helping.is_awaited(kiosk):
        return settings.help_idle_seconds
    is_slow = _is_slow(kiosk)
    if isinstance(kiosk.screen, TicketShown | KeepNumber | About):
        return settings.ticket_large_seconds if is_slow else settings.ticket_seconds
    return settings.idle_large_seconds if is_slow else settings.idle_seconds


def _is_slow(kiosk: Kiosk) -> bool:
    """Whether this visitor needs more time, by large letters or the voice."""
    return kiosk.size is not Size.NORMAL or kiosk.is_voice_on


def with_clock(before: Kiosk, after: Kiosk, event: Event) -> Change:
    """Stops and starts what the step from `before` to `after` asks for."""
    old, new = clock_of(before), clock_of(after)
    effects: tuple[Effect, ...] = ()
    if old is not None and (new is None or new.timer is not old.timer):
        effects = (StopTimer(old.timer),)
    if new is None or not _begins_anew(before, after, event):
        return after, effects
    after = replace(after, timer_no=after.timer_no + 1)
    return after, (*effects, StartTimer(new.timer, new.seconds, after.timer_no))


def _begins_anew(before: Kiosk, after: Kiosk, event: Event) -> bool:
    clock = clock_of(after)
    is_changed = clock != clock_of(before) or after.screen != before.screen
    if isinstance(after.screen, Help):
        is_changed = is_changed or after.help_call != before.help_call
    is_idle = clock is not None and clock.timer is Timer.IDLE
    return is_changed or (is_idle and isinstance(event, Touch | LaidCard))
