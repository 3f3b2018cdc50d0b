# SPDX-License-Identifier: Apache-2.0
"""How much somebody may ask: so many at once, then so many a second (a bucket that fills again)."""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field

from central.services.errors import TooManyError
from common.clock import Clock

MOST_REMEMBERED = 10_000
"""Askers; those whose bucket is full again are forgotten first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`at_once` after a rest, `per_second` in the long run; both above 0."""

    at_once: int
    per_second: float


@dataclass(frozen=True, slots=True)
class _Bucket:
    left: float
    at: float  # monotonic seconds
    full_at: float


@dataclass
class Rates:
    """Counts for one process. Concurrency: one event loop."""

    clock: Clock
    _buckets: dict[Hashable, _Bucket] = field(default_factory=dict, repr=False)

    def take(self, who: Hashable, rate: Rate) -> None:
        """One request; TooManyError says when the next one will be answered."""
        now = self.clock.monotonic()
        left = float(rate.at_once)
        if bucket := self._buckets.get(who):
            left = min(left, bucket.left + (now - bucket.at) * rate.per_second)
        if left < 1:
            raise TooManyError(seconds=math.ceil((1 - left) / rate.per_second))
        if len(self._buckets) >= MOST_REMEMBERED and who not in self._buckets:
            self._forget(now)
        left -= 1
        self._buckets[who] = _Bucket(left, now, now + (rate.at_once - left) / rate.per_second)

    def _forget(self, now: float) -> None:
        """Whose bucket is full again is as good as unknown; else the one who is nearest to that."""
        gone = [who for who, bucket in self._buckets.items() if bucket.full_at <= now]
        for who in gone or [min(self._buckets, key=lambda each: self._buckets[each].full_at)]:
            del self._buckets[who]
