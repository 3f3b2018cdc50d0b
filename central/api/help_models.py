# SPDX-License-Identifier: Apache-2.0
"""Calls for help as the staff see them; what a kiosk says is in `hall.wire`."""

from uuid import UUID

from hall.wire.fields import Instant, Name, WireModel


class HelpCallV1(WireModel):
    """A visitor at that kiosk wants help; nothing is known of him. `answered_by` is a role."""

    call_id: UUID
    kiosk_id: Name
    raised_at: Instant
    told_at: Instant | None
    answered_at: Instant | None
    answered_by: Name | None
    ended_at: Instant | None


class HelpCallsV1(WireModel):
    """Who waits for help now, the longest first."""

    calls: tuple[HelpCallV1, ...]
