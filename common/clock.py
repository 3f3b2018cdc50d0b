# SPDX-License-Identifier: Apache-2.0
"""The one place that reads the clock and makes ids; everything else is handed a Clock."""

import secrets
import time
import uuid
from abc import ABC, abstractmethod
from datetime import UTC, datetime

from typing_extensions import override


class Clock(ABC):
    """Wall time for people, monotonic time for waiting, ids for records."""

    @abstractmethod
    def now(self) -> datetime:
        """This instant, aware, in UTC."""

    @abstractmethod
    def monotonic(self) -> float:
        """Seconds since some start; never jumps with the wall clock."""

    def new_id(self) -> uuid.UUID:
        """A UUID of version 7 (RFC 9562): sorts by the millisecond it was made in."""
        milliseconds = int(self.now().timestamp() * 1000) & (2**48 - 1)
        value = (milliseconds << 80) | (0x7 << 76) | (secrets.randbits(12) << 64)
        return uuid.UUID(int=value | (0b10 << 62) | secrets.randbits(62))


class SystemClock(Clock):
    """The clock of this machine."""

    @override
    def now(self) -> datetime:
        return datetime.now(tz=UTC)

    @override
    def monotonic(self) -> float:
        return time.monotonic()
