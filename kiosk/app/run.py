# SPDX-License-Identifier: Apache-2.0
"""`kiosk run`: the appliance, full-screen, until it is told to end."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from common.service_manager import ServiceManager
from common.settings.problems import render
from hall.words import FIRST_LANGUAGE
from kiosk.app.appliance import Appliance
from kiosk.app.compositor import Compositor
from kiosk.app.keep_alive import KeepAlive
from kiosk.app.look import look_of, size_of
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.flow.states import Refused
from kiosk.settings.folders import font_files
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.settings.problems import SettingsError
from kiosk.texts import load_texts
from kiosk.ui.faults import FaultScreen

logger = logging.getLogger(__name__)

EXIT_FAULT = 70
"""The program ended on a fault of its own (sysexits.h: software error)."""
BEAT_MILLISECONDS = 200
RETRY_MILLISECONDS = 5000
HEIGHT_SHARE = 0.9
"""Of the display, for a panel that is not full-screen."""


def run(config: Path, *, shows_frames: bool = False) -> int:
    """Show the kiosk; the exit code is 0 when told to end, 1 when it could not start."""
    set_up_logging()
    if shows_frames:
        logging.getLogger("drivers").setLevel(logging.DEBUG)
    manager = ServiceManager.of(os.environ)
    application = make_application()
    try:
        settings = load_settings(config)
    except SettingsError as error:
        return _show_problems(application, error, config, manager)
    return _run_appliance(application, settings, manager)


def _run_appliance(application: QApplication, settings: Settings, manager: ServiceManager) -> int:
    look = look_of(settings, _panel_size(application, settings))
    appliance = Appliance(settings, SystemClock(), None, look)
    appliance.failed.connect(lambda error: _show_fault(appliance, error))
    lock_down(appliance.panel, is_full_screen=settings.panel.is_full_screen)
    keep_alive = KeepAlive(manager, appliance.stuck, Compositor.of(os.environ), parent=appliance)

    def begin() -> None:
        keep_alive.begin()
        appliance.start()

    after_first_frame(appliance.panel, begin)
    code = application.exec()
    keep_alive.end()
    appliance.stop()
    return code


def make_application() -> QApplication:
    """The Qt application; ends on SIGTERM and SIGINT, and with 70 on a bug in any thread."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("youhao")

    def end(_number: int, _frame: FrameType | None) -> None:
        # Not quit() itself: before the event loop runs, that would do nothing.
        QTimer.singleShot(0, application, application.quit)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    # Python sees a signal only while it runs: let it run a moment now and then.
    beat = QTimer(application)
    beat.timeout.connect(lambda: None)
    beat.start(BEAT_MILLISECONDS)
    sys.excepthook = _end_on_bug
    threading.excepthook = _end_on_thread_bug
    return application


def _end_on_bug(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A kiosk that goes on after a bug may do harm: log it and end; systemd starts it anew.

    All that was promised is on disk, so ending at once is safe, and no thread can hold it up.
    """
    logger.critical("bug", exc_info=(kind, error, trace))
    logging.shutdown()
    os._exit(EXIT_FAULT)


def _end_on_thread_bug(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _end_on_bug(args.exc_type, args.exc_value, args.exc_traceback)


def set_up_logging() -> None:
    """To standard output, where journald takes it; never anything read from a card."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(levelname)s %(name)s %(message)s",
        stream=sys.stdout,
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)


def lock_down(window: QWidget, *, is_full_screen: bool) -> None:
    """Frameless, on top and without a pointer; the outer layers are the session's (screens.md 3.5)."""
    if not is_full_screen:
        window.show()
        return
    window.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    window.setCursor(Qt.CursorShape.BlankCursor)
    window.showFullScreen()


def after_first_frame(window: QWidget, then: Callable[[], None]) -> None:
    """Call when the window has been painted once: devices and store wait for nobody's eyes."""

    def painted() -> None:
        window.repaint()
        logger.info("first frame")
        then()

    QTimer.singleShot(0, window, painted)


def _panel_size(application: QApplication, settings: Settings) -> tuple[int, int]:
    """The whole display; in a window, the panel's shape."""
    display = application.primaryScreen().size()
    if settings.panel.is_full_screen:
        return display.width(), display.height()
    return size_of(settings, round(display.height() * HEIGHT_SHARE))


def _show_problems(
    application: QApplication, error: SettingsError, config: Path, manager: ServiceManager
) -> int:
    """Full-screen and on standard error, until somebody mends the file and starts anew."""
    texts = load_texts(FIRST_LANGUAGE)
    lines = tuple(render(problem, texts) for problem in error.problems)
    sys.stderr.write("\n".join(lines) + "\n")
    screen = FaultScreen(lines, _fonts_beside(config), FIRST_LANGUAGE)
    lock_down(screen, is_full_screen=True)
    keep_alive = KeepAlive(manager, _nothing, Compositor.of(os.environ), parent=screen)
    after_first_frame(screen, keep_alive.begin)
    application.exec()
    keep_alive.end()
    return 1


def _nothing() -> None:
    """Hangs behind a screen that only shows what is wrong."""


def _fonts_beside(config: Path) -> tuple[Path, ...]:
    """The fonts of a checkout, else those that were installed: kiosk.toml could not say where."""
    for folder in (config.parent / "fonts", Path(sys.prefix) / "share/youhao/fonts"):
        if folder.is_dir():
            return font_files(folder)
    return ()


def _show_fault(appliance: Appliance, error: KioskError) -> None:
    """A screen that sends people to the desk, not one that asks for cards; and try again soon.

    What was full or locked may be free again, and nobody should have to restart the kiosk for it.
    """
    logger.error("not started key=%s %s", error.key, dict(error.fields))
    appliance.panel.show_kiosk(replace(appliance.kiosk, screen=Refused(error.key)))
    QTimer.singleShot(RETRY_MILLISECONDS, appliance, appliance.start)
