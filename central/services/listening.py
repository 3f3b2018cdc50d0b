# SPDX-License-Identifier: Apache-2.0
"""Notices what other processes write, for the kiosks that wait here."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from central.services.bells import Bells
from central.services.by_itself import ByItself
from central.services.centre_book import CentreBook
from central.services.site_writers import SiteWriters
from hall.ids import SiteId

LOOKS_EVERY_SECONDS = 0.5
"""Where no database says by itself that somebody has written; it does not say so of tickets."""
RESTS_SECONDS = 0.1
"""What others write so fast one after another is looked for once."""


@dataclass(frozen=True)
class Listening:
    """Whoever looks at a site folds what is new, and that rings its bell."""

    writers: SiteWriters[CentreBook]
    bells: Bells
    _hinted: set[SiteId] = field(default_factory=set)
    _hint: asyncio.Event = field(default_factory=asyncio.Event)
    _apart: ByItself = field(default_factory=lambda: ByItself("looking"), repr=False)

    def hint(self, site_id: SiteId) -> None:
        """Somebody has written there."""
        self._hinted.add(site_id)
        self._hint.set()

    async def look(self) -> None:
        """Once, where somebody waits and somebody may have written; then rest until it is time again."""
        await asyncio.sleep(RESTS_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOKS_EVERY_SECONDS):
                await self._hint.wait()
        waiting = set(self.bells.waiting)
        wanted = waiting & self._hinted if self._hint.is_set() else waiting
        self._hinted.clear()
        self._hint.clear()
        for site_id in sorted(wanted):
            looking = partial(self.writers.of(site_id).look, _nothing)
            await self._apart.do(f"site={site_id}", looking)


def _nothing(_: CentreBook) -> None:
    """Only to have it read what is new."""
