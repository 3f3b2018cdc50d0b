# SPDX-License-Identifier: Apache-2.0
"""`kiosk run`: the appliance, full-screen, until it is told to end."""

import logging
import os
import signal
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from common.journal import JournalHandler, is_read_by_journal
from common.service_manager import ServiceManager
from kiosk.app.appliance import Appliance
from kiosk.app.compositor import Compositor
from kiosk.app.keep_alive import KeepAlive
from kiosk.app.last_good import Usable, load_usable
from kiosk.app.look import look_of, size_of
from kiosk.app.reload import Reload, log_refused
from kiosk.app.spoilt import wait_until_mended
from kiosk.app.window import after_first_frame, lock_down
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.flow.states import Refused
from kiosk.settings.load import Loaded
from kiosk.settings.model import Settings
from kiosk.settings.problems import SettingsError
from kiosk.store.errors import DatabaseDamagedError, DatabaseLostError

logger = logging.getLogger(__name__)

EXIT_FAULT = 70
"""The program ended on a fault of its own (sysexits.h: software error)."""
BEAT_MILLISECONDS = 200
RETRY_MILLISECONDS = 5000
BEGIN_ANEW: dict[type[KioskError], str] = {
    DatabaseDamagedError: "screen.missing.damaged",
    DatabaseLostError: "screen.missing.lost",
}
"""What no waiting mends: the screen says what a technician does."""
HEIGHT_SHARE = 0.9
"""Of the display, for a panel that is not full-screen."""


def run(config: Path, *, shows_frames: bool = False) -> int:
    """Show the kiosk; the exit code is 0 when told to end, 1 when it could not start."""
    set_up_logging()
    if shows_frames:
        logging.getLogger("drivers").setLevel(logging.DEBUG)
    manager = ServiceManager.of(os.environ)
    application = make_application()
    usable = _usable(application, config, manager)
    return _run_appliance(application, usable, manager) if usable else 1


def _usable(application: QApplication, config: Path, manager: ServiceManager) -> Usable | None:
    """What the kiosk starts with; where there is nothing, what is wrong is shown until it is mended."""
    try:
        usable = load_usable(config)
    except SettingsError:
        mended = wait_until_mended(application, config, manager)
        return Usable(mended) if mended else None
    if usable.kept_at is not None:
        log_refused(usable.problems)
        kept_at = usable.kept_at.isoformat(" ", "minutes")
        logger.error("the last good kiosk.toml is of %s", kept_at)
    return usable


def _run_appliance(application: QApplication, usable: Usable, manager: ServiceManager) -> int:
    settings = usable.loaded.settings
    look = look_of(settings, _panel_size(application, settings))
    appliance = Appliance(settings, SystemClock(), None, look)
    appliance.failed.connect(lambda error: _show_fault(appliance, error))
    appliance.started.connect(lambda _: _watch_file(appliance, usable))
    appliance.ready.connect(manager.serving)
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


def _watch_file(appliance: Appliance, usable: Usable) -> None:
    """From now on what is saved is taken on."""
    Reload(appliance, usable.loaded, usable.problems)
    appliance.do(lambda: _log_warnings(usable.loaded))


def _log_warnings(loaded: Loaded) -> None:
    """What is unwise in the file; the words are check-config's."""
    from kiosk.app.advice import warnings_of  # noqa: PLC0415 - not before the first frame

    for each in warnings_of(loaded):
        logger.warning("kiosk.toml line=%s column=%s key=%s", each.line, each.column, each.key)


def make_application() -> QApplication:
    """The Qt application; ends on SIGTERM and SIGINT, and with 70 on a bug in any thread."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("youhao")

    def end(_number: int, _frame: FrameType | None) -> None:
        # Not at once: before the event loop runs, that would do nothing. Nor quit(), which asks the
        # windows, and a locked one says no.
        QTimer.singleShot(0, application, partial(application.exit, 0))

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
    """To the journal with its fields, else to standard output; never anything read from a card."""
    if is_read_by_journal(os.environ, sys.stdout):
        logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[JournalHandler()])
    else:
        line = "%(levelname)s %(name)s %(message)s"
        logging.basicConfig(level=logging.INFO, format=line, stream=sys.stdout)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _panel_size(application: QApplication, settings: Settings) -> tuple[int, int]:
    """The whole display; in a window, the panel's shape."""
    display = application.primaryScreen().size()
    if settings.panel.is_full_screen:
        return display.width(), display.height()
    return size_of(settings, round(display.height() * HEIGHT_SHARE))


def _show_fault(appliance: Appliance, error: KioskError) -> None:
    """A screen that sends people to the desk, not one that asks for cards; and try again soon.

    What was full or locked may be free again, and nobody should have to restart the kiosk for it.
    """
    logger.error("not started key=%s %s", error.key, dict(error.fields))
    if lost := BEGIN_ANEW.get(type(error)):
        shown = replace(appliance.kiosk, missing=(lost,))
    else:
        shown = replace(appliance.kiosk, screen=Refused(error.key))
    appliance.panel.show_kiosk(shown)
    QTimer.singleShot(RETRY_MILLISECONDS, appliance, appliance.start)
