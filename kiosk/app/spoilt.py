# SPDX-License-Identifier: Apache-2.0
"""A kiosk.toml that cannot be used, and no copy of a good one: shown full-screen until it is mended."""

import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from common.service_manager import ServiceManager
from common.settings.problems import Problem, render
from hall.words import FIRST_LANGUAGE
from kiosk.app.compositor import Compositor
from kiosk.app.folder_watch import FolderWatch
from kiosk.app.keep_alive import KeepAlive
from kiosk.app.window import after_first_frame, lock_down
from kiosk.settings.folders import font_files
from kiosk.settings.load import Loaded, load_file
from kiosk.settings.problems import SettingsError
from kiosk.texts import load_texts
from kiosk.ui.faults import FaultScreen


def wait_until_mended(
    application: QApplication, config: Path, manager: ServiceManager
) -> Loaded | None:
    """The file, once it is saved without a mistake; None when the kiosk was told to end.

    Every mistake stands on the screen and on standard error.
    """
    screen = FaultScreen((), _fonts_beside(config), FIRST_LANGUAGE)
    mended: list[Loaded] = []

    def look() -> None:
        try:
            mended.append(load_file(config))
        except SettingsError as error:
            screen.show_lines(_said(error.problems))
        else:
            application.exit(0)  # quit() would ask the window, which is locked

    # Before the first look: what is saved from then on is not missed.
    watch = FolderWatch(config.absolute().parent, glob.escape(config.name), look)
    look()
    lock_down(screen, is_full_screen=True)
    keep_alive = KeepAlive(manager, _nothing, Compositor.of(os.environ), parent=screen)
    after_first_frame(screen, keep_alive.begin)
    if not mended:
        application.exec()
    watch.stop()
    (keep_alive.leave if mended else keep_alive.end)()
    screen.deleteLater()
    return mended[-1] if mended else None


def _said(problems: Sequence[Problem]) -> tuple[str, ...]:
    texts = load_texts(FIRST_LANGUAGE)
    lines = tuple(render(problem, texts) for problem in problems)
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()
    return lines


def _nothing() -> None:
    """Hangs behind a screen that only shows what is wrong."""


def _fonts_beside(config: Path) -> tuple[Path, ...]:
    """The fonts of a checkout, else those that were installed: kiosk.toml could not say where."""
    for folder in (config.parent / "fonts", Path(sys.prefix) / "share/youhao/fonts"):
        if folder.is_dir():
            return font_files(folder)
    return ()
