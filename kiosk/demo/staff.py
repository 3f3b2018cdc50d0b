# SPDX-License-Identifier: Apache-2.0
"""Somebody of the staff at the demo's kiosk: takes it out of use, and back."""

from collections.abc import Callable

from kiosk.demo.player import Player
from kiosk.flow import touches
from kiosk.flow.staff_states import HoldAsked, StaffHome, StaffPage, WayIn
from kiosk.flow.staff_touches import (
    HoldPressed,
    HoldReasonPressed,
    ReleasePressed,
    StaffLeavePressed,
    StaffPressed,
)
from kiosk.flow.staff_values import HoldReason
from kiosk.flow.states import Help, Kiosk, OutOfService, StaffMode, Welcome

NUMBER, PIN, NAME = "7", "246813", "王敏"
"""Anybody may try staff mode with these."""


def hold_and_release(player: Player) -> None:
    """By staff number and PIN behind 找人帮忙."""
    player.begin("staff")
    _sign_in(player, "")
    player.touch("hold", HoldPressed(), _on_page(HoldAsked))
    why = HoldReasonPressed(HoldReason.CARE)
    player.touch("why", why, lambda kiosk: isinstance(kiosk.screen, OutOfService))
    _sign_in(player, "-2")
    player.touch("release", ReleasePressed(), _is_home(is_held=False))
    player.touch("leave", StaffLeavePressed(), lambda kiosk: isinstance(kiosk.screen, Welcome))


def _sign_in(player: Player, suffix: str) -> None:
    player.touch(
        f"help{suffix}", touches.HelpPressed(), lambda kiosk: isinstance(kiosk.screen, Help)
    )
    player.touch(f"way-in{suffix}", StaffPressed(), _on_page(WayIn))
    player.keys(f"number{suffix}", [touches.DigitPressed(digit) for digit in NUMBER])
    player.touch(f"number-done{suffix}", touches.NumberDonePressed(), _on_page(WayIn))
    player.keys(f"pin{suffix}", [touches.DigitPressed(digit) for digit in PIN])
    player.touch(f"menu{suffix}", touches.NumberDonePressed(), _on_page(StaffHome))


def _on_page(page: type[StaffPage]) -> Callable[[Kiosk], bool]:
    def reached(kiosk: Kiosk) -> bool:
        return isinstance(kiosk.screen, StaffMode) and isinstance(kiosk.screen.page, page)

    return reached


def _is_home(*, is_held: bool) -> Callable[[Kiosk], bool]:
    is_there = _on_page(StaffHome)
    return lambda kiosk: is_there(kiosk) and kiosk.is_held is is_held
