# SPDX-License-Identifier: Apache-2.0
"""The bar that is the same on every screen: size, language, back, restart, help."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow.back import back
from kiosk.flow.change import (
    Change,
    go_home,
    is_as_new,
    is_home,
    show,
    show_inside,
    unexpected,
)
from kiosk.flow.covers import help_over, innermost
from kiosk.flow.events import (
    BackPressed,
    BarTouch,
    HelpPressed,
    LanguagePressed,
    RestartPressed,
    SizePressed,
)
from kiosk.flow.states import (
    AskCancel,
    Bookings,
    CheckingIn,
    Issuing,
    Kiosk,
    NoCard,
    Screen,
    Services,
)
from kiosk.flow.values import Size


def react(kiosk: Kiosk, event: BarTouch) -> Change:
    """A touch of the bar; the screen is not covered, or stays as it is."""
    match event:
        case SizePressed():
            return next_size(kiosk), ()
        case LanguagePressed():
            return next_language(kiosk), ()
        case BackPressed():
            return back(kiosk)
        case RestartPressed():
            return restart(kiosk)
        case HelpPressed():
            return show(kiosk, help_over(kiosk.screen))
        case _:
            assert_never(event)


def next_size(kiosk: Kiosk) -> Kiosk:
    """The next size, around; lists begin again because their pages are others."""
    sizes = tuple(Size)
    size = sizes[(sizes.index(kiosk.size) + 1) % len(sizes)]
    shown = show_inside(kiosk, _first_page(innermost(kiosk.screen)))
    return replace(shown, size=size, is_size_by_age=False, is_size_chosen=True)


def _first_page(screen: Screen) -> Screen:
    if isinstance(screen, Services | NoCard | Bookings):
        return replace(screen, page=0)
    return screen


def next_language(kiosk: Kiosk) -> Kiosk:
    """The next language, around."""
    languages = kiosk.settings.languages
    known = languages.index(kiosk.language) if kiosk.language in languages else -1
    return replace(kiosk, language=languages[(known + 1) % len(languages)])


def restart(kiosk: Kiosk) -> Change:
    """Everything from the beginning; not while a number is being taken or given up."""
    match innermost(kiosk.screen):
        case Issuing() | CheckingIn() | AskCancel(is_cancelling=True):
            return unexpected(kiosk)
        case screen if is_home(screen) and is_as_new(kiosk):
            return unexpected(kiosk)
        case _:
            return go_home(kiosk), ()
