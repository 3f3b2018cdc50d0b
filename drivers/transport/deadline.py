# SPDX-License-Identifier: Apache-2.0
"""How long a call may still take."""

import time
from collections.abc import Callable
from typing import TypeVar

Clock = Callable[[], float]
"""Seconds that never jump, such as time.monotonic."""

PAUSE_SECONDS = 0.005
"""Between two tries at a device that takes or gives nothing just now."""

_Data = TypeVar("_Data", bytes, memoryview)


class Deadline:
    """A moment in the future that a call must not outlast, counted from its creation."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._ends_at = clock() + seconds

    @property
    def remaining_seconds(self) -> float:
        """Never negative."""
        return max(0.0, self._ends_at - self._clock())

    @property
    def is_over(self) -> bool:
        """True from the moment itself on."""
        return self.remaining_seconds <= 0

    def within(self, seconds: float) -> "Deadline":
        """A deadline for one step: after `seconds`, but not later than this one."""
        return Deadline(min(seconds, self.remaining_seconds), self._clock)

    def pause(self, seconds: float) -> None:
        """Do nothing for so long, but not past this moment."""
        time.sleep(min(seconds, self.remaining_seconds))


def write_all(write_some: Callable[[_Data], int], data: _Data, deadline: Deadline) -> bool:
    """Write piece by piece what is taken; False when the deadline is over before the end."""
    left = data
    while True:
        taken = write_some(left)
        left = left[taken:]
        if not left:
            return True
        if deadline.is_over:
            return False
        if not taken:
            deadline.pause(PAUSE_SECONDS)
