# SPDX-License-Identifier: Apache-2.0
"""Kinds of folders and files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from common.settings.kinds import Kind, Line
from common.settings.problems import Phrase, shown
from common.settings.spot import RefusedError, Spot

LONGEST_PATH = 300


@dataclass(frozen=True)
class Folder(Kind):
    """A folder that is there and holds some files; a relative path counts from the file's folder."""

    holds: tuple[str, ...] = ()

    def _allowed(self) -> Phrase:
        return Phrase("allowed.folder")

    def _read(self, value: str, at: Spot) -> Path:
        path = path_of(value, at)
        if not is_folder(path):
            raise at.refuse("no_folder", path=shown_path(path))
        missing = [name for name in self.holds if not is_file(path / name)]
        for name in missing:
            at.note("no_file_in", file=name, path=shown_path(path))
        if missing:
            raise RefusedError
        return path


@dataclass(frozen=True)
class DataFolder(Kind):
    """A folder the program writes to, made at the first start when it is not there."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.folder")

    def _read(self, value: str, at: Spot) -> Path:
        path = path_of(value, at)
        nearest = _nearest(path)
        if nearest is None:
            raise at.refuse("no_folder", path=shown_path(path))
        if not is_folder(nearest):
            raise at.refuse("in_the_way", path=shown_path(nearest))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise at.refuse("not_writable", path=shown_path(nearest))
        return path


@dataclass(frozen=True)
class MaybeFolder(Kind):
    """A folder that need not be there; a relative path counts from the file's folder."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.folder")

    def _read(self, value: str, at: Spot) -> Path:
        return path_of(value, at)


@dataclass(frozen=True)
class ExistingFile(Kind):
    """A plain file that this user may read; a relative path counts from the file's folder."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.file")

    def _read(self, value: str, at: Spot) -> Path:
        path = path_of(value, at)
        if not is_file(path):
            raise at.refuse("no_such_file", path=shown_path(path))
        if not os.access(path, os.R_OK):
            raise at.refuse("not_readable", path=shown_path(path))
        return path


def is_folder(path: Path) -> bool:
    """Whether a folder is there and may be looked at."""
    return _has(path, stat.S_IFDIR)


def is_file(path: Path) -> bool:
    """Whether a plain file is there and may be looked at."""
    return _has(path, stat.S_IFREG)


def shown_path(path: Path) -> str:
    """A path as part of a message."""
    return shown(str(path), LONGEST_PATH)


def path_of(value: str, at: Spot) -> Path:
    """A path of the file; a relative one counts from the file's folder."""
    written: str = Line(longest=200).read(value, at)
    return at.context.base / written


def _has(path: Path, form: int) -> bool:
    try:
        return stat.S_IFMT(path.stat().st_mode) == form
    except OSError:  # absent, a name too long for the file system, or no permission to look
        return False


def _nearest(path: Path) -> Path | None:
    """The path itself or the first above it that is there; None when that cannot be found out."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _nearest(path.parent) if path != path.parent else None
    except OSError:
        return None
    return path
