# SPDX-License-Identifier: Apache-2.0
"""优先: who has one of the site's reasons is served first; which one is never told (rules.md 1)."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow.change import Change, gives_numbers, show, unexpected
from kiosk.flow.choosing import choose, has_list_of_services, is_single, list_of_services
from kiosk.flow.identifying import load_visit
from kiosk.flow.states import GreenReasons, Kiosk, NoCard, Pause, Services, When
from kiosk.flow.touches import GreenPressed, GreenTouch, ReasonPressed
from kiosk.flow.values import Availability, Visitor

_HELPED = (Availability.LATER, Availability.STANDBY, Availability.FULL)
"""Where who is served first may have more."""


def react(kiosk: Kiosk, event: GreenTouch) -> Change:
    """The way to the reasons, and one of them."""
    match event:
        case GreenPressed():
            return show(kiosk, GreenReasons()) if can_begin(kiosk) else unexpected(kiosk)
        case ReasonPressed():
            return _reason_pressed(kiosk)
        case _:
            assert_never(event)


def can_begin(kiosk: Kiosk) -> bool:
    """Whether reasons can be looked at; who is served first already needs none.

    Where there is one service only nobody chooses one, so what comes instead offers it.
    """
    if not kiosk.green_reasons or kiosk.visitor is None or kiosk.visitor.is_green:
        return False
    match kiosk.screen:
        case Services() | NoCard():
            return True
        case Pause():
            return is_single(kiosk)
        case When():
            return is_single(kiosk) and kiosk.services[0].availability in _HELPED
        case _:
            return False


def take_back(kiosk: Kiosk, visitor: Visitor) -> Change:
    """From the services, or what comes instead, back to the reasons, with none."""
    kiosk, wanted = _served(kiosk, visitor, is_first=False)
    return replace(kiosk, screen=GreenReasons()), wanted


def leave(kiosk: Kiosk) -> Change:
    """From the reasons back to where they were asked for."""
    return _to_services(kiosk) if not has_list_of_services(kiosk) else (list_of_services(kiosk), ())


def is_taken_back_next(kiosk: Kiosk) -> bool:
    """Whether one screen back the reason is taken back."""
    if kiosk.visitor is None or not kiosk.visitor.person_present.has_reason:
        return False
    is_instead = isinstance(kiosk.screen, Pause | When) and not has_list_of_services(kiosk)
    return is_instead or isinstance(kiosk.screen, Services | NoCard)


def _to_services(kiosk: Kiosk) -> Change:
    """To their list, or to the only one there is; home where its numbers have ended meanwhile."""
    if is_single(kiosk) and gives_numbers(kiosk):
        return choose(kiosk, kiosk.services[0])
    return list_of_services(kiosk), ()


def _reason_pressed(kiosk: Kiosk) -> Change:
    if not isinstance(kiosk.screen, GreenReasons) or kiosk.visitor is None:
        return unexpected(kiosk)
    kiosk, wanted = _served(kiosk, kiosk.visitor, is_first=True)
    kiosk, more = _to_services(kiosk)
    return kiosk, (*wanted, *more) if kiosk.visitor else ()


def _served(kiosk: Kiosk, visitor: Visitor, *, is_first: bool) -> Change:
    """Whether the person present is served first, at once; what is left for her is asked for.

    Tiles that are on their way are those of before, and of no use.
    """
    tiles = tuple(replace(tile, is_green=is_first, wait=None) for tile in kiosk.services)
    visitor = _with_reason(visitor, is_first=is_first)
    kiosk = replace(kiosk, services=tiles, visitor=visitor, visit_no=kiosk.visit_no + 1)
    return kiosk, load_visit(kiosk)


def _with_reason(visitor: Visitor, *, is_first: bool) -> Visitor:
    """It belongs to the person present, not to a family member who is served."""
    if visitor.proxy is None:
        return replace(visitor, has_reason=is_first)
    return replace(visitor, proxy=replace(visitor.proxy, has_reason=is_first))
