# SPDX-License-Identifier: Apache-2.0
"""What is forgotten when its time is over: keys and identities with their day, the rest by days."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from central.crypto import DayKeys
from central.services.sites import business_days
from central.store.abstract import Kept, Units
from common.clock import Clock
from hall.ids import SiteId

logger = logging.getLogger(__name__)

AT_ONCE = 2000
"""Rows of one transaction, so that nobody waits for long."""


@dataclass(frozen=True)
class Forgetting:
    """Forgets; as often as one likes, in as many processes as one likes.

    Attributes:
        operation: so long are kept the journal and the audit.
        statistics: so long are kept tickets and bookings, of which nobody can be told any more.
    """

    units: Units
    keys: DayKeys
    clock: Clock
    operation: timedelta
    statistics: timedelta

    async def forget(self) -> None:
        """Everything whose time is over at this moment.

        Raises:
            KeyFileError, StoreError, DamagedSiteError: the rest is left for the next time.
        """
        for site_id, today in (await business_days(self.units, self.clock.now())).items():
            self.keys.forget_before(site_id, today)
            await self._wipe(site_id, today)
            for kept, before in self._ends(today):
                await self._delete(kept, site_id, before)

    def _ends(self, today: date) -> Iterator[tuple[Kept, date]]:
        yield Kept.IDEMPOTENCY, today
        for kept in (Kept.JOURNAL, Kept.AUDIT):
            yield kept, today - self.operation
        for kept in (Kept.TICKET, Kept.BOOKING):
            yield kept, today - self.statistics

    async def _wipe(self, site_id: SiteId, before: date) -> None:
        done = AT_ONCE
        while done == AT_ONCE:
            async with self.units() as unit:
                done = await unit.retention.wipe(site_id, before, AT_ONCE)
                await unit.commit()
            if done:
                logger.info("wiped identities site=%s count=%s", site_id, done)

    async def _delete(self, kept: Kept, site_id: SiteId, before: date) -> None:
        done = AT_ONCE
        while done == AT_ONCE:
            async with self.units() as unit:
                done = await unit.retention.delete(kept, site_id, before, AT_ONCE)
                await unit.commit()
            if done:
                logger.info("deleted table=%s site=%s count=%s", kept.value, site_id, done)
