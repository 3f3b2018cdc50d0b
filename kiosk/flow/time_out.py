# SPDX-License-Identifier: Apache-2.0
"""What comes when a screen's clock has run out; time alone brings every screen home."""

from dataclasses import replace

from kiosk.flow import guessing, helping
from kiosk.flow.change import Change, go_home, refused, show, unexpected
from kiosk.flow.effects import Timer
from kiosk.flow.events import TimerFired
from kiosk.flow.problems import CANCEL_UNSURE, NO_ANSWER, NO_PROOF
from kiosk.flow.reading import time_over
from kiosk.flow.states import (
    Again,
    AskCancel,
    Bookings,
    CheckingIn,
    CheckInPause,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    Help,
    Home,
    InsteadOfBooking,
    Issuing,
    Keypad,
    Kiosk,
    Materials,
    NoCard,
    Pause,
    Privacy,
    Reading,
    Screen,
    Services,
    StillThere,
    TicketShown,
    When,
)
from kiosk.flow.ticket import pause_over, ticket_screen
from kiosk.flow.timing import clock_of, stands_still
from kiosk.flow.values import Paper
from kiosk.flow.voice import hushed


def react(kiosk: Kiosk, event: TimerFired) -> Change:
    """A clock ran out; one that was replaced meanwhile means nothing."""
    if event.timer is Timer.CODES:
        return guessing.forget(kiosk)
    if event.timer is Timer.HELP:
        return helping.time_over(kiosk, event.timer_no)
    clock = clock_of(kiosk)
    if clock is None or (event.timer, event.timer_no) != (clock.timer, kiosk.timer_no):
        return unexpected(kiosk)
    if stands_still(kiosk):
        return hushed(kiosk), ()
    return _time_out(kiosk)


def _time_out(kiosk: Kiosk) -> Change:
    if (problem := _without_answer(kiosk.screen)) is not None:
        return show(kiosk, refused(kiosk, problem))
    if (unsure := _without_proof(kiosk.screen)) is not None:
        return show(kiosk, unsure)
    match kiosk.screen:
        case Reading() as screen:
            return time_over(kiosk, screen)
        case Pause(asks=False) | CheckInPause(asks=False):
            return pause_over(kiosk)
        case screen if is_asked(screen):
            return show(kiosk, StillThere(screen))
        case _:
            return _left(kiosk), ()


def _without_answer(screen: Screen) -> str | None:
    """What to say where the services were asked and are silent."""
    match screen:
        case Keypad(is_checking=True) | CodeKeypad(is_checking=True) | Finding():
            return NO_ANSWER
        case DocumentKeypad(is_checking=True) | Issuing() | CheckingIn():
            return NO_ANSWER
        case AskCancel(is_cancelling=True):
            return CANCEL_UNSURE
        case _:
            return None


def _without_proof(screen: Screen) -> Screen | None:
    """What to show where a print was asked for and the printer is silent."""
    match screen:
        case TicketShown(ticket) if ticket.paper is Paper.PRINTING:
            return ticket_screen(replace(ticket, paper=Paper.UNSURE, paper_problem=NO_PROOF))
        case Direct(service_id, slip=Paper.PRINTING):
            return Direct(service_id, Paper.UNSURE, NO_PROOF)
        case _:
            return None


def _left(kiosk: Kiosk) -> Kiosk:
    """Nobody is there any more; a size chosen on the welcome screen outlives the hints there."""
    if isinstance(kiosk.screen, Home) and kiosk.code_problem is not None:
        return replace(kiosk, code_problem=None)
    if isinstance(kiosk.screen, Home) and kiosk.is_lift_asked:
        return replace(kiosk, is_lift_asked=False)
    return go_home(kiosk)


def is_asked(screen: Screen) -> bool:
    """Whether the visitor could lose something, so that he is asked before."""
    match screen:
        case Help(before) | Privacy(before):
            return is_asked(before)
        case Reading() | Keypad() | CodeKeypad() | Finding() | NoCard():
            return True
        case Documents() | DocumentKeypad():
            return True
        case Bookings() | InsteadOfBooking() | CheckInPause() | CheckingIn():
            return True
        case (
            Materials()
            | GreenReasons()
            | Family()
            | Services()
            | When()
            | Pause()
            | Issuing()
            | Again()
        ):
            return True
        case _:
            return False
