# SPDX-License-Identifier: Apache-2.0
"""How the screens are to this visitor: letters, language, colours, how low the controls are, voice."""

from dataclasses import replace

from kiosk.flow import in_person, voice
from kiosk.flow.change import Change, show_inside, unexpected
from kiosk.flow.covers import innermost
from kiosk.flow.paging import page_count
from kiosk.flow.states import Bookings, GreenReasons, Kiosk, NoCard, Screen, Services
from kiosk.flow.touches import (
    ContrastPressed,
    InPersonPressed,
    LanguagePressed,
    LowerPressed,
    ModeTouch,
    SizePressed,
)
from kiosk.flow.values import Contrast, Size


def react(kiosk: Kiosk, event: ModeTouch) -> Change:
    """A touch that changes how screens look; the screen stays the same one."""
    match event:
        case SizePressed():
            return _next_size(kiosk), ()
        case LanguagePressed(language):
            return _in_language(kiosk, language)
        case ContrastPressed():
            is_high = kiosk.contrast is Contrast.HIGH
            return replace(kiosk, contrast=Contrast.STANDARD if is_high else Contrast.HIGH), ()
        case LowerPressed():
            return _lower(kiosk)
        case InPersonPressed():
            return in_person.react(kiosk)
        case _:
            after, effects = voice.react(kiosk, event)
            return _with_pages(kiosk, after), effects


def _next_size(kiosk: Kiosk) -> Kiosk:
    """The next size, around; what else can be adjusted is offered with it."""
    sizes = tuple(Size)
    size = sizes[(sizes.index(kiosk.size) + 1) % len(sizes)]
    shown = _on_first_page(kiosk)
    return replace(shown, size=size, is_size_by_age=False, is_size_chosen=True, is_adjusting=True)


def _in_language(kiosk: Kiosk, language: str) -> Change:
    """One of the kiosk's languages, as this visitor chose."""
    if language not in kiosk.settings.languages:
        return unexpected(kiosk)
    return _with_pages(kiosk, replace(kiosk, language=language)), ()


def _lower(kiosk: Kiosk) -> Change:
    """All controls below the reach of somebody who sits, and back."""
    if not kiosk.settings.can_lower:
        return unexpected(kiosk)
    return replace(_on_first_page(kiosk), is_low=not kiosk.is_low), ()


def _with_pages(before: Kiosk, after: Kiosk) -> Kiosk:
    """Long names page earlier, and so does what has the voice's controls beside it."""
    are_others = page_count(after) != page_count(before)
    return _on_first_page(after) if are_others else after


def _on_first_page(kiosk: Kiosk) -> Kiosk:
    """Lists begin again because their pages are others."""
    screen: Screen = innermost(kiosk.screen)
    if isinstance(screen, Services | NoCard | GreenReasons | Bookings):
        screen = replace(screen, page=0)
    return show_inside(kiosk, screen)
