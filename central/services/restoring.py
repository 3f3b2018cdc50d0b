# SPDX-License-Identifier: Apache-2.0
"""The centre's database came back from a backup: what was decided since then is not known here."""

from datetime import timedelta

from central.services import day_round
from central.services.auditing import COMMAND_LINE, Noted, note
from central.services.draft import journal_row
from central.services.errors import UnknownSiteError
from central.services.sites import described
from central.store.abstract import Units
from common.clock import Clock
from hall.ids import SiteId
from hall.journal import EVERY_DAY, CentreRestored

MOST_LOST = 1_000_000
"""Rows that may have been written after the backup: kiosks know their cursors, so none is used again."""


async def declare_restored(units: Units, clock: Clock, site_id: SiteId) -> int:
    """Begin another epoch of a site; which one (docs/adr/0015).

    Nothing is granted or released until every kiosk has sent its log again, and nothing is sold
    online of the days that may have been open, known to this backup or not. Once for each restore:
    a second time only makes the kiosks send once more.

    Raises:
        UnknownSiteError: there is no such site.
        DamagedSiteError: its description cannot be read; nothing was changed.
        StoreError: nothing was changed.
    """
    now = clock.now()
    async with units() as unit:
        await unit.sites.lock(site_id)
        site = await unit.sites.find(site_id)
        if site is None:
            raise UnknownSiteError(site_id=site_id)
        today = described(site, now).calendar.business_day(now)
        sold_until = today + timedelta(days=day_round.DAYS_AHEAD)
        epoch = site.epoch + 1
        await unit.sites.begin_epoch(site_id, epoch)
        row = journal_row(site.seq + MOST_LOST, EVERY_DAY, now, CentreRestored(epoch, sold_until))
        await unit.journal.append(site_id, [row])
        await note(unit, site_id, now, Noted.CENTRE_RESTORED, COMMAND_LINE, epoch=epoch)
        await unit.commit()
    return epoch
