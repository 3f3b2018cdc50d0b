# SPDX-License-Identifier: Apache-2.0
"""What is forgotten when its time is over: keys and identities with their day, the rest by days."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from central.crypto import DayKeys
from central.services.by_itself import ByItself
from central.services.sites import DamagedSiteError, business_day
from central.store.abstract import Kept, Units
from central.store.records import SiteRecord
from common.clock import Clock
from hall.ids import SiteId

logger = logging.getLogger(__name__)

AT_ONCE = 2000
"""Rows of one transaction, so that nobody waits for long."""


@dataclass(frozen=True)
class Forgetting:
    """Forgets; as often as one likes, in as many processes as one likes.

    Attributes:
        operation: so long are kept the journal, the audit and the calls for help.
        statistics: so long are kept tickets and bookings, of which nobody can be told any more.
    """

    units: Units
    keys: DayKeys
    clock: Clock
    operation: timedelta
    statistics: timedelta
    _apart: ByItself = field(default_factory=lambda: ByItself("forgetting"), repr=False)

    async def forget(self) -> None:
        """Everything whose time is over at this moment, what tells of people first.

        What fails at one site is said and left for the next time. Raises StoreError: nobody knows
        the sites.
        """
        async with self.units(is_read_only=True) as unit:
            sites = await unit.sites.all()
        for site in sites:
            await self._do("keys", site, partial(self._forget_keys, site))
            await self._do("identities", site, partial(self._wipe, site))
        for site in sites:
            await self._do("tokens", site, partial(self._forget_tokens, site))
            await self._do("rows", site, partial(self._delete_old, site))

    async def _do(self, name: str, site: SiteRecord, what: Callable[[], Awaitable[None]]) -> None:
        await self._apart.do(f"site={site.site_id} of={name}", what)

    async def _forget_keys(self, site: SiteRecord) -> None:
        self.keys.forget_before(site.site_id, self._today(site))

    async def _forget_tokens(self, site: SiteRecord) -> None:
        async with self.units() as unit:
            if done := await unit.retention.forget_tokens(site.site_id, self.clock.now()):
                await unit.commit()
        if done:
            logger.info("deleted table=enrolment_token site=%s count=%s", site.site_id, done)

    async def _delete_old(self, site: SiteRecord) -> None:
        today = business_day(site, self.clock.now())
        for kept, before in self._ends(today):
            await self._delete(kept, site.site_id, before)

    def _today(self, site: SiteRecord) -> date:
        """The site's business day; of one that cannot be read, the earliest that it can be."""
        now = self.clock.now()
        try:
            return business_day(site, now)
        except DamagedSiteError:
            return now.astimezone(ZoneInfo(site.timezone)).date() - timedelta(days=1)

    def _ends(self, today: date) -> Iterator[tuple[Kept, date]]:
        yield Kept.IDEMPOTENCY, today
        for kept in (Kept.JOURNAL, Kept.AUDIT, Kept.HELP_CALL):
            yield kept, today - self.operation
        for kept in (Kept.TICKET, Kept.BOOKING):
            yield kept, today - self.statistics

    async def _wipe(self, site: SiteRecord) -> None:
        site_id, before = site.site_id, self._today(site)
        done = AT_ONCE
        while done >= AT_ONCE:  # of several kinds, so many of each
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
