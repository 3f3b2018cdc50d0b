# SPDX-License-Identifier: Apache-2.0
"""A hall whose centre is restored from a backup that knows a kiosk which was given up since."""

from typing_extensions import override

from tests.simulation.leases.kiosk import Kiosk
from tests.simulation.leases.messages import GivenUp
from tests.simulation.leases.restored_world import RestoredWorld

GIVEN_UP_BY = 12
"""Steps after the backup; the other kiosks have long to be granted its places."""
AGAIN_BY = 4
"""Steps after the restore until staff give it up once more, as they are told to."""
DESTROYED, DONE_AGAIN = 0.3, 0.8


class GivenUpWorld(RestoredWorld):
    """As its base; one that was not destroyed hears of it, and takes part no more."""

    @override
    def _plan_disasters(self, backed_up_at: int, restored_at: int) -> None:
        super()._plan_disasters(backed_up_at, restored_at)
        self._plan[backed_up_at + self._rng.randint(1, GIVEN_UP_BY)] = self._give_up
        self._plan[restored_at + self._rng.randint(1, AGAIN_BY)] = self._give_up_again

    def _give_up(self) -> None:
        """Of those whose log is here the one that holds most, which is off."""
        book = self.centre.book
        ready = [one for one in self.living if book.acknowledged(one.kiosk_id) == len(one.log)]
        if not ready or len(self.living) < 2:
            return
        kiosk = max(ready, key=lambda each: len(each.holding.free))
        kiosk.crash()
        if self.centre.give_up(kiosk.kiosk_id, self.now):
            self._end(kiosk)

    def _end(self, kiosk: Kiosk) -> None:
        if self._rng.random() < DESTROYED:
            kiosk.is_alive = False
            return
        kiosk.is_up = True
        self._arrive(kiosk.kiosk_id, GivenUp())
        kiosk.crash()

    def _give_up_again(self) -> None:
        """Whom the restored centre counts as present again; some are forgotten by staff too."""
        known = self.centre.book.kiosks
        for kiosk_id in sorted(self.centre.given_up.intersection(known)):
            if self._rng.random() < DONE_AGAIN:
                self.centre.give_up(kiosk_id, self.now)
