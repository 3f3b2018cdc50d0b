# SPDX-License-Identifier: Apache-2.0
"""What the centre knows of one kiosk beside its places (rules.md 3, points 1 and 3)."""

from dataclasses import dataclass, field
from datetime import datetime

from hall.ids import RequestId
from hall.log import Granted


@dataclass(slots=True)
class Account:
    """Kept by `hall.ledger`, which alone changes it.

    Attributes:
        applied: position up to which its log counts; `end` is that of its last entry, as it said.
        heard_at: when its log last came, a UTC instant; None until then.
        feed_cursor: up to where its log says that it applied the feed.
        grants: the answers to its requests, repeated unchanged.
    """

    applied: int = 0
    end: int = 0
    heard_at: datetime | None = None
    feed_cursor: int = 0
    grants: dict[RequestId, Granted] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Nothing of its log is missing here, as it said itself when it was last heard of."""
        return self.heard_at is not None and self.applied == self.end
