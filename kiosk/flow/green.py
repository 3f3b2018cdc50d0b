# SPDX-License-Identifier: Apache-2.0
"""优先: who has one of the site's reasons is served first; which one is never told (rules.md 1)."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.choosing import list_of_services
from kiosk.flow.identifying import load_visit
from kiosk.flow.states import GreenReasons, Kiosk, NoCard, Services
from kiosk.flow.touches import GreenPressed, GreenTouch, ReasonPressed
from kiosk.flow.values import Visitor


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
    """Whether reasons can be looked at; who is served first already needs none."""
    is_asked = isinstance(kiosk.screen, Services | NoCard) and bool(kiosk.green_reasons)
    return is_asked and kiosk.visitor is not None and not kiosk.visitor.is_green


def take_back(kiosk: Kiosk, visitor: Visitor) -> Change:
    """From the services back to the reasons, with none."""
    kiosk, wanted = _served(kiosk, visitor, is_first=False)
    return replace(kiosk, screen=GreenReasons()), wanted


def _reason_pressed(kiosk: Kiosk) -> Change:
    if not isinstance(kiosk.screen, GreenReasons) or kiosk.visitor is None:
        return unexpected(kiosk)
    kiosk, wanted = _served(kiosk, kiosk.visitor, is_first=True)
    return list_of_services(kiosk), wanted


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
