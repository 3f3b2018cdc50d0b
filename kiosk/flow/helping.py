# SPDX-License-Identifier: Apache-2.0
"""The call for help: it lasts as long as the help screen, and says no more than what has happened."""

from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from kiosk.flow.change import Change, unexpected
from kiosk.flow.covers import innermost, is_help_shown
from kiosk.flow.effects import CallForHelp, Effect, EndHelp, StartTimer, StopTimer, Timer
from kiosk.flow.events import Event, HelpChanged, HelpEvent, LampChanged
from kiosk.flow.states import HelpCall, Kiosk
from kiosk.flow.touches import HelpPressed
from kiosk.flow.values import HelpReach


class HelpStage(StrEnum):
    """What the help screen may say; all but DESK and LATE ask the visitor to wait or to go on."""

    CALLING = "calling"  # it is not known yet whether anybody is reached
    LIT = "lit"  # the lamp is on, as far as it proves it; nobody is known to have seen it
    TOLD = "told"  # somebody of the staff was shown the call
    COMING = "coming"  # somebody said that he comes
    DONE = "done"  # the staff ended the call
    LATE = "late"  # nobody answered in time
    DESK = "desk"  # nobody can be reached


_RANKS = {reach: rank for rank, reach in enumerate(HelpReach)}


def stage(kiosk: Kiosk) -> HelpStage:
    """What is known of the call under way."""
    call = kiosk.help_call
    if call is None:
        return HelpStage.DESK
    match call.reach:
        case HelpReach.DONE:
            return HelpStage.DONE
        case HelpReach.COMING:
            return HelpStage.COMING
        case HelpReach.TOLD:
            return HelpStage.LATE if call.is_late else HelpStage.TOLD
        case HelpReach.ASKED | HelpReach.CUT:
            return _untold(kiosk, call)
        case _:
            assert_never(call.reach)


def _untold(kiosk: Kiosk, call: HelpCall) -> HelpStage:
    if not _may_be_noticed(kiosk, call):
        return HelpStage.DESK
    if call.is_late:
        return HelpStage.LATE
    is_lit = kiosk.settings.has_lamp and kiosk.is_lamp_on
    return HelpStage.LIT if is_lit else HelpStage.CALLING


def _may_be_noticed(kiosk: Kiosk, call: HelpCall) -> bool:
    """Whether anybody may still be told, or see a lamp of which it is known whether it is on."""
    has_lamp = kiosk.settings.has_lamp and kiosk.devices.light_problem is None
    return call.reach is not HelpReach.CUT or has_lamp


def is_awaited(kiosk: Kiosk) -> bool:
    """Whether the visitor was asked to wait for somebody, who takes longer than a touch."""
    waits = (HelpStage.CALLING, HelpStage.LIT, HelpStage.TOLD, HelpStage.COMING)
    return stage(kiosk) in waits


def can_call_again(kiosk: Kiosk) -> bool:
    """Whether another call may do what this one did not, or does no more."""
    return stage(kiosk) in (HelpStage.LATE, HelpStage.DONE)


def react(kiosk: Kiosk, event: HelpEvent) -> Change:
    """Something became of the call, or of the lamp; what is known already changes nothing."""
    match event:
        case LampChanged(is_on):
            return replace(kiosk, is_lamp_on=is_on), ()
        case HelpChanged(call_no, reach):
            call = kiosk.help_call
            if call is None or call.call_no != call_no or _RANKS[reach] <= _RANKS[call.reach]:
                return unexpected(kiosk)
            return replace(kiosk, help_call=replace(call, reach=reach)), ()
        case _:
            assert_never(event)


def time_over(kiosk: Kiosk, call_no: int) -> Change:
    """Nobody answered in time; whoever still does is welcome."""
    call = kiosk.help_call
    if call is None or call.call_no != call_no:
        return unexpected(kiosk)
    return replace(kiosk, help_call=replace(call, is_late=True)), ()


def with_call(before: Kiosk, after: Kiosk, event: Event) -> Change:
    """The call begins with the help screen and ends with it; pressed there again, it is another."""
    was_shown, is_shown = is_help_shown(before.screen), is_help_shown(after.screen)
    is_again = is_shown and isinstance(event, HelpPressed) and can_call_again(before)
    if was_shown is is_shown and not is_again:
        return after, ()
    after, ended = _ended(after)
    if not is_shown:
        return after, ended
    after, begun = _begun(after)
    return after, (*ended, *begun)


def _ended(kiosk: Kiosk) -> tuple[Kiosk, tuple[Effect, ...]]:
    call = kiosk.help_call
    if call is None:
        return kiosk, ()
    return replace(kiosk, help_call=None), (StopTimer(Timer.HELP), EndHelp(call.call_no))


def _begun(kiosk: Kiosk) -> tuple[Kiosk, tuple[Effect, ...]]:
    call_no = kiosk.help_no + 1
    is_cut = not kiosk.settings.calls_centre or kiosk.cut_since is not None
    reach = HelpReach.CUT if is_cut else HelpReach.ASKED
    screen = type(innermost(kiosk.screen)).__name__
    effects = (
        CallForHelp(call_no, screen),
        StartTimer(Timer.HELP, kiosk.settings.help_seconds, call_no),
    )
    return replace(kiosk, help_no=call_no, help_call=HelpCall(call_no, reach)), effects
