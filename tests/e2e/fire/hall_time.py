# SPDX-License-Identifier: Apache-2.0
"""One clock for all processes of a hall: seconds go on as they do, and the test lets hours pass."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typing_extensions import override

from common.clock import Clock

_RECORD = struct.Struct("<dd")
"""The hall's time, as seconds since 1970, at the zero of the machine's monotonic clock; and how
many seconds it was let pass."""


class HallClock(Clock):
    """What a process of the hall reads. Concurrency: any thread."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._shared = mmap.mmap(file.fileno(), _RECORD.size, access=mmap.ACCESS_READ)

    @override
    def now(self) -> datetime:
        zero, passed = _RECORD.unpack_from(self._shared)
        return datetime.fromtimestamp(zero + passed + time.monotonic(), UTC)

    @override
    def monotonic(self) -> float:
        _, passed = _RECORD.unpack_from(self._shared)
        return time.monotonic() + float(passed)


class HallTime(HallClock):
    """The test's own, which also lets time pass."""

    def __init__(self, path: Path, begins: datetime) -> None:
        path.write_bytes(_RECORD.pack(begins.timestamp() - time.monotonic(), 0.0))
        with path.open("r+b") as file:
            self._written = mmap.mmap(file.fileno(), _RECORD.size)
        self.path = path
        super().__init__(path)

    def let_pass(self, passed: timedelta) -> None:
        """For everybody at once."""
        zero, before = _RECORD.unpack_from(self._written)
        _RECORD.pack_into(self._written, 0, zero, before + passed.total_seconds())
