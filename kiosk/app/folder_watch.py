# SPDX-License-Identifier: Apache-2.0
"""Tells when somebody has saved a file of a folder, however his editor saves."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

SETTLED_MILLISECONDS = 100
"""An editor writes, renames and removes within a moment: one save is one call."""


class FolderWatch(QObject):
    """Calls `saved` after each save of a file in `folder` that is called like `pattern`.

    Lifetime: as long as it is kept, or until `stop`. Concurrency: the thread of its event loop.
    """

    def __init__(self, folder: Path, pattern: str, saved: Callable[[], None]) -> None:
        super().__init__()
        self._folder = folder
        self._pattern = pattern
        self._saved = saved
        self._versions = self._look()
        self._watcher = QFileSystemWatcher([str(folder), *map(str, self._versions)], self)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MILLISECONDS)
        self._settled.timeout.connect(self._tell)
        self._watcher.fileChanged.connect(self._begin)
        self._watcher.directoryChanged.connect(self._begin)

    def stop(self) -> None:
        """Nothing is told any more."""
        self._watcher.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self._settled.stop()

    def _begin(self, _path: str) -> None:
        self._settled.start()

    def _tell(self) -> None:
        """A file that was replaced by another of its name is watched no more: watch it again."""
        before, self._versions = self._versions, self._look()
        if lost := [str(path) for path in self._versions if str(path) not in self._watcher.files()]:
            self._watcher.addPaths(lost)
        if before != self._versions:
            self._saved()

    def _look(self) -> dict[Path, tuple[int, int]]:
        """The files there are, each with when it was saved and how long it is."""
        return {path: _version(path) for path in sorted(self._folder.glob(self._pattern))}


def _version(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_size)
