# SPDX-License-Identifier: Apache-2.0
"""听不清: the wish that staff come to the visitor instead of calling the number.

It goes on the ticket and to the counter with it; why somebody wishes it, nobody asks or keeps.
"""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.covers import innermost
from kiosk.flow.states import (
    Bookings,
    CheckInPause,
    Family,
    GreenReasons,
    InsteadOfBooking,
    Kiosk,
    Materials,
    NoCard,
    Pause,
    Services,
    When,
)

BEFORE_NUMBER = (
    Bookings
    | CheckInPause
    | Family
    | GreenReasons
    | InsteadOfBooking
    | Materials
    | NoCard
    | Pause
    | Services
    | When
)
"""Where a visitor is about to take a number."""


def can_wish(kiosk: Kiosk) -> bool:
    """Whether a number may follow that says so."""
    return kiosk.visitor is not None and isinstance(innermost(kiosk.screen), BEFORE_NUMBER)


def react(kiosk: Kiosk) -> Change:
    """Wished, or not, after all."""
    if not can_wish(kiosk):
        return unexpected(kiosk)
    return replace(kiosk, is_in_person=not kiosk.is_in_person), ()
