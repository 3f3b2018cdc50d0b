# SPDX-License-Identifier: Apache-2.0
"""What the centre tells the kiosks beside what moves places: as sent, not as stored.

Identities and the day key are in here (protocol.md 4): a log or a journal never holds these values.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from hall.checks import at_least
from hall.errors import BadValueError
from hall.feed import FeedBody
from hall.identity import KEY_BYTES, IdentityDigest
from hall.ids import KioskId, ServiceId, TicketId
from hall.items import check_items
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.span import utc
from hall.ticket import TicketStatus


@dataclass(frozen=True, slots=True)
class DayKeyTold:
    """The key of a business day's identity digests; `key_id` is all that is stored of it."""

    kind: ClassVar[str] = "day_key"
    business_date: date
    key_id: str
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES:
            value = f"{len(self.key)} bytes"
            raise BadValueError(name="key", value=value, allowed=f"{KEY_BYTES} bytes")


@dataclass(frozen=True, slots=True)
class CatalogueTold:
    """Services, hours, holidays and texts of the site: the TOML text the centre was given.

    Attributes:
        edition: counts the texts it was given of this site, from 1; None where it does not say.
    """

    kind: ClassVar[str] = "catalogue"
    document: str
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class SiteEdition:
    """Which description of the site a kiosk goes by, and since when, by the centre's clock."""

    number: int
    deployed_at: datetime


@dataclass(frozen=True, slots=True)
class SiteTicket:
    """A ticket of any kiosk of the site as far as others need it: to reprint it, to know its owner.

    `proxy` is who took it for its owner, so that a person's limit holds at all kiosks together.
    `back_until` is of a missed ticket: until
    when its visitor may put himself back; None where staff decide. `is_in_person`: the visitor wishes
    that staff come to him, which a copy at another kiosk says, too, as it says for how many `items` it stands.
    """

    ticket_id: TicketId
    kiosk_id: KioskId
    business_date: date
    service_id: ServiceId
    number: TicketNumber
    lane: Lane
    status: TicketStatus
    issued_at: datetime
    digest: IdentityDigest | None = field(default=None, repr=False)
    proxy: IdentityDigest | None = field(default=None, repr=False)
    back_until: datetime | None = None
    is_in_person: bool = False
    items: int = 1

    def __post_init__(self) -> None:
        check_items(self.items)
        object.__setattr__(self, "issued_at", utc("issued_at", self.issued_at))
        if self.back_until is not None:
            object.__setattr__(self, "back_until", utc("back_until", self.back_until))


@dataclass(frozen=True, slots=True)
class TicketsTold:
    """Tickets that are new, or stand otherwise than told before."""

    kind: ClassVar[str] = "tickets"
    tickets: tuple[SiteTicket, ...]


@dataclass(frozen=True, slots=True)
class KioskKeyTold:
    """What checks the codes on a kiosk's tickets; `algorithm` is the mark of its signatures."""

    kind: ClassVar[str] = "kiosk_key"
    kiosk_id: KioskId
    algorithm: str
    public_key: bytes


News = DayKeyTold | CatalogueTold | TicketsTold | KioskKeyTold


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the feed as a kiosk gets it; cursors rise strictly and may have gaps."""

    cursor: int
    body: FeedBody | News


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """How many wait before somebody who comes now, and his wait in minutes as a range.

    Not part of the feed: only the newest counts. The wait is None where nobody can tell it.

    Attributes:
        booked, green: how many of `ahead` have booked and how many are served first; all others came
            earlier. None where it was not told.
    """

    service_id: ServiceId
    ahead: int
    wait_low: int | None
    wait_high: int | None
    as_of: datetime
    booked: int | None = None
    green: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_of", utc("as_of", self.as_of))
        at_least("ahead", self.ahead)
        self._check_groups()
        if (self.wait_low is None) != (self.wait_high is None):
            raise BadValueError(name="wait_high", value=self.wait_high, allowed="both or neither")
        if self.wait_low is not None and self.wait_high is not None:
            at_least("wait_low", self.wait_low)
            at_least("wait_high", self.wait_high, self.wait_low)

    def _check_groups(self) -> None:
        if (self.booked is None) != (self.green is None):
            raise BadValueError(name="green", value=self.green, allowed="both or neither")
        if self.booked is None or self.green is None:
            return
        at_least("booked", self.booked)
        at_least("green", self.green)
        if self.booked + self.green > self.ahead:
            raise BadValueError(name="ahead", value=self.ahead, allowed="all that are in it")
