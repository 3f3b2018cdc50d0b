# SPDX-License-Identifier: Apache-2.0
"""The one kind of control: a button that wraps its words and never makes the window grow."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kiosk.flow.touches import DeletePressed, DigitPressed, ScreenTouched, Touch
from kiosk.ui.guard import TouchGuard
from kiosk.ui.leaves import Button, Label, Picture
from kiosk.ui.lines import plain
from kiosk.ui.paint import Line, lines_of, paint_label, paint_picture, paint_surface
from kiosk.ui.theme import Theme


class WrapButton(QPushButton):
    """Acts on release inside it; every touch passes the panel's guard.

    `send` gets the event of a touch that counts. A touch that does not count goes on to the
    panel, as a touch that hit nothing.
    """

    def __init__(self, parent: QWidget, guard: TouchGuard, send: Callable[[Touch], None]) -> None:
        super().__init__(parent)
        self._guard = guard
        self._send = send
        self._button: Button | None = None
        self._theme: Theme | None = None
        self._is_held = False  # a finger that was allowed to press is on it
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # `clicked` carries a bool that must not reach anybody (screens.md 3.2).
        self.clicked.connect(self._clicked)

    def show_leaf(self, leaf: Button, theme: Theme) -> None:
        """Becomes another control; a finger that is on it pressed the one before."""
        before, self._button, self._theme = self._button, leaf, theme
        if before is not None and (before.name, before.event) != (leaf.name, leaf.event):
            self.let_go()
        self.setObjectName(leaf.name)
        self.setAccessibleName(plain(leaf.spoken))
        self.setEnabled(leaf.is_active)
        self.update()

    @property
    def leaf(self) -> Button | None:
        """What it shows."""
        return self._button

    def answer(self) -> Touch:
        """The event of pressing it now, or only that somebody is there."""
        leaf = self._button
        if leaf is None:
            return ScreenTouched()
        is_key = isinstance(leaf.event, DigitPressed | DeletePressed)
        return leaf.event if self._guard.counts(leaf.name, is_key=is_key) else ScreenTouched()

    def _clicked(self, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signature
        self._is_held = False
        self._send(self.answer())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger that was on its way before the screen changed presses nothing."""
        if self._guard.may_begin():
            self._is_held = True
            super().mousePressEvent(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger whose control it is no more takes hold of nothing by moving."""
        if self._is_held:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed only by a release inside; any other is still a sign of life."""
        super().mouseReleaseEvent(event)
        if self._is_held:
            self._is_held = False
            self._send(ScreenTouched())

    def event(self, event: QEvent) -> bool:
        """Qt swallows touches of sleeping controls; somebody is there all the same.

        Keys are the panel's: each goes on to it.
        """
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            event.ignore()
            return False
        if event.type() == QEvent.Type.MouseButtonPress and not self.isEnabled():
            self._send(ScreenTouched())
        return super().event(event)

    def let_go(self) -> None:
        """The finger that holds it presses nothing any more."""
        self._is_held = False
        self.setDown(False)

    def painted_texts(self) -> list[list[Line]]:
        """The lines of each of its texts, in its own coordinates."""
        leaf, theme = self._button, self._theme
        if leaf is None or theme is None:
            return []
        return [
            lines_of(placed.leaf, theme, placed.rect)
            for placed in leaf.inside(theme, self.rect())
            if isinstance(placed.leaf, Label)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, border, and what is in it."""
        leaf, theme = self._button, self._theme
        if leaf is None or theme is None:
            return
        painter = QPainter(self)
        surface = leaf.surface
        if self.isDown():
            surface = replace(surface, fill=surface.pressed)
        paint_surface(painter, surface, theme, self.rect())
        for placed in leaf.inside(theme, self.rect()):
            match placed.leaf:
                case Label():
                    paint_label(painter, placed.leaf, theme, placed.rect)
                case Picture():
                    paint_picture(painter, placed.leaf, theme, placed.rect)
                case _:
                    pass
