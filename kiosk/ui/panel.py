# SPDX-License-Identifier: Apache-2.0
"""The window: shows a `Kiosk` and says what was touched."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from hall.words import Words
from kiosk.flow.states import Kiosk
from kiosk.flow.touches import ScreenTouched, Touch
from kiosk.flow.values import Contrast, Size
from kiosk.ui.fonts import load_fonts
from kiosk.ui.frame import Fitted, Frame, fit
from kiosk.ui.guard import TouchGuard
from kiosk.ui.keys import Wish, wish_of
from kiosk.ui.leaves import Button
from kiosk.ui.lines import plain
from kiosk.ui.look import PanelLook
from kiosk.ui.screens import frame_of
from kiosk.ui.steering import Steering
from kiosk.ui.theme import Colour, Theme
from kiosk.ui.widgets.ring import FocusRing
from kiosk.ui.widgets.stage import Stage


class Panel(QWidget):
    """Lives on the UI thread as long as the program; its widgets are made once and kept.

    `touched` carries one `kiosk.flow.touches.Touch` for each touch and each key that counts.
    """

    touched = Signal(object)

    def __init__(
        self,
        look: PanelLook,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._family = load_fonts(look.fonts)
        self._themes = self._make_themes()
        self._guard = TouchGuard(monotonic)
        self._stage = Stage(self, self._guard, self._send, monotonic)
        self._steering = Steering(self._stage, self._guard, FocusRing(self), self.touched.emit)
        self._kiosk: Kiosk | None = None
        self._shown: tuple[Frame, Theme, bool] | None = None
        self._screen_no: int | None = None
        self.fitted: Fitted | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedSize(look.width_px, look.height_px)
        # Else Qt gives the focus to the first control.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    @property
    def frame(self) -> Frame | None:
        """The screen that is shown."""
        return self._shown[0] if self._shown else None

    @property
    def ringed(self) -> Button | None:
        """The control that a keypad's keys have walked to."""
        return self._steering.ringed

    def show_kiosk(self, kiosk: Kiosk) -> None:
        """Shows this state; nothing is drawn again that looks the same."""
        has_left = kiosk.visitor is None and self._kiosk is not None and self._kiosk.visitor
        self._kiosk = kiosk
        theme = self._themes[kiosk.size, kiosk.contrast]
        frame = frame_of(kiosk, self.look, theme)
        is_other = kiosk.screen_no != self._screen_no
        if is_other:
            self._screen_no = kiosk.screen_no
            self._guard.screen_changed()
            self._stage.let_go()
            self.setFocus()
        if has_left:
            self._steering.let_go()
        shown = (frame, theme, kiosk.is_low)
        if shown == self._shown:
            self._steering.show(theme, is_other=is_other)
            return
        self._shown = shown
        self.setAccessibleName(plain(frame.title))
        self.fitted = fit(frame, theme, self.look, is_low=kiosk.is_low)
        self._stage.show_placed(self.fitted.placed, self.fitted.theme)
        self._steering.show(theme, is_other=is_other)
        self.update()

    def _make_themes(self) -> dict[tuple[Size, Contrast], Theme]:
        scale, is_wide = self.look.scale, self.look.is_wide
        return {
            (size, contrast): Theme(scale, size, self._family, contrast, is_wide=is_wide)
            for size in Size
            for contrast in Contrast
        }

    def tell_look(self, look: PanelLook) -> None:
        """Everything is drawn by this from now on; the window keeps its pixels."""
        self.look = look
        self._themes = self._make_themes()
        if self._kiosk is not None:
            self.show_kiosk(self._kiosk)

    def tell_site(self, site_name: Words, help_desk: Words, hotline: str) -> None:
        """The place it stands in is called so from now on."""
        self.look = replace(self.look, site_name=site_name, help_desk=help_desk, hotline=hotline)
        if self._kiosk is not None:
            self.show_kiosk(self._kiosk)

    def press_key(self, wish: Wish) -> None:
        """A hand pressed a key, in this window or wherever keys were kept for it."""
        self._steering.press(wish)

    def event(self, event: QEvent) -> bool:
        """No key goes past the panel: none is a shortcut of Qt's own."""
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.type() == QEvent.Type.KeyPress:
            wish = wish_of(event, self.look.back_key)
            if wish is not None:
                self.press_key(wish)
        return True

    def _send(self, event: Touch) -> None:
        self._steering.let_go()
        self.touched.emit(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fingers are counted in the window: widgets hear of the first one alone, as of a mouse."""
        self.window().windowHandle().installEventFilter(self)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Several fingers at once press nothing, the first of them neither; nothing is taken."""
        if isinstance(event, QTouchEvent):
            gone = QEventPoint.State.Released
            count = sum(point.state() != gone for point in event.points())
            if self._guard.fingers_on_glass(count):
                self._stage.let_go()
                self._send(ScreenTouched())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch that no control took."""
        self._send(ScreenTouched())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the line over the bar."""
        theme = self._shown[1] if self._shown else self._themes[Size.NORMAL, Contrast.STANDARD]
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.q(Colour.GROUND))
        if self._shown:
            top = self.height() - theme.bar_height
            painter.fillRect(0, top, self.width(), theme.px(3), theme.q(Colour.LINE))
