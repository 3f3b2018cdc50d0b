# SPDX-License-Identifier: Apache-2.0
"""The card: laid, read, failed, taken away."""

from dataclasses import replace
from typing import assert_never

from hall.identity import Identity
from kiosk.flow.change import Change, begin_visit, go_home, show, unexpected
from kiosk.flow.choosing import onward
from kiosk.flow.covers import innermost
from kiosk.flow.events import CardEvent, CardFailed, CardRead, CardTaken
from kiosk.flow.identifying import load_visit, recognised
from kiosk.flow.problems import CARD_NOT_READ, CARD_TAKEN_EARLY, NO_ANSWER
from kiosk.flow.states import (
    Again,
    Cancelled,
    KeepNumber,
    Keypad,
    Kiosk,
    NoCard,
    Reading,
    Refused,
    Screen,
    StillThere,
    TicketShown,
    Welcome,
)
from kiosk.flow.values import CameBy


def found(kiosk: Kiosk) -> Change:
    """A newly laid card: somebody new, the same once more, or nothing in the middle of a visit."""
    kiosk = replace(kiosk, is_card_present=True)
    match innermost(kiosk.screen):
        case Reading(is_done=False):
            return show(kiosk, Reading())
        case Welcome() | NoCard() | Keypad():
            # Nobody is known yet: the size and language just chosen stay.
            return begin_visit(kiosk, CameBy.CARD, Reading()), ()
        case screen if _makes_room(screen) or isinstance(kiosk.screen, StillThere):
            return begin_visit(go_home(kiosk), CameBy.CARD, Reading()), ()
        case _:
            return kiosk, ()


def _makes_room(screen: Screen) -> bool:
    """Whether all is done or said there, so that the next card begins the next visit."""
    return isinstance(screen, Again | TicketShown | KeepNumber | Cancelled | Refused)


def react(kiosk: Kiosk, event: CardEvent) -> Change:
    """What came of the card; `kiosk.screen` is the one under help or question."""
    match event:
        case CardRead(identity):
            return _read(kiosk, identity)
        case CardFailed(problem):
            return _failed(kiosk, problem)
        case CardTaken():
            return _taken(replace(kiosk, is_card_present=False)), ()
        case _:
            assert_never(event)


def time_over(kiosk: Kiosk, screen: Reading) -> Change:
    """The reader was silent, the message was read, or "take your card" was shown long enough."""
    is_loaded = kiosk.visitor is not None and kiosk.visitor.is_loaded
    match screen:
        case Reading(is_done=True) if is_loaded:
            return onward(kiosk)
        case Reading(is_done=True, is_time_over=False):
            return show(kiosk, replace(screen, is_time_over=True))
        case Reading(is_done=True):
            return show(kiosk, Refused(NO_ANSWER))
        case Reading(problem=None):
            return show(kiosk, Reading(problem=CARD_NOT_READ))
        case _:
            return go_home(kiosk), ()


def _read(kiosk: Kiosk, identity: Identity) -> Change:
    match kiosk.screen:
        case Reading(is_done=False) if kiosk.visitor:
            kiosk = recognised(kiosk, kiosk.visitor, identity)
            return replace(kiosk, screen=Reading(is_done=True)), load_visit(kiosk)
        case _:
            return unexpected(kiosk)


def _failed(kiosk: Kiosk, problem: str) -> Change:
    match kiosk.screen:
        case Reading(is_done=False):
            return show(kiosk, Reading(problem=problem))
        case _:
            return unexpected(kiosk)


def _taken(kiosk: Kiosk) -> Kiosk:
    match kiosk.screen:
        case Reading(is_done=False, problem=None):
            return replace(kiosk, screen=Reading(problem=CARD_TAKEN_EARLY))
        case _:
            return kiosk
