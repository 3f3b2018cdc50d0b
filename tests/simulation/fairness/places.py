# SPDX-License-Identifier: Apache-2.0
"""The places of one group's day: what is left, and what is released when."""

from collections.abc import Sequence

from hall.place import Lane
from hall.quota import LaneQuota

SLOTS_AHEAD = 4
RESELL_AFTER = 15


class Places:
    """Walk-in and green places of each slot; `take` must be asked in order of time.

    `unbooked` go to walk-ins at S-L (R1), `unshown` at S+15 (R2), green ones at S+L/2 (R3).
    """

    def __init__(
        self,
        quotas: Sequence[LaneQuota],
        length: int,
        unbooked: Sequence[int],
        unshown: Sequence[int],
    ) -> None:
        self._length = length
        self._walk_in = [quota.walk_in for quota in quotas]
        self._green = [quota.green for quota in quotas]
        releases = list[tuple[float, int, int, bool]]()
        for slot in range(len(quotas)):
            start = slot * length
            releases.append((start - length, slot, unbooked[slot], False))
            releases.append((start + RESELL_AFTER, slot, unshown[slot], False))
            releases.append((start + length / 2, slot, 0, True))
        self._releases = sorted(releases, reverse=True)

    def take(self, lane: Lane, now: float) -> int | None:
        """The slot of the place a walk-in or green visitor gets; None when there is none."""
        self._release(now)
        first = int(now // self._length)
        for slot in range(first, min(len(self._walk_in), first + SLOTS_AHEAD + 1)):
            if lane is Lane.GREEN and self._green[slot] > 0:
                self._green[slot] -= 1
                return slot
            if self._walk_in[slot] > 0:
                self._walk_in[slot] -= 1
                return slot
        return None

    def take_back(self, slot: int, now: float) -> bool:
        """A booked visitor comes late: whether a place of his slot is still left for him."""
        self._release(now)
        if self._walk_in[slot] == 0:
            return False
        self._walk_in[slot] -= 1
        return True

    def _release(self, now: float) -> None:
        while self._releases and self._releases[-1][0] <= now:
            _, slot, places, is_green = self._releases.pop()
            if is_green:
                places, self._green[slot] = self._green[slot], 0
            self._walk_in[slot] += places
