# SPDX-License-Identifier: Apache-2.0
"""What keys mean, and how a hand's are told from those of a code scanner that plays a keyboard."""

from collections.abc import Callable
from enum import Enum, StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow

REST_SECONDS = 0.5
"""So long after a code no key is a hand's: its end may come late."""

MOST_OF_A_HAND = 2
"""So many keys within the scanner's pause may come from fingers; they count for nothing."""

LAST_LOOK_SECONDS = 0.02
"""A busy panel may hear a code's next key later than it was pressed: so long it listens again."""


class Order(Enum):
    """What a key of a keypad with few keys asks for."""

    PREVIOUS = "previous"
    NEXT = "next"
    PRESS = "press"
    BACK = "back"
    DELETE = "delete"
    HELP = "help"


class BackKey(StrEnum):
    """The key that goes one screen back; the other one of the two takes a digit back."""

    ESCAPE = "escape"
    BACKSPACE = "backspace"


Wish = Order | str
"""An order, or one character that was typed."""

_ORDERS = {
    Qt.Key.Key_Up: Order.PREVIOUS,
    Qt.Key.Key_Left: Order.PREVIOUS,
    Qt.Key.Key_Backtab: Order.PREVIOUS,
    Qt.Key.Key_Down: Order.NEXT,
    Qt.Key.Key_Right: Order.NEXT,
    Qt.Key.Key_Tab: Order.NEXT,
    Qt.Key.Key_Enter: Order.PRESS,
    Qt.Key.Key_Return: Order.PRESS,
    Qt.Key.Key_Space: Order.PRESS,
    Qt.Key.Key_F1: Order.HELP,
}
_BACK_KEYS = {Qt.Key.Key_Escape: BackKey.ESCAPE, Qt.Key.Key_Backspace: BackKey.BACKSPACE}
_HELD_WITH_OTHERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
_CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def wish_of(event: QKeyEvent, back_key: BackKey) -> Wish | None:
    """What a key asks for; None for chords and all keys that a keypad needs not have.

    A key that is held repeats itself: that is no wish.
    """
    if event.isAutoRepeat() or event.modifiers() & _CHORDS:
        return None
    key = Qt.Key(event.key())
    if key in _ORDERS:
        return _ORDERS[key]
    if key in _BACK_KEYS:
        return Order.BACK if _BACK_KEYS[key] is back_key else Order.DELETE
    text = event.text()
    return text.upper() if len(text) == 1 and text.isascii() and text.isalnum() else None


class Pace:
    """Tells a hand by its pace: its keys are further apart than those of a code.

    So a key is kept until the scanner's longest pause has passed; whatever comes sooner makes
    both part of a code. All instants are seconds of the clock by which keys are stamped.
    """

    def __init__(self, longest_pause_seconds: float) -> None:
        self._longest_pause_seconds = longest_pause_seconds
        self._kept: Wish | None = None
        self._count = 0
        self._last_at = self._rests_until = float("-inf")

    def press(self, wish: Wish | None, at_seconds: float) -> Wish | None:
        """One more key; what is returned was pressed by a hand before it."""
        before = None
        if at_seconds - self._last_at > self._longest_pause_seconds:
            before, self._count = self._kept, 0
        self._count += 1
        self._kept = wish if self._count == 1 and at_seconds >= self._rests_until else None
        if self._count > MOST_OF_A_HAND:
            self._rests_until = at_seconds + REST_SECONDS
        self._last_at = at_seconds
        return before

    def fall_silent(self) -> Wish | None:
        """Nothing followed for longer than the scanner's pause: what a hand pressed."""
        kept, self._kept = self._kept, None
        return kept


class Keys(QObject):
    """Takes every key of a window where a scanner plays a keyboard: a code ends with Enter.

    `scan` gets what each key types and when, in seconds of a clock that never jumps; `steer` gets
    what a hand wishes, a little later than it was pressed.

    Lifetime: of the window. Lives on the UI thread.
    """

    def __init__(
        self,
        window: QWindow,
        scan: Callable[[str, float], None],
        longest_pause_seconds: float,
        steer: Callable[[Wish], None],
        back_key: BackKey = BackKey.ESCAPE,
    ) -> None:
        super().__init__(window)
        self._scan = scan
        self._steer = steer
        self._back_key = back_key
        self._pace = Pace(longest_pause_seconds)
        self._silence = _timer(self, longest_pause_seconds)
        self._last_look = _timer(self, LAST_LOOK_SECONDS)
        self._silence.timeout.connect(self._last_look.start)
        self._last_look.timeout.connect(self._fall_silent)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for what is taken."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._press(event)
        return True

    def _press(self, event: QKeyEvent) -> None:
        at_seconds = event.timestamp() / 1000
        self._scan(event.text(), at_seconds)
        if event.isAutoRepeat() or event.key() in _HELD_WITH_OTHERS:
            return
        self._last_look.stop()
        self._silence.start()
        before = self._pace.press(wish_of(event, self._back_key), at_seconds)
        if before is not None:
            self._steer(before)

    def _fall_silent(self) -> None:
        wish = self._pace.fall_silent()
        if wish is not None:
            self._steer(wish)


def _timer(parent: QObject, seconds: float) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(round(seconds * 1000))
    return timer
