# SPDX-License-Identifier: Apache-2.0
"""Says within this process that a site's kiosks have something to fetch."""

import asyncio
from collections.abc import Collection

from hall.ids import SiteId


class Bells:
    """One bell for each site. Concurrency: one event loop."""

    def __init__(self) -> None:
        self._ends: dict[SiteId, int] = {}
        self._waiting: dict[SiteId, asyncio.Event] = {}
        self.is_closed = False

    @property
    def waiting(self) -> Collection[SiteId]:
        """The sites where somebody waits."""
        return tuple(self._waiting)

    def end(self, site_id: SiteId) -> int:
        """Where the site's feed ends, as far as it was said here."""
        return self._ends.get(site_id, 0)

    def ring(self, site_id: SiteId, end: int) -> None:
        """The site's feed ends there now."""
        if self.end(site_id) != end:
            self._ends[site_id] = end
            self._wake(site_id)

    async def heard(self, site_id: SiteId, known: int) -> int:
        """Waits until the feed does not end at `known`, or the bells are closed; where it ends."""
        while self.end(site_id) == known and not self.is_closed:
            await self._waiting.setdefault(site_id, asyncio.Event()).wait()
        return self.end(site_id)

    def close(self) -> None:
        """The process ends; nobody waits any more."""
        self.is_closed = True
        for site_id in self.waiting:
            self._wake(site_id)

    def _wake(self, site_id: SiteId) -> None:
        if waiting := self._waiting.pop(site_id, None):
            waiting.set()
