# SPDX-License-Identifier: Apache-2.0
"""Looks at the machine while the kiosk runs: one check after another, round and round, slowly."""

import logging
from collections.abc import Callable, Sequence

from typing_extensions import override

from kiosk.flow.staff_values import CheckSeen
from kiosk.runner.looping import Looping

logger = logging.getLogger(__name__)

FIRST_SECONDS = 15.0
"""The start of the kiosk comes first."""
NEXT_SECONDS = 1.0
"""Between two looks of the first round."""
ROUND_SECONDS = 300.0

Look = Callable[[], CheckSeen]


class HealthWorker(Looping):
    """Decides nothing; a look that takes long holds up nothing but the next one.

    Concurrency: `seen` on any thread.

    Args:
        make: the looks of one round; called on this thread, once.
    """

    name = "health"

    def __init__(self, make: Callable[[], Sequence[Look]]) -> None:
        super().__init__()
        self._make = make
        self._has_waited = False
        self._looks: Sequence[Look] | None = None
        self._next = 0
        self._seen: tuple[CheckSeen, ...] = ()

    @property
    def seen(self) -> tuple[CheckSeen, ...]:
        """What each look saw last, in their order; nothing of those that have not been yet."""
        return self._seen

    @override
    def step(self) -> float:
        if not self._has_waited:
            self._has_waited = True
            return FIRST_SECONDS
        if self._looks is None:
            self._looks = self._make()
        place, count = self._next % len(self._looks), len(self._looks)
        self._take(place, self._looks[place]())
        self._next += 1
        return NEXT_SECONDS if self._next < count else ROUND_SECONDS / count

    def _take(self, place: int, found: CheckSeen) -> None:
        """The log says what is not in order, and when it is again: once each."""
        was_good = all(before.is_good for before in self._seen[place : place + 1])
        if found.is_good != was_good:
            keys = ",".join(each.key for each in found.found)
            text = "health check=%s place=%s good=%s found=%s"
            logger.info(text, found.check, found.place, found.is_good, keys)
        self._seen = (*self._seen[:place], found, *self._seen[place + 1 :])

    @override
    def close(self) -> None:
        """Nothing stays open between two looks."""
