# SPDX-License-Identifier: Apache-2.0
"""What staff and security acts leave behind."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from central.store.abstract import UnitOfWork, Units
from central.store.records import AuditEntry
from hall.canonical import Json
from hall.ids import SiteId

COMMAND_LINE = "command line"
"""Who acts from a shell of the centre's own machine."""


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
    HELP_ANSWERED = "help_answered"
    HELP_ENDED = "help_ended"


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
