# SPDX-License-Identifier: Apache-2.0
"""Has the disk room, and may the kiosk write; writes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, fault, finding, told

FAMILY = "disk"
MEGABYTE = 1_000_000
LEAST_BYTES = 200 * MEGABYTE
"""Some weeks of a busy hall; less is said before anything fails."""
LEAST_FILES = 100


class DiskCheck:
    """Looks at the file system of one folder.

    Args:
        is_own: whether the kiosk writes there itself, not another program for it.
    """

    def __init__(self, folder: Path, *, is_own: bool) -> None:
        self._folder = folder
        self._is_own = is_own

    def look(self) -> Finding:
        """What is not there yet is looked at where it would be made."""
        where = Where("kiosk", "", place=str(self._folder))
        return finding(FAMILY, where, self._notes(_existing(self._folder)))

    def _notes(self, folder: Path) -> Iterator[Note]:
        place = str(self._folder)
        try:
            system = os.statvfs(folder)
        except OSError as error:
            yield fault("not_readable", "see_disk", place=place, problem=error.strerror)
            return
        yield from self._rights(folder, system)
        yield _room(system, place)

    def _rights(self, folder: Path, system: os.statvfs_result) -> Iterator[Note]:
        place = str(self._folder)
        if system.f_flag & os.ST_RDONLY:
            yield fault("read_only", "mount_anew", place=place)
        elif self._is_own and not os.access(folder, os.W_OK | os.X_OK):
            yield fault("not_writable", "give_folder", place=place)


def _room(system: os.statvfs_result, place: str) -> Note:
    free = system.f_bavail * system.f_frsize
    megabytes = free // MEGABYTE
    if free < LEAST_BYTES:
        return fault("little_room", "make_room", place=place, megabytes=megabytes)
    if system.f_files and system.f_favail < LEAST_FILES:
        return fault("few_files", "make_room", place=place, files=system.f_favail)
    return told("room", megabytes=megabytes)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())
