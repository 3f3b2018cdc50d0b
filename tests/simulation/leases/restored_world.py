# SPDX-License-Identifier: Apache-2.0
"""A hall whose centre is backed up, enrols a kiosk, grants and sells on, and is restored; twice."""

from collections.abc import Callable

from typing_extensions import override

from hall.ids import KioskId
from tests.simulation.leases.kiosk import Kiosk
from tests.simulation.leases.world import World

STARTS = ((10, 190), (240, 420))
"""Between which steps the two backups are made: on the first day, and about the second."""
MOST_LOST = 70
"""Steps between a backup and the restore."""


BRISK = 4
"""Messages that arrive besides in a step: so that much is granted and sold in the time between."""


class RestoredWorld(World):
    """As its base, but the disasters are planned; kiosks die only before they are heard again."""

    restores = 1

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._to_come.clear()
        self._plan: dict[int, Callable[[], None]] = {}
        for number, (first, last) in enumerate(STARTS):
            start = self._rng.randint(first, last)
            self._plan[start] = self.centre.back_up
            self._plan[start + self._rng.randint(1, 10)] = self._comer(KioskId(f"late{number}"))
            self._plan_disasters(start, start + self._rng.randint(20, MOST_LOST))

    def _plan_disasters(self, backed_up_at: int, restored_at: int) -> None:
        self._plan[restored_at] = self._restore

    def _comer(self, kiosk_id: KioskId) -> Callable[[], None]:
        def come() -> None:
            self._to_come.append(kiosk_id)
            self._come(kiosk_id)

        return come

    def _restore(self) -> None:
        self.centre.restore(self.now)

    @override
    def step(self) -> None:
        super().step()
        for _ in range(BRISK):
            self.deliver()
        if act := self._plan.get(self._minute):
            act()

    @override
    def _disaster(self, kiosk: Kiosk) -> None:
        if self._is_mortal:
            self._die_unheard(kiosk)
