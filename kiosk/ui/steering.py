# SPDX-License-Identifier: Apache-2.0
"""The whole journey with a keypad: a ring walks over the controls, keys press and type."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import Qt

from kiosk.flow.touches import (
    BackPressed,
    DeletePressed,
    DigitPressed,
    HelpPressed,
    NumberDonePressed,
    ScreenTouched,
    Touch,
)
from kiosk.ui.guard import TouchGuard
from kiosk.ui.keys import Order, Wish
from kiosk.ui.leaves import Button
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.ring import FocusRing
from kiosk.ui.widgets.stage import Stage


class Steering:
    """Says what a key stands for on the screen that is shown; the guard counts as for touches.

    Nothing of it is seen before the first key, nor after a touch.
    `send` gets one event for each key, if only that somebody is there.
    """

    def __init__(
        self, stage: Stage, guard: TouchGuard, ring: FocusRing, send: Callable[[Touch], None]
    ) -> None:
        self._stage = stage
        self._guard = guard
        self._ring = ring
        self._send = send
        self._theme: Theme | None = None
        self._is_on = False
        self._name = ""  # of the control with the ring

    @property
    def ringed(self) -> Button | None:
        """The control that the ring stands around."""
        control = self._stands_around() if self._is_on else None
        return control.leaf if control else None

    def press(self, wish: Wish) -> None:
        """A key was pressed."""
        was_on, self._is_on = self._is_on, True
        match wish:
            case Order.PREVIOUS | Order.NEXT:
                self._walk(wish, was_on=was_on)
                self._send(ScreenTouched())
            case Order.PRESS:
                self._press(self._ringed() if was_on else None)
            case Order.BACK:
                self._press(self._of_event(BackPressed()))
            case Order.DELETE:
                self._press(self._of_event(DeletePressed()))
            case Order.HELP:
                self._press(self._of_event(HelpPressed()))
            case str():
                self._type(wish)
            case _:
                assert_never(wish)
        self._stand()

    def show(self, theme: Theme, *, is_other: bool) -> None:
        """The stage shows something else; on another screen the ring begins at the first choice."""
        self._theme = theme
        if is_other:
            self._name = ""
        self._stand()

    def let_go(self) -> None:
        """A finger touched, or the visitor has gone: no ring any more."""
        if self._is_on:
            self._is_on, self._name = False, ""
            self._ring.hide()
            self._ring.panel.setFocus()

    def _walk(self, order: Order, *, was_on: bool) -> None:
        names = [control.objectName() for control in self._awake()]
        if was_on and self._name in names:
            step = 1 if order is Order.NEXT else -1
            self._name = names[(names.index(self._name) + step) % len(names)]

    def _type(self, character: str) -> None:
        digit = self._of_event(DigitPressed(character))
        self._press(digit or self._numbered(character))
        done = self._of_event(NumberDonePressed())
        if digit and done:  # what was typed is handed in next, not typed again
            self._name = done.objectName()

    def _press(self, control: WrapButton | None) -> None:
        counts = control is not None and self._guard.may_begin()
        self._send(control.answer() if control and counts else ScreenTouched())

    def _stand(self) -> None:
        if not self._is_on or self._theme is None:
            return
        ringed = self._stands_around()
        if ringed is None:
            self._ring.hide()
            return
        self._name = ringed.objectName()
        ringed.setFocus(Qt.FocusReason.TabFocusReason)
        self._ring.stand_around(ringed, self._theme)

    def _stands_around(self) -> WrapButton | None:
        """Its control, or the first one awake if that is gone or asleep."""
        awake = self._awake()
        return self._ringed() or (awake[0] if awake else None)

    def _awake(self) -> list[WrapButton]:
        return [control for control in self._stage.controls if control.isEnabled()]

    def _ringed(self) -> WrapButton | None:
        return next((one for one in self._awake() if one.objectName() == self._name), None)

    def _of_event(self, event: Touch) -> WrapButton | None:
        return next((one for one in self._awake() if one.leaf and one.leaf.event == event), None)

    def _numbered(self, number: str) -> WrapButton | None:
        return next((one for one in self._awake() if one.leaf and one.leaf.number == number), None)
