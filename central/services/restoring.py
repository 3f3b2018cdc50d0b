# SPDX-License-Identifier: Apache-2.0
"""The centre's database came back from a backup: what was decided since then is not known here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from central.services import day_round
from central.services.auditing import COMMAND_LINE, Noted, note
from central.services.draft import journal_row
from central.services.errors import RefusedError, UnknownSiteError
from central.services.sites import described
from central.store.abstract import UnitOfWork, Units
from central.store.records import JournalRow, SiteRecord
from common.clock import Clock
from hall.ids import SiteId
from hall.journal import EVERY_DAY, MOST_LOST, CentreRestored, body_from_text
from hall.numbering import LETTERS
from hall.series import numbers_of_era

CLOCKS_DIFFER = timedelta(hours=1)
"""The lost centre's clock may have been so far ahead of this one."""
EPOCHS_SINCE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Declared:
    """Another epoch has begun.

    Attributes:
        numbers: so many numbers each service has left of today at the centre, beside what kiosks
            hold; each restore of a day leaves the next stretch alone (`hall.series`).
    """

    epoch: int
    numbers: int


class StoppedAtError(RefusedError):
    """The lost centre cannot have stopped then. Fields: `stopped_at`, `earliest`, `latest`."""

    key = "error.central.stopped_at"


async def declare_restored(
    units: Units, clock: Clock, site_id: SiteId, stopped_at: str | None = None
) -> Declared:
    """Begin another epoch of a site (docs/adr/0015).

    A kiosk is granted something again once it has sent its log. Of the day on which the lost centre
    stopped, and of the next from the evening on, places that the kiosks do not hold stay frozen;
    nothing is sold online of the days that may have been open then, known to this backup or not.
    Once for each restore: a second time makes the kiosks send once more, and costs numbers.

    `stopped_at` is an instant after which the lost centre did nothing more, in ISO 8601; by the
    site's clock where it names no zone. None: it may have worked until now.

    Raises:
        UnknownSiteError: there is no such site.
        StoppedAtError: `stopped_at` is no instant, before the backup's end, or still to come.
        DamagedSiteError: its description cannot be read; nothing was changed.
        StoreError: nothing was changed.
    """
    now = clock.now()
    async with units() as unit:
        await unit.sites.lock(site_id)
        site = await unit.sites.find(site_id)
        if site is None:
            raise UnknownSiteError(site_id=site_id)
        stopped = await _stopped(unit, site, now, stopped_at)
        restored = _restored(site, now, stopped)
        epoch = restored.epoch
        await unit.sites.begin_epoch(site_id, epoch)
        row = journal_row(site.seq + MOST_LOST, EVERY_DAY, now, restored)
        await unit.journal.append(site_id, [row])
        said, at = Noted.CENTRE_RESTORED, stopped.isoformat()
        await note(unit, site_id, now, said, COMMAND_LINE, epoch=epoch, stopped_at=at)
        rows = await unit.journal.since(site_id, EVERY_DAY)
        await unit.commit()
    return Declared(epoch, _numbers_left(rows, described(site, now).calendar.business_day(now)))


def _numbers_left(rows: Sequence[JournalRow], today: date) -> int:
    """Of each service; today has begun another era with each restore that may have granted of it."""
    restores = [
        body_from_text(row.kind, row.body) for row in rows if row.kind == CentreRestored.kind
    ]
    era = sum(each.may_have_granted(today) for each in restores if isinstance(each, CentreRestored))
    return len(numbers_of_era(LETTERS[0], era))


async def _stopped(
    unit: UnitOfWork, site: SiteRecord, now: datetime, stopped_at: str | None
) -> datetime:
    """By when the lost centre had stopped: not before the last row of its backup."""
    if stopped_at is None:
        return now
    last = await unit.journal.after(site.site_id, site.seq - 1)
    earliest = last[-1].at if last else EPOCHS_SINCE
    try:
        stopped = datetime.fromisoformat(stopped_at)
    except ValueError:
        stopped = EPOCHS_SINCE
    if stopped.tzinfo is None:
        stopped = stopped.replace(tzinfo=described(site, now).calendar.tz)
    if not earliest <= stopped <= now:
        raise StoppedAtError(stopped_at=stopped_at, earliest=earliest, latest=now)
    return stopped.astimezone(UTC)


def _restored(site: SiteRecord, now: datetime, stopped: datetime) -> CentreRestored:
    """What the lost centre may have done until it stopped."""
    file, latest = described(site, now), stopped + CLOCKS_DIFFER
    on = file.calendar.business_day(latest)
    next_day = on + timedelta(days=1)
    has_evening_come = latest >= day_round.evening_of(file, next_day)
    return CentreRestored(
        _epoch_after(site.epoch, now),
        sold_until=on + timedelta(days=day_round.DAYS_AHEAD),
        granted_until=next_day if has_evening_come else on,
    )


def _epoch_after(known: int, now: datetime) -> int:
    """By the clock: one and the same backup may be restored twice, and never into one epoch."""
    return max(known + 1, int((now - EPOCHS_SINCE) / timedelta(minutes=1)))
