# SPDX-License-Identifier: Apache-2.0
"""A clock that stands until it is set."""

import uuid
from datetime import UTC, datetime, timedelta

from kiosk.clock import Clock

MONDAY_TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2 March 2026, 10:00 in Shanghai."""


class FakeClock(Clock):
    """Wall time jumps as told; monotonic time only ever goes on. Ids are counted, not drawn."""

    def __init__(self, now: datetime = MONDAY_TEN) -> None:
        self._now = now
        self._monotonic = 0.0
        self._ids = 0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def new_id(self) -> uuid.UUID:
        self._ids += 1
        return uuid.UUID(int=(0x7 << 76) | (0b10 << 62) | self._ids)

    def pass_time(self, passed: timedelta) -> None:
        """Time goes on as it does."""
        self._now += passed
        self._monotonic += passed.total_seconds()

    def jump_to(self, now: datetime) -> None:
        """Somebody sets the wall clock; no time passes."""
        self._now = now
