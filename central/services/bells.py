# SPDX-License-Identifier: Apache-2.0
"""Says within this process that a site's kiosks have something to fetch."""

import asyncio
from collections.abc import Collection

from central.services.notes import NewsEnd
from hall.ids import KioskId, SiteId

_NOTHING = NewsEnd()


class Bells:
    """One bell for each site. Concurrency: one event loop."""

    def __init__(self) -> None:
        self._ends: dict[SiteId, NewsEnd] = {}
        self._waiting: dict[SiteId, asyncio.Event] = {}
        self.is_closed = False

    @property
    def waiting(self) -> Collection[SiteId]:
        """The sites where somebody waits."""
        return tuple(self._waiting)

    def end(self, site_id: SiteId, kiosk_id: KioskId) -> int:
        """Where what a kiosk could fetch ends, as far as it was said here."""
        return self._ends.get(site_id, _NOTHING).of(kiosk_id)

    def ring(self, site_id: SiteId, end: NewsEnd) -> None:
        """What the site's kiosks could fetch ends there now."""
        if self._ends.get(site_id, _NOTHING) != end:
            self._ends[site_id] = end
            self._wake(site_id)

    async def heard(self, site_id: SiteId, kiosk_id: KioskId, known: int) -> int:
        """Waits until that end is another than `known`, or the bells are closed; where it is."""
        while self.end(site_id, kiosk_id) == known and not self.is_closed:
            await self._waiting.setdefault(site_id, asyncio.Event()).wait()
        return self.end(site_id, kiosk_id)

    def close(self) -> None:
        """The process ends; nobody waits any more."""
        self.is_closed = True
        for site_id in self.waiting:
            self._wake(site_id)

    def _wake(self, site_id: SiteId) -> None:
        if waiting := self._waiting.pop(site_id, None):
            waiting.set()
