# SPDX-License-Identifier: Apache-2.0
"""The writers of one process, one for each site that somebody asked about."""

import asyncio
from types import TracebackType
from typing import Generic, Self

from central.services.ending import finished
from central.services.site_writer import B, Rules, SiteWriter
from central.store.abstract import Units
from hall.ids import SiteId


class SiteWriters(Generic[B]):
    """Lifetime: an `async with` block; who waits at its end is told to try again.

    Concurrency: one event loop.
    """

    def __init__(self, units: Units, rules: Rules[B]) -> None:
        self._units = units
        self._rules = rules
        self._writers: dict[SiteId, SiteWriter[B]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.end()
        await finished(self._tasks)

    def of(self, site_id: SiteId) -> SiteWriter[B]:
        """The site's writer, at work from the first time on; of a site that is known to be there."""
        if site_id not in self._writers:
            writer = SiteWriter(site_id, self._units, self._rules)
            self._writers[site_id] = writer
            self._tasks.append(asyncio.create_task(writer.run(), name=f"writer of {site_id}"))
        return self._writers[site_id]
