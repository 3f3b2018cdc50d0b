# SPDX-License-Identifier: Apache-2.0
"""What staff and security acts leave behind, and whether the chain of it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from central.services.errors import UnknownSiteError
from central.store.abstract import UnitOfWork, Units
from central.store.records import AuditEntry
from hall.canonical import Json
from hall.ids import SiteId
from hall.log import chain_hash

COMMAND_LINE = "command line"
"""Who acts from a shell of the centre's own machine."""

AT_ONCE = 1000
"""Entries read in one look."""


class Noted(StrEnum):
    """Acts that are written down; `body` says by whom and to what, and nothing of a visitor."""

    SITE_IMPORTED = "site_imported"
    KIOSK_INVITED = "kiosk_invited"
    KIOSK_ENROLLED = "kiosk_enrolled"
    KIOSK_REVOKED = "kiosk_revoked"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_DISABLED = "account_disabled"
    SESSION_BEGUN = "session_begun"
    CENTRE_RESTORED = "centre_restored"
    COUNTER_ACTED = "counter_acted"
    SERVICE_STOPPED = "service_stopped"
    BOOKED_FOR_VISITOR = "booked_for_visitor"
    BOOKING_CANCELLED = "booking_cancelled"
    EXTRAS_ADDED = "extras_added"
    KIOSK_GIVEN_UP = "kiosk_given_up"


async def note(
    unit: UnitOfWork, site_id: SiteId, now: datetime, act: Noted, by: str, **to: Json
) -> None:
    """Write an act into the site's chain, in the transaction of its effect."""
    # The day is for retention alone: the site's own may not be known when the site is damaged.
    await unit.audit.append(site_id, now.date(), now, act, {"by": by, **to})


async def read_audit(units: Units, site_id: SiteId, after: int, most: int) -> Sequence[AuditEntry]:
    """At most so many entries past a position, in order; raises StoreError."""
    async with units(is_read_only=True) as unit:
        return await unit.audit.entries(site_id, after, most)


@dataclass(frozen=True, slots=True)
class Checked:
    """`count` entries were right; `broken_at` is the position of the first that is not.

    `last` is the position of the last one that is right, 0 when there is none: whoever cuts the end
    of the chain off leaves one that is whole, and only a `last` that was noted before tells.
    """

    count: int
    last: int = 0
    broken_at: int | None = None


async def check_audit(units: Units, site_id: SiteId) -> Checked:
    """Follow a site's chain from the oldest entry that is kept.

    Entries whose time is over are gone from its beginning; nothing may be missing after that.
    Raises UnknownSiteError, StoreError.
    """
    async with units(is_read_only=True) as unit:
        if await unit.sites.find(site_id) is None:
            raise UnknownSiteError(site_id=site_id)
    last: AuditEntry | None = None
    count = 0
    while True:
        async with units(is_read_only=True) as unit:
            entries = await unit.audit.entries(site_id, last.position if last else 0, AT_ONCE)
        for entry in entries:
            if not _follows(entry, last):
                return Checked(count, last.position if last else 0, broken_at=entry.position)
            last, count = entry, count + 1
        if len(entries) < AT_ONCE:
            return Checked(count, last.position if last else 0)


def _follows(entry: AuditEntry, last: AuditEntry | None) -> bool:
    if last and (entry.position, entry.previous_hash) != (last.position + 1, last.hash):
        return False
    found = chain_hash(entry.previous_hash, entry.position, entry.at, entry.act, entry.body)
    return found == entry.hash
