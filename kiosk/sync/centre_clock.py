# SPDX-License-Identifier: Apache-2.0
"""The centre's time on this machine (rules.md 3, point 11); no invariant depends on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from kiosk.clock import Clock

KEEP_SECONDS = 600.0
"""So long is a good estimate kept before a worse one may replace it."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The centre's time at one moment of the monotonic clock; wrong by `error_seconds` at most."""

    now: datetime
    monotonic: float
    error_seconds: float


class CentreClock(Clock):
    """The last time the centre told, carried on by the monotonic clock; the wall clock until then.

    Somebody who sets the machine's clock changes nothing. Concurrency: `heard` on one thread, the
    rest on any.
    """

    def __init__(self, own: Clock) -> None:
        self._own = own
        self._heard: _Heard | None = None

    @override
    def now(self) -> datetime:
        heard = self._heard
        if heard is None:
            return self._own.now()
        return heard.now + timedelta(seconds=self._own.monotonic() - heard.monotonic)

    @override
    def monotonic(self) -> float:
        return self._own.monotonic()

    @property
    def off_by(self) -> timedelta:
        """How far the machine's own clock is ahead of the centre's; nothing until it was heard."""
        return self._own.now() - self.now()

    def heard(self, centre_now: datetime, sent: float, received: float) -> None:
        """The centre said so between two moments of the monotonic clock."""
        error = (received - sent) / 2
        told = _Heard(centre_now, received - error, error)
        if self._heard is None or self._is_worth(told, self._heard):
            self._heard = told

    def _is_worth(self, told: _Heard, known: _Heard) -> bool:
        """Time does not jump to and fro with the network: only what is better, needed or due counts."""
        passed = told.monotonic - known.monotonic
        expected = known.now + timedelta(seconds=passed)
        disagree = abs((told.now - expected).total_seconds())
        is_wrong = disagree > told.error_seconds + known.error_seconds
        return is_wrong or passed > KEEP_SECONDS or told.error_seconds < known.error_seconds / 2
