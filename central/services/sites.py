# SPDX-License-Identifier: Apache-2.0
"""The sites of this centre as their files describe them."""

from datetime import date, datetime

from central.errors import CentralError
from central.services.auditing import COMMAND_LINE, Noted, note
from central.services.draft import journal_row
from central.services.errors import UnknownSiteError
from central.store.abstract import UnitOfWork, Units
from central.store.records import SiteRecord
from common.settings.site_file import SiteFile, parse_site
from hall.ids import ServiceId, SiteId
from hall.journal import EVERY_DAY, SiteDescribed

FIRST_EDITION = 1
"""Of a site that is new."""


class DamagedSiteError(CentralError):
    """What is kept of a site cannot be read by this version. Fields: `site_id`, `count`."""

    key = "error.central.damaged_site"


async def import_site(
    units: Units, site: SiteFile, now: datetime, *, by: str = COMMAND_LINE
) -> bool:
    """Keep a site whatever its days have, as `keep_site`. Raises StoreError."""
    async with units() as unit:
        edition = await keep_site(unit, site, now, by)
        await unit.commit()
    return edition == FIRST_EDITION


async def keep_site(unit: UnitOfWork, site: SiteFile, now: datetime, by: str) -> int:
    """A new site, or a new description of one that is there; which edition of it this is.

    Its text is what is kept, since the kiosks get it, and are told so.
    """
    described = site.site
    name, zone = described.name.text(site.languages[0]), described.timezone.key
    record = SiteRecord(described.site_id, name, zone, site.text)
    is_new = await unit.sites.add(record)
    head = await unit.sites.lock(described.site_id)
    if head is None:
        raise UnknownSiteError(site_id=described.site_id)
    edition = head.edition
    if not is_new:
        await unit.sites.describe(described.site_id, name, zone, site.text)
        edition += 1
    row = journal_row(head.seq + 1, EVERY_DAY, now, SiteDescribed(edition))
    await unit.journal.append(described.site_id, [row])
    await note(unit, described.site_id, now, Noted.SITE_IMPORTED, by, edition=edition)
    return edition


def business_day(record: SiteRecord, now: datetime) -> date:
    """The site's business day now; raises DamagedSiteError."""
    return described(record, now).calendar.business_day(now)


def described(record: SiteRecord, now: datetime) -> SiteFile:
    """The site as its file said; raises DamagedSiteError."""
    found = parse_site(record.catalogue, now.year)
    if isinstance(found, tuple):
        raise DamagedSiteError(site_id=record.site_id, count=len(found))
    return found


class SiteFiles:
    """The sites as their files say, each edition read once. Concurrency: one thread."""

    def __init__(self) -> None:
        self._read: dict[SiteId, tuple[int, int, SiteFile]] = {}

    def of(self, record: SiteRecord, now: datetime) -> SiteFile:
        """Raises DamagedSiteError."""
        known = self._read.get(record.site_id)
        if known is None or known[:2] != (record.edition, now.year):
            known = record.edition, now.year, described(record, now)
            self._read[record.site_id] = known
        return known[2]

    def known(self, site_id: SiteId) -> SiteFile | None:
        """As it was read last here; None before that."""
        read = self._read.get(site_id)
        return read[2] if read else None

    def is_direct(self, site_id: SiteId, service_id: ServiceId) -> bool:
        """Whether the service needs no number, as the site was read last here."""
        site = self.known(site_id)
        services = site.catalogue.services if site else ()
        return any(each.service_id == service_id and each.direct for each in services)

    def day_of(self, record: SiteRecord, now: datetime) -> tuple[date, datetime]:
        """The business day that goes on at the site, and when it began; raises DamagedSiteError."""
        calendar = self.of(record, now).calendar
        today = calendar.business_day(now)
        return today, calendar.instant(today, calendar.day_starts)
