# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml as it is saved: taken on between visitors, or refused while the last good one goes on."""

import glob
import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from common.settings.problems import Problem
from kiosk.app.appliance import Appliance
from kiosk.app.folder_watch import FolderWatch
from kiosk.app.last_good import keep
from kiosk.flow.states import Home, Kiosk
from kiosk.settings.live import waiting, with_live
from kiosk.settings.load import Loaded, load_file
from kiosk.settings.problems import SettingsError

logger = logging.getLogger(__name__)


class Reload(QObject):
    """Lifetime: from when the appliance has started until `stop`, before it ends.

    Lives on the UI thread; files are read and written on the store's, in between its jobs.

    Args:
        loaded: what the appliance runs with.
        problems: of the file itself, when that is the copy.
    """

    _looked = Signal(object)

    def __init__(
        self, appliance: Appliance, loaded: Loaded, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(appliance)
        self._appliance = appliance
        self._config = loaded.file.path
        self._running = loaded.settings
        self._text = loaded.file.file.text  # of the last good one
        self._problems = tuple(problems)  # of the file as it lies
        self._saved: Loaded | None = None  # not taken on yet
        self._looked.connect(self._take)
        folder = self._config.absolute().parent
        self._watch = FolderWatch(folder, glob.escape(self._config.name), self.look)
        appliance.kiosk_changed.connect(self._between_visitors)
        appliance.do(lambda: keep(loaded))
        self._between_visitors(appliance.kiosk_now)
        self.look()  # it may have been saved since it was read

    def stop(self) -> None:
        """What is saved from now on is not looked at."""
        self._watch.stop()

    @property
    def is_waiting(self) -> bool:
        """Whether something that was saved is not taken on yet."""
        return self._saved is not None

    def look(self) -> None:
        """Read the file anew."""
        self._appliance.do(self._read)

    def _read(self) -> None:
        try:
            self._looked.emit(load_file(self._config))
        except SettingsError as error:
            self._looked.emit(error)

    def _take(self, found: Loaded | SettingsError) -> None:
        if isinstance(found, SettingsError):
            self._saved = None
            if found.problems != self._problems:
                log_refused(found.problems)
            self._problems = found.problems
        elif self._problems or found.file.file.text != self._text:
            self._saved, self._problems, self._text = found, (), found.file.file.text
        self._between_visitors(self._appliance.kiosk_now)

    def _between_visitors(self, kiosk: Kiosk) -> None:
        """Nothing changes under somebody's hands."""
        if kiosk.visitor is not None or not isinstance(kiosk.screen, Home):
            return
        saved, self._saved = self._saved, None
        is_spoilt = bool(self._problems)
        if saved is not None:
            self._go_live(saved)
        if saved is not None or kiosk.settings.is_file_spoilt is not is_spoilt:
            self._appliance.take(self._running, is_file_spoilt=is_spoilt)

    def _go_live(self, saved: Loaded) -> None:
        self._running = with_live(self._running, saved.settings)
        later = waiting(self._running, saved.settings)
        logger.info("kiosk.toml taken on; at the next start: %s", " ".join(later) or "nothing")
        self._appliance.do(lambda: keep(saved))


def log_refused(problems: Sequence[Problem]) -> None:
    """Which lines are wrong; the words are check-config's."""
    for problem in problems:
        logger.error(
            "kiosk.toml refused line=%s column=%s key=%s", problem.line, problem.column, problem.key
        )
    logger.error("kiosk.toml is not used: going on by the last good one; see: kiosk check-config")
