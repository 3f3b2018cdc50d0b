# SPDX-License-Identifier: Apache-2.0
"""Room that is kept on the disk, so that numbers can still be given when it is full."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.store.errors import DiskFullError
from kiosk.store.lock import file_error

logger = logging.getLogger(__name__)

RESERVE_BYTES = 8 * 2**20
"""Some two thousand tickets: each leaves about 2 KiB in the file, beside a journal of 2 MiB that is
written over again and again."""

SLICE_BYTES = 2**20
"""What is given back at once, and what a commit finds free at least; whatever fills the disk would
take the rest, too."""

Answer = TypeVar("Answer")


def despite_full_disk(do: Callable[[], Answer]) -> Answer:
    """Do one unit of work, and once more when the disk was full: there may be room now.

    Raises DiskFullError when nothing was left to give back.
    """
    try:
        return do()
    except DiskFullError:
        return do()


class Reserve:
    """A file that is there for its size alone; given back slice by slice, and filled up again.

    Concurrency: used by one thread at a time.
    """

    def __init__(self, path: Path, whole: int = RESERVE_BYTES, part: int = SLICE_BYTES) -> None:
        self._path = path
        self._whole = whole
        self._part = part
        self._left = path.stat().st_size if path.exists() else 0
        self._is_refused = False

    @property
    def is_in_use(self) -> bool:
        """Whether the disk has no room to make it whole again: it is full, or will be soon."""
        return self._left < self._whole and (self._is_refused or not self._has_room())

    def make_room(self) -> None:
        """Give back slices until one more commit has room; to be called before each."""
        while self._left and self._free() < self._part:
            self.give()

    def give(self) -> None:
        """Give one slice back to the disk; nothing happens when none is left."""
        if not self._left:
            return
        left = max(0, self._left - self._part)
        try:
            os.truncate(self._path, left)
        except OSError as error:  # somebody took it away, or nothing can be written any more
            left = 0
            self._refuse(error)
        self._left = left
        logger.error("disk full reserve_left=%s", left)

    def refill(self) -> None:
        """Take the room again, once the disk has far more; for moments when nobody waits."""
        if self._left < self._whole and not self._is_refused and self._has_room():
            self._fill()

    def _has_room(self) -> bool:
        """Twice what is missing: else a disk that is nearly full would be made so to and fro."""
        return self._free() >= 2 * (self._whole - self._left) + self._part

    def _fill(self) -> None:
        try:
            number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            self._refuse(error)
            return
        try:
            os.posix_fallocate(number, 0, self._whole)
            self._left = self._whole
            logger.info("reserve filled bytes=%s", self._whole)
        except OSError as error:
            os.ftruncate(number, self._left)
            self._refuse(error)
        finally:
            os.close(number)

    def _refuse(self, error: OSError) -> None:
        """This user may not have what the disk has, or cannot write here: not tried again."""
        self._is_refused = True
        problem = file_error(error, self._path)
        logger.warning("no reserve key=%s %s", problem.key, dict(problem.fields))

    def _free(self) -> int:
        """Bytes that this user may still write there."""
        disk = os.statvfs(self._path.parent)
        return disk.f_bavail * disk.f_frsize
