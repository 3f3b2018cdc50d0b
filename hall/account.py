# SPDX-License-Identifier: Apache-2.0
"""What the centre knows of one kiosk beside its places (rules.md 3, points 1 and 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from hall.errors import BadValueError, LogNotHereError, StillHeardError
from hall.ids import KioskId
from hall.log import GENESIS, Entry, Granted

SILENT_AFTER = timedelta(seconds=30)
"""A kiosk speaks every ten seconds as long as it can."""
TOLD_TO = timedelta(minutes=1)
"""How exactly staff tell since when a kiosk was off."""


@dataclass(slots=True)
class Account:
    """Kept by `hall.site_book`, which alone changes it.

    `end` and `heard_at` are no part of the journal: of those the newest counts.

    Attributes:
        applied: position up to which its log counts.
        last_hash: of the entry at that position.
        feed_cursor: up to where its log says that it applied the feed.
        end: position of its log's last entry, as it said when it was last heard of.
        heard_at: when that was, a UTC instant; None until then.
        last_grant: the answer to its latest request that had one, also of a day that is over.
    """

    applied: int = 0
    last_hash: bytes = GENESIS
    feed_cursor: int = 0
    end: int = 0
    heard_at: datetime | None = None
    last_grant: Granted | None = None

    @property
    def is_complete(self) -> bool:
        """Nothing of its log is missing here, as it said itself when it was last heard of."""
        return self.heard_at is not None and self.applied == self.end

    def check_silent(self, kiosk_id: KioskId, now: datetime) -> None:
        """Raises StillHeardError for one that spoke a moment ago: it is on."""
        heard_at = self.heard_at
        if heard_at is not None and (left := heard_at + SILENT_AFTER - now) > timedelta(0):
            raise StillHeardError(
                kiosk_id=kiosk_id, heard_at=heard_at, seconds=ceil(left.total_seconds())
            )

    def check_off_since(self, kiosk_id: KioskId, off_since: datetime) -> None:
        """Whether nothing can have happened at it that is not here.

        Raises LogNotHereError, BadValueError (`off_since`: it was on after it, or off before).
        """
        if self.heard_at is None or not self.is_complete:
            raise LogNotHereError(kiosk_id=kiosk_id, heard_at=self.heard_at)
        if not self.heard_at - TOLD_TO <= off_since <= self.heard_at:
            raise BadValueError(name="off_since", value=off_since, allowed=self.heard_at)

    def take(self, entry: Entry) -> None:
        """The entry counts; one that counted before changes nothing."""
        if entry.position > self.applied:
            self.applied, self.last_hash = entry.position, entry.hash

    def hear(self, end: int, now: datetime) -> None:
        """The kiosk spoke at `now`, and `end` is where its log ended then."""
        if self.heard_at is None or now >= self.heard_at:
            self.end, self.heard_at = max(end, self.applied), now

    def note(self, granted: Granted) -> None:
        """A request was answered; `request_no` rises with every one."""
        latest = self.last_grant.request_no if self.last_grant else None
        if granted.request_no is not None and granted.request_no > (latest or 0):
            self.last_grant = granted

    def recall(self, known: "Account") -> None:
        """What was stored of it; what is newer here stays."""
        if known.applied > self.applied:
            self.applied, self.last_hash = known.applied, known.last_hash
        self.feed_cursor = max(self.feed_cursor, known.feed_cursor)
        if known.heard_at is not None:
            self.hear(known.end, known.heard_at)
        if known.last_grant is not None:
            self.note(known.last_grant)
