# SPDX-License-Identifier: Apache-2.0
"""The one place that decides whether a touch counts (screens.md 1.3 row 9)."""

from collections.abc import Callable

SETTLE_SECONDS = 0.5
"""A finger still on its way to the screen before meets no control of the new one."""

REPEAT_SECONDS = 0.5
"""The same control twice within this time was one wish: a double tap or a shaking hand."""

KEY_REPEAT_SECONDS = 0.12
"""For keys of the keypad, where 1-1 is meant: only as long as one finger bounces on the glass.

Two wanted taps of one finger are at least 150 ms apart; a wrong digit more is seen in the field
and taken back with one touch, while a digit swallowed would be looked for in vain.
"""


class TouchGuard:
    """Remembers the last change of screen and the last touch that counted."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._changed_at = float("-inf")
        self._last_control = ""
        self._last_at = float("-inf")
        self._is_palm = False

    def screen_changed(self) -> None:
        """Another screen is shown from now on."""
        self._changed_at = self._monotonic()
        self._last_control = ""

    def fingers_on_glass(self, count: int) -> bool:
        """So many are on it from now on; True when they become a palm, or a hand that leans on it.

        What began with several presses nothing until the last one has gone.
        """
        was_palm, self._is_palm = self._is_palm, count > 1 or (self._is_palm and count > 0)
        return self._is_palm and not was_palm

    def may_begin(self) -> bool:
        """Whether a finger put down now may press a control."""
        has_settled = self._monotonic() - self._changed_at >= SETTLE_SECONDS
        return has_settled and not self._is_palm

    def counts(self, control: str, *, is_key: bool) -> bool:
        """Whether the release of this control now is a wish of its own; remembers it if so."""
        now = self._monotonic()
        pause = KEY_REPEAT_SECONDS if is_key else REPEAT_SECONDS
        if control == self._last_control and now - self._last_at < pause:
            return False
        self._last_control, self._last_at = control, now
        return True
