# SPDX-License-Identifier: Apache-2.0
"""No chord of keys, no gesture and no pointer leads out of the kiosk's window or opens another one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.app.window import lock_down
from kiosk.flow.touches import ScreenTouched, Touch
from kiosk.ui.guard import SETTLE_SECONDS
from kiosk.ui.panel import Panel
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import LOOK
from tests.gui.samples import samples

pytestmark = pytest.mark.gui

KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
GLASS = QTest.createTouchDevice()
ALONE = (
    *(Qt.Key(KEY.Key_F1.value + number) for number in range(24)),
    *(KEY.Key_Print, KEY.Key_SysReq, KEY.Key_Menu, KEY.Key_Meta, KEY.Key_Super_L, KEY.Key_Help),
    *(KEY.Key_HomePage, KEY.Key_Search, KEY.Key_Launch0, KEY.Key_LaunchMail),
    KEY.Key_Standby,
    *(KEY.Key_Escape, KEY.Key_Pause, KEY.Key_ScrollLock, KEY.Key_Back, KEY.Key_VolumeMute),
)
CHORDS = (
    *((key, MODIFIER.AltModifier) for key in (KEY.Key_F4, KEY.Key_Tab, KEY.Key_Space, KEY.Key_F2)),
    *((key, MODIFIER.AltModifier) for key in (KEY.Key_Escape, KEY.Key_Return, KEY.Key_Left)),
    *(
        (key, MODIFIER.ControlModifier)
        for key in (KEY.Key_Q, KEY.Key_W, KEY.Key_N, KEY.Key_O, KEY.Key_P, KEY.Key_C, KEY.Key_Z)
    ),
    *((key, MODIFIER.ControlModifier) for key in (KEY.Key_Escape, KEY.Key_Tab, KEY.Key_F4)),
    *(
        (key, MODIFIER.MetaModifier)
        for key in (KEY.Key_D, KEY.Key_E, KEY.Key_L, KEY.Key_R, KEY.Key_Tab, KEY.Key_Down)
    ),
    *(
        (key, MODIFIER.ControlModifier | MODIFIER.AltModifier)
        for key in (
            *(Qt.Key(KEY.Key_F1.value + number) for number in range(12)),
            *(KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_T),
        )
    ),
    *((key, MODIFIER.ShiftModifier) for key in (KEY.Key_F10, KEY.Key_F1)),
)


@pytest.fixture
def locked(qtbot: QtBot, seconds: Seconds) -> Iterator[Panel]:
    panel = Panel(LOOK, seconds)
    lock_down(panel, is_full_screen=True)
    panel.show_kiosk(samples()["welcome"])
    seconds.go_on(SETTLE_SECONDS)
    panel.activateWindow()
    yield panel
    panel.hide()
    panel.deleteLater()
    QApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def assert_is_all_there_is(panel: Panel, what: object) -> None:
    settle()
    visible = [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    assert visible == [panel.windowHandle()], what
    assert panel.isVisible(), what
    assert panel.isFullScreen(), what
    assert QApplication.activePopupWidget() is None, what
    assert QApplication.activeModalWidget() is None, what


@pytest.mark.parametrize("is_release_sent", [True, False])
def test_no_key_and_no_chord_leads_out(locked: Panel, *, is_release_sent: bool) -> None:
    none = MODIFIER.NoModifier
    for key, modifiers in (*((key, none) for key in ALONE), *CHORDS):
        if is_release_sent:
            QTest.keyClick(locked.windowHandle(), key, modifiers)
        else:
            QTest.keyPress(locked.windowHandle(), key, modifiers)
        assert_is_all_there_is(locked, (key, modifiers))


def test_no_chord_does_anything_on_the_screen(locked: Panel) -> None:
    touched: list[Touch] = []
    locked.touched.connect(touched.append)
    for key, modifiers in CHORDS:
        if modifiers != MODIFIER.ShiftModifier:
            QTest.keyClick(locked.windowHandle(), key, modifiers)
    settle()
    assert touched == []


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_no_button_of_a_mouse_opens_a_menu(locked: Panel, button: Qt.MouseButton) -> None:
    for where in (QPoint(400, 400), QPoint(1, 1), QPoint(400, 790)):
        QTest.mouseClick(locked.windowHandle(), button, MODIFIER.NoModifier, where)
        QTest.mouseDClick(locked.windowHandle(), button, MODIFIER.NoModifier, where)
        assert_is_all_there_is(locked, where)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (QPoint(0, 900), QPoint(900, 900)),
        (QPoint(1079, 900), QPoint(100, 900)),
        (QPoint(540, 0), QPoint(540, 1500)),
        (QPoint(540, 1919), QPoint(540, 100)),
    ],
    ids=["from the left", "from the right", "from above", "from below"],
)
@pytest.mark.parametrize("fingers", [1, 3])
def test_no_swipe_from_an_edge_leads_out(
    locked: Panel, start: QPoint, end: QPoint, fingers: int
) -> None:
    window = locked.windowHandle()
    for step in range(11):
        sequence = QTest.touchEvent(window, GLASS, False)  # noqa: FBT003 - Qt's signature
        at = start + (end - start) * step / 10
        for finger in range(fingers):
            place = at + QPoint(40 * finger, 40 * finger)
            act = sequence.press if step == 0 else sequence.move
            (sequence.release if step == 10 else act)(finger, place, window)
        sequence.commit()
    assert_is_all_there_is(locked, (start, end))


def test_two_fingers_that_pinch_open_nothing(locked: Panel) -> None:
    window = locked.windowHandle()
    for step in range(11):
        sequence = QTest.touchEvent(window, GLASS, False)  # noqa: FBT003 - Qt's signature
        for finger, sign in ((0, -1), (1, 1)):
            place = QPoint(540, 960 + sign * 60 * (step + 1))
            act = sequence.press if step == 0 else sequence.move
            (sequence.release if step == 10 else act)(finger, place, window)
        sequence.commit()
    assert_is_all_there_is(locked, "pinch")


def test_a_finger_that_stays_opens_nothing(locked: Panel, seconds: Seconds) -> None:
    touched: list[Touch] = []
    locked.touched.connect(touched.append)
    window, place = locked.windowHandle(), QPoint(540, 700)
    QTest.touchEvent(window, GLASS).press(0, place, window)
    seconds.go_on(10.0)
    assert_is_all_there_is(locked, "held")
    QTest.touchEvent(window, GLASS).release(0, place, window)
    assert_is_all_there_is(locked, "let go")
    assert set(touched) <= {ScreenTouched()}


def test_what_is_dragged_in_is_not_taken(locked: Panel) -> None:
    data = QMimeData()
    data.setText("file:///etc/passwd")
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(QPoint(540, 960), action, data, left, MODIFIER.NoModifier)
    dropped = QDropEvent(QPointF(540, 960), action, data, left, MODIFIER.NoModifier)
    for event in (entered, dropped):
        event.ignore()
        QApplication.sendEvent(locked, event)
        assert not event.isAccepted()
    assert_is_all_there_is(locked, "drop")


def test_nothing_closes_hides_or_shrinks_the_window(locked: Panel) -> None:
    assert not locked.close()
    assert_is_all_there_is(locked, "close")
    assert not locked.windowHandle().close()
    assert_is_all_there_is(locked, "close of the window system")
    for shrink in (locked.showMinimized, locked.showNormal, locked.showMaximized):
        shrink()
        assert_is_all_there_is(locked, shrink)
