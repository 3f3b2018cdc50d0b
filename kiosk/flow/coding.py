# SPDX-License-Identifier: Apache-2.0
"""The code of a booking: held in front of the scanner, or its eight digits typed."""

from dataclasses import replace

from hall.booking_code import DIGITS, are_digits
from hall.identity import Secret
from kiosk.flow import guessing
from kiosk.flow.change import (
    Change,
    begin_visit,
    checks_in,
    end_visit,
    go_home,
    is_asked_whom,
    may_be_left,
    show,
    unexpected,
)
from kiosk.flow.change import refused as refused_screen
from kiosk.flow.covers import innermost
from kiosk.flow.effects import FindBooking
from kiosk.flow.problems import (
    CODE_CHECK_DIGIT,
    CODE_LENGTH,
    CODE_OF_NO_USE,
    NO_CODE,
    TOO_MANY_CODES,
)
from kiosk.flow.states import (
    BeforeOpening,
    Closed,
    CodeKeypad,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    Keypad,
    Kiosk,
    NoCard,
    Reading,
    Refused,
    Screen,
    Welcome,
)
from kiosk.flow.values import CameBy

_KEYS = "0123456789"


def code_pressed(kiosk: Kiosk) -> Change:
    """The keypad for the digits of a booking, unless too many were wrong."""
    if not takes_codes(kiosk):
        return unexpected(kiosk)
    takes = guessing.takes_digits(kiosk)
    screen = CodeKeypad() if takes else refused_screen(kiosk, TOO_MANY_CODES)
    return begin_visit(kiosk, CameBy.CODE, screen), ()


def takes_codes(kiosk: Kiosk) -> bool:
    """Whether a code may say here who is served: nobody else is known yet."""
    return kiosk.settings.has_bookings and _is_beginning(kiosk, kiosk.screen)


def _is_beginning(kiosk: Kiosk, screen: Screen) -> bool:
    match screen:
        case BeforeOpening() | Closed():
            return checks_in(kiosk)
        case Welcome() | NoCard() | Family() | Reading(is_done=False) | Keypad(is_checking=False):
            return True
        case Documents() | DocumentKeypad(is_checking=False):
            return True
        case _:
            return False


def scanned(kiosk: Kiosk, code: Secret) -> Change:
    """Somebody holds a code there: whose booking it is. A telephone can show digits as well.

    Where a proxy may be gone it begins a visit of its own: nothing says that it is her family's.
    """
    uncovered = replace(kiosk, screen=innermost(kiosk.screen))
    if not (takes_codes(uncovered) or _takes_scans(uncovered.screen)):
        return unexpected(kiosk)
    kiosk = go_home(kiosk) if may_be_left(kiosk) else uncovered
    is_digits = are_digits(code.reveal().strip())
    if is_digits and not guessing.takes_digits(kiosk):
        told = refused_screen(kiosk, TOO_MANY_CODES)
        return begin_visit(kiosk, CameBy.CODE, told), ()
    kiosk = begin_visit(kiosk, CameBy.CODE, Finding(is_digits))
    return (kiosk, _look_for(kiosk, code)) if kiosk.visitor else (kiosk, ())


def _takes_scans(screen: Screen) -> bool:
    """Whether who is at the digits, or was sent away from them, may hold a code there instead."""
    match screen:
        case CodeKeypad(is_checking=False):
            return True
        case Refused(problem):
            return problem == TOO_MANY_CODES
        case _:
            return False


def digit_pressed(kiosk: Kiosk, screen: CodeKeypad, digit: str) -> Change:
    """One more of the eight."""
    typed = screen.typed.reveal()
    is_next = len(digit) == 1 and digit in _KEYS and len(typed) < DIGITS
    if screen.is_checking or not is_next:
        return unexpected(kiosk)
    return show(kiosk, CodeKeypad(Secret(typed + digit)))


def delete_pressed(kiosk: Kiosk, screen: CodeKeypad) -> Change:
    """One less."""
    if screen.is_checking or not len(screen.typed):
        return unexpected(kiosk)
    return show(kiosk, CodeKeypad(Secret(screen.typed.reveal()[:-1])))


def done_pressed(kiosk: Kiosk, screen: CodeKeypad) -> Change:
    """Checked before anything is asked; what was typed stays, also when nothing is found."""
    if screen.is_checking:
        return unexpected(kiosk)
    if len(screen.typed) < DIGITS:
        return show(kiosk, replace(screen, problem=CODE_LENGTH))
    if not are_digits(screen.typed.reveal()):
        return show(kiosk, replace(screen, problem=CODE_CHECK_DIGIT))
    checking = CodeKeypad(screen.typed, is_checking=True)
    return replace(kiosk, screen=checking), _look_for(kiosk, screen.typed)


def refused(kiosk: Kiosk, problem: str) -> Change:
    """The code leads to no booking."""
    match kiosk.screen:
        case CodeKeypad(typed, is_checking=True):
            return _wrong_digits(kiosk, CodeKeypad(typed, problem=problem))
        case Finding(is_digits=True):
            return _wrong_digits(kiosk, refused_screen(kiosk, problem))
        case Finding():
            return _not_found(kiosk, problem), ()
        case _:
            return unexpected(kiosk)


def _wrong_digits(kiosk: Kiosk, told: Screen) -> Change:
    """`told` says what is wrong, until that is said too often."""
    kiosk, effects = guessing.count_wrong(kiosk)
    takes = guessing.takes_digits(kiosk)
    screen = told if takes else refused_screen(kiosk, TOO_MANY_CODES)
    return replace(kiosk, screen=screen), effects


def _not_found(kiosk: Kiosk, problem: str) -> Kiosk:
    """A code of something else is answered where people begin; one of a booking needs the desk."""
    if is_asked_whom(kiosk):
        return replace(kiosk, screen=Family(problem))
    home = end_visit(kiosk)
    if problem == NO_CODE and isinstance(home.screen, Welcome):
        return replace(home, code_problem=CODE_OF_NO_USE)
    return replace(kiosk, screen=Refused(problem))


def _look_for(kiosk: Kiosk, code: Secret) -> tuple[FindBooking, ...]:
    visitor = kiosk.visitor
    is_green = visitor is not None and visitor.is_green
    is_proxy = visitor is not None and visitor.proxy is not None
    return (FindBooking(kiosk.visit_no, code, is_green=is_green, is_proxy=is_proxy),)
