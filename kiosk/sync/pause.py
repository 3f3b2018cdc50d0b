# SPDX-License-Identifier: Apache-2.0
"""How long to wait after failures: longer each time, and never all kiosks at the same moment."""

import secrets
from collections.abc import Callable

FIRST_SECONDS = 0.5
MOST_SECONDS = 60.0
_RANDOM = secrets.SystemRandom()


class Pause:
    """Concurrency: one thread."""

    def __init__(
        self, most_seconds: float = MOST_SECONDS, draw: Callable[[], float] = _RANDOM.random
    ) -> None:
        self._most_seconds = most_seconds
        self._draw = draw
        self._failures = 0

    @property
    def is_waiting(self) -> bool:
        """The last try failed."""
        return self._failures > 0

    def after_failure(self) -> float:
        """Seconds until the next try: between a tenth and the whole of what doubles each time."""
        whole = min(self._most_seconds, FIRST_SECONDS * (1 << min(self._failures, 20)))
        self._failures += 1
        return whole * (0.1 + 0.9 * self._draw())

    def reset(self) -> None:
        """It works again."""
        self._failures = 0
