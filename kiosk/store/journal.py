# SPDX-License-Identifier: Apache-2.0
"""Whether the write-ahead journal still holds all that was committed (sqlite.org/fileformat.html, 4).

SQLite leaves out whatever lies behind the first unreadable frame, as it must after a power cut. A
commit returns only when it is on the disk, so a power cut spoils one transaction at most: more than
that was spoilt later, and without it the kiosk would give the same numbers again.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from kiosk.store.errors import DatabaseDamagedError
from kiosk.store.lock import file_error

MOST_UNFINISHED = 1
"""Transactions that a power cut may leave behind what can be read."""

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = 0x377F0682
_CHECKED_OF_HEADER = 24
_CHECKED_OF_FRAME = 8
_PAGE_BYTES = 4096  # SQLite's own choice, which we leave as it is
_WORD = 0xFFFFFFFF

_Sum = tuple[int, int]


def check_journal(database: Path) -> None:
    """Raises DatabaseDamagedError when commits are lost in the journal that was left; changes nothing."""
    path = database.with_name(f"{database.name}-wal")
    data = _content(path)
    if len(data) < _HEADER.size + _FRAME.size:
        return
    page_bytes, salts, readable = _readable(data)
    lost = sum(_commits(data, readable, page_bytes, salts))
    if lost > MOST_UNFINISHED:
        problem = f"{lost} commits cannot be read behind byte {readable}"
        raise DatabaseDamagedError(path=str(path), problem=problem)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise file_error(error, path) from error


def _readable(data: bytes) -> tuple[int, _Sum, int]:
    """Bytes of a page, the mark of this journal's frames, and up to where all is good.

    Without a good head nothing is; the first frame has the mark, too.
    """
    magic, _version, page_bytes, _number, *rest = _HEADER.unpack_from(data)
    order = ">" if magic & 1 else "<"
    so_far = _summed(data[:_CHECKED_OF_HEADER], (0, 0), order)
    if magic & ~1 != _MAGIC or so_far != (rest[2], rest[3]):
        first = _FRAME.unpack_from(data, _HEADER.size)
        return _PAGE_BYTES, (first[2], first[3]), _HEADER.size
    salts = rest[0], rest[1]
    for at, frame, page in _frames(data, _HEADER.size, page_bytes):
        head = data[at : at + _CHECKED_OF_FRAME]
        so_far = _summed(page, _summed(head, so_far, order), order)
        if frame[2:4] != salts or frame[4:6] != so_far:
            return page_bytes, salts, at
    return page_bytes, salts, len(data)


def _commits(data: bytes, start: int, page_bytes: int, salts: _Sum) -> Iterator[bool]:
    """For each frame of this journal from there on, whether it ends a transaction."""
    for _, frame, _ in _frames(data, start, page_bytes):
        if frame[2:4] == salts:
            yield frame[1] != 0


def _frames(
    data: bytes, start: int, page_bytes: int
) -> Iterator[tuple[int, tuple[int, ...], bytes]]:
    """Where each whole frame begins, its head, and its page."""
    step = _FRAME.size + page_bytes
    for at in range(start, len(data) - step + 1, step):
        yield at, _FRAME.unpack_from(data, at), data[at + _FRAME.size : at + step]


def _summed(data: bytes, so_far: _Sum, order: str) -> _Sum:
    """The running checksum of the format, over pairs of words."""
    first, second = so_far
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = first + one + second & _WORD
        second = second + other + first & _WORD
    return first, second
