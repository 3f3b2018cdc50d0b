# SPDX-License-Identifier: Apache-2.0
"""Looks at the machine while the kiosk runs: one check after another, round and round, slowly."""

from collections.abc import Callable, Sequence

from typing_extensions import override

from kiosk.flow.staff_values import CheckSeen
from kiosk.runner.looping import Looping

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
        self._looks: Sequence[Look] | None = None
        self._next = 0
        self._seen: tuple[CheckSeen, ...] = ()

    @property
    def seen(self) -> tuple[CheckSeen, ...]:
        """What each look saw last, in their order; nothing of those that have not been yet."""
        return self._seen

    @override
    def step(self) -> float:
        if self._looks is None:
            self._looks = self._make()
            return FIRST_SECONDS
        place, count = self._next % len(self._looks), len(self._looks)
        found = self._looks[place]()
        self._seen = (*self._seen[:place], found, *self._seen[place + 1 :])
        self._next += 1
        return NEXT_SECONDS if self._next < count else ROUND_SECONDS / count

    @override
    def close(self) -> None:
        """Nothing stays open between two looks."""
