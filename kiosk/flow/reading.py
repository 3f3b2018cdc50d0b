# SPDX-License-Identifier: Apache-2.0
"""The reading of a card: it fails, ends, or the card is taken away."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow.change import Change, go_home, is_asked_whom, show, unexpected
from kiosk.flow.events import CardEvent, CardFailed, CardTaken
from kiosk.flow.onward import onward
from kiosk.flow.problems import CARD_NOT_READ, CARD_TAKEN_EARLY, NO_ANSWER
from kiosk.flow.states import Family, Kiosk, Reading, Refused


def react(kiosk: Kiosk, event: CardEvent) -> Change:
    """What came of the card; `kiosk.screen` is the one under help or question."""
    match event:
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
        case Reading(problem=problem) if is_asked_whom(kiosk):
            return show(kiosk, Family(problem))
        case _:
            return go_home(kiosk), ()


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
