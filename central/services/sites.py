# SPDX-License-Identifier: Apache-2.0
"""The sites of this centre as their files describe them."""

from datetime import date, datetime

from central.errors import CentralError
from central.store.abstract import Units
from central.store.records import SiteRecord
from common.settings.site_file import SiteFile, parse_site
from hall.ids import SiteId


class DamagedSiteError(CentralError):
    """What is kept of a site cannot be read by this version. Fields: `site_id`, `count`."""

    key = "error.central.damaged_site"


async def import_site(units: Units, site: SiteFile) -> bool:
    """Keep a new site, or a new description of one that is there; whether it is new.

    Its text is what is kept, since the kiosks get it. Raises StoreError.
    """
    described = site.site
    name, zone = described.name.text(site.languages[0]), described.timezone.key
    async with units() as unit:
        record = SiteRecord(described.site_id, name, zone, site.text)
        is_new = await unit.sites.add(record)
        if not is_new:
            await unit.sites.lock(described.site_id)
            await unit.sites.describe(described.site_id, name, zone, site.text)
        await unit.commit()
    return is_new


async def business_days(units: Units, now: datetime) -> dict[SiteId, date]:
    """Each site's business day now; raises DamagedSiteError, StoreError."""
    async with units(is_read_only=True) as unit:
        records = await unit.sites.all()
    return {each.site_id: described(each, now).calendar.business_day(now) for each in records}


def described(record: SiteRecord, now: datetime) -> SiteFile:
    """The site as its file said; raises DamagedSiteError."""
    found = parse_site(record.catalogue, now.year)
    if isinstance(found, tuple):
        raise DamagedSiteError(site_id=record.site_id, count=len(found))
    return found
