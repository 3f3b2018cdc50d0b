# SPDX-License-Identifier: Apache-2.0
"""Keys as files of mode 0600 in a folder of mode 0700: whole on the disk, or not there at all."""

import os
import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NoReturn, SupportsIndex


class DayKey:
    """The key of one business day's identity digests.

    Blank in `repr`, refuses pickling and copying. Whoever calls `reveal` answers for where it goes.
    """

    __slots__ = ("__key", "on")

    def __init__(self, on: date, key: bytes) -> None:
        self.on = on
        self.__key = key

    def reveal(self) -> bytes:
        """The 32 bytes themselves."""
        return self.__key

    def __repr__(self) -> str:
        return f"DayKey({self.on})"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


def load_or_make(path: Path, new: bytes) -> bytes:
    """The content of a key's file; `new` when there was none, and then it is on the disk.

    Concurrency: any thread or process; two that ask at once for a new key get the same one.

    Raises:
        OSError: it cannot be read or written.
    """
    if not path.exists():
        _make(path, new)
    with path.open("rb") as file:
        os.fchmod(file.fileno(), 0o600)
        return file.read()


def put(path: Path, content: bytes) -> None:
    """Keep a key in place of what that file held; on return it is on the disk.

    Concurrency: any thread or process; a reader finds the old key or the new one, whole.

    Raises:
        OSError: it cannot be written.
    """
    name = _write_beside(path, content)
    try:
        name.replace(path)
    except OSError:
        name.unlink()
        raise
    finally:
        _sync_folder(path.parent)


def remove(paths: Collection[Path]) -> None:
    """Delete the files of keys, so that they stay deleted; raises OSError."""
    for path in paths:
        path.unlink(missing_ok=True)
    for folder in {path.parent for path in paths}:
        _sync_folder(folder)


def _make(path: Path, content: bytes) -> None:
    """Whole or not at all, and never over a file that another thread or process has made."""
    name = _write_beside(path, content)
    try:
        # A link, unlike a rename, fails when the file is there already.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        name.unlink()
        _sync_folder(path.parent)


def _write_beside(path: Path, content: bytes) -> Path:
    """A new file in the same folder that holds the content, on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    _sync_folder(path.parent.parent)
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink()
        raise
    return Path(name)


def _sync_folder(folder: Path) -> None:
    """A file's name is on the disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
