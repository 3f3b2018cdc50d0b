# SPDX-License-Identifier: Apache-2.0
"""Which kiosks are silent, with how many places, and which sites cannot be read."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from central.errors import CentralError
from central.services.by_itself import ByItself
from central.services.centre_book import CentreBook
from central.services.site_writers import SiteWriters
from central.services.sites import DamagedSiteError
from central.store.abstract import Units
from central.store.errors import DatabaseDamagedError
from central.store.records import KioskRecord
from common.clock import Clock
from hall.account import SILENT_AFTER
from hall.ids import KioskId, SiteId

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KioskState:
    """How a kiosk is, as far as the centre has heard.

    Attributes:
        heard_at: when it last spoke; None if it never did.
        unsent: so many entries of its log are not here, as it said itself.
        places: so many places of slots that are not over lie with it, unsold as far as is known.
        health: what it said of itself last, canonical JSON.
    """

    kiosk_id: KioskId
    heard_at: datetime | None
    is_silent: bool
    is_revoked: bool
    unsent: int
    places: int
    health: str | None


@dataclass(frozen=True)
class Watching:
    """Concurrency: one event loop.

    Attributes:
        told: is handed the kiosks of a site whenever they were looked at.
        told_of_damage: is told why what is kept of a site cannot be read, None if it can, as often.
    """

    units: Units
    writers: SiteWriters[CentreBook]
    clock: Clock
    told: Callable[[SiteId, Sequence[KioskState]], None]
    told_of_damage: Callable[[SiteId, CentralError | None], None]
    _silent: dict[SiteId, frozenset[KioskId]] = field(default_factory=dict)
    _damaged: dict[SiteId, CentralError] = field(default_factory=dict)
    _apart: ByItself = field(default_factory=lambda: ByItself("watching"), repr=False)

    async def kiosks(self, site_id: SiteId) -> tuple[KioskState, ...]:
        """Those of a site that were not given up, by id. Raises StoreError, TryAgainError."""
        async with self.units(is_read_only=True) as unit:
            records = await unit.kiosks.of_site(site_id)
        now = self.clock.now()
        known, places = await self.writers.of(site_id).look(partial(_known, now=now))
        return tuple(
            _state(record, places[record.kiosk_id], now)
            for record in records
            if record.kiosk_id in known
        )

    async def watch(self) -> None:
        """Look at all sites once, and say in the log who fell silent and who is back.

        What fails at one site is said and left for the next time. Raises StoreError: nobody knows
        the sites.
        """
        async with self.units(is_read_only=True) as unit:
            sites = [site.site_id for site in await unit.sites.all()]
        for site_id in sites:
            await self._apart.do(f"site={site_id}", partial(self._watch, site_id))

    def check_ready(self, sites: Collection[SiteId]) -> None:
        """Raises what is wrong with one of the sites if all were found damaged when last looked at.

        One good site is enough: other processes read the same database and could do no more.
        """
        found = [self._damaged[site_id] for site_id in sites if site_id in self._damaged]
        if found and len(found) == len(sites):
            raise found[0]

    async def _watch(self, site_id: SiteId) -> None:
        try:
            kiosks = await self.kiosks(site_id)
        except (DatabaseDamagedError, DamagedSiteError) as error:
            self._damaged[site_id] = error
            self.told_of_damage(site_id, error)
            raise
        self._damaged.pop(site_id, None)
        self.told_of_damage(site_id, None)
        self.told(site_id, kiosks)
        self._log(site_id, kiosks)

    def _log(self, site_id: SiteId, kiosks: Sequence[KioskState]) -> None:
        before = self._silent.get(site_id, frozenset())
        self._silent[site_id] = frozenset(each.kiosk_id for each in kiosks if each.is_silent)
        for kiosk in kiosks:
            is_news = kiosk.is_silent != (kiosk.kiosk_id in before)
            if is_news and kiosk.is_silent:
                # Without places it keeps nothing from anybody: it may well be switched off.
                level = logging.WARNING if kiosk.places else logging.INFO
                text = "silent site=%s kiosk=%s since=%s places=%s"
                logger.log(level, text, site_id, kiosk.kiosk_id, kiosk.heard_at, kiosk.places)
            elif is_news:
                logger.info("heard again site=%s kiosk=%s", site_id, kiosk.kiosk_id)


def _known(book: CentreBook, *, now: datetime) -> tuple[frozenset[KioskId], Counter[KioskId]]:
    return frozenset(book.kiosks), book.places_held(now)


def _state(record: KioskRecord, places: int, now: datetime) -> KioskState:
    progress = record.progress
    return KioskState(
        kiosk_id=record.kiosk_id,
        heard_at=progress.heard_at,
        is_silent=now - (progress.heard_at or record.enrolled_at) >= SILENT_AFTER,
        is_revoked=record.revoked_at is not None,
        unsent=max(0, progress.log_end - progress.applied),
        places=places,
        health=progress.health,
    )
