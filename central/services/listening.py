# SPDX-License-Identifier: Apache-2.0
"""Notices what other processes write, for the kiosks that wait here."""

import asyncio
from dataclasses import dataclass, field

from central.services.bells import Bells
from central.services.centre_book import CentreBook
from central.services.site_writers import SiteWriters

LOOKS_EVERY_SECONDS = 1.0
"""Where no database says so by itself, that somebody has written."""
RESTS_SECONDS = 0.1
"""So many writers soon after each other are looked for once."""


@dataclass(frozen=True)
class Listening:
    """Whoever looks at a site folds what is new, and that rings its bell."""

    writers: SiteWriters[CentreBook]
    bells: Bells
    _hint: asyncio.Event = field(default_factory=asyncio.Event)

    def hint(self) -> None:
        """Somebody may have written."""
        self._hint.set()

    async def look(self) -> None:
        """Once, at all sites where somebody waits. Raises TryAgainError, UnknownSiteError."""
        for site_id in self.bells.waiting:
            await self.writers.of(site_id).look(_nothing)

    async def rest(self) -> None:
        """Until there may be something new."""
        await asyncio.sleep(RESTS_SECONDS)
        try:
            async with asyncio.timeout(LOOKS_EVERY_SECONDS):
                await self._hint.wait()
        except TimeoutError:
            pass
        self._hint.clear()


def _nothing(_: CentreBook) -> None:
    """Only to have it read what is new."""
