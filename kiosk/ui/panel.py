# SPDX-License-Identifier: Apache-2.0
"""The window: shows a `Kiosk` and says what was touched."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from hall.words import Words
from kiosk.flow.states import Kiosk
from kiosk.flow.touches import ScreenTouched, Touch
from kiosk.flow.values import Contrast, Size
from kiosk.ui.fonts import load_fonts
from kiosk.ui.frame import Fitted, Frame, fit
from kiosk.ui.guard import TouchGuard
from kiosk.ui.lines import plain
from kiosk.ui.look import PanelLook
from kiosk.ui.screens import frame_of
from kiosk.ui.theme import Colour, Theme
from kiosk.ui.widgets.stage import Stage


class Panel(QWidget):
    """Lives on the UI thread as long as the program; its widgets are made once and kept.

    `touched` carries one `kiosk.flow.touches.Touch` for each touch that counts.
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
        self._themes = {
            (size, contrast): Theme(look.scale, size, self._family, contrast)
            for size in Size
            for contrast in Contrast
        }
        self._guard = TouchGuard(monotonic)
        self._stage = Stage(self, self._guard, self._send, monotonic)
        self._kiosk: Kiosk | None = None
        self._shown: tuple[Frame, Theme, bool] | None = None
        self._screen_no: int | None = None
        self.fitted: Fitted | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedSize(look.width_px, look.height_px)
        # Else Qt gives the focus, and with it the focus ring, to the first control.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def show_kiosk(self, kiosk: Kiosk) -> None:
        """Shows this state; nothing is drawn again that looks the same."""
        self._kiosk = kiosk
        theme = self._themes[kiosk.size, kiosk.contrast]
        frame = frame_of(kiosk, self.look, theme)
        if kiosk.screen_no != self._screen_no:
            self._screen_no = kiosk.screen_no
            self._guard.screen_changed()
            self._stage.let_go()
            self.setFocus()
        shown = (frame, theme, kiosk.is_low)
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleName(plain(frame.title))
        self.fitted = fit(frame, theme, self.look, is_low=kiosk.is_low)
        self._stage.show_placed(self.fitted.placed, self.fitted.theme)
        self.update()

    def tell_site(self, site_name: Words, help_desk: Words, hotline: str) -> None:
        """The place it stands in is called so from now on."""
        self.look = replace(self.look, site_name=site_name, help_desk=help_desk, hotline=hotline)
        if self._kiosk is not None:
            self.show_kiosk(self._kiosk)

    def _send(self, event: Touch) -> None:
        self.touched.emit(event)

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
