# SPDX-License-Identifier: Apache-2.0
"""What kiosk and centre say to each other in one exchange (protocol.md 3), as values of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hall.errors import BadValueError
from hall.exchange import LeaseRequest, LogPart
from hall.identity import IdentityDigest
from hall.ids import HelpCallId
from hall.log import Granted
from hall.news import QueueFigures, SiteEdition, Told

MOST_ENTRIES = 200
"""Of a kiosk's log in one exchange, and of the feed in its answer."""
MOST_REQUESTS = 50
"""Wishes for places in one exchange; the rest goes with the next."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose ticket an entry speaks of: identity class, beside the log and never in it.

    Attributes:
        digest: None beside `checked_in`: the centre has it with the booking.
        proxy: who took the ticket for that person; None when nobody did.
    """

    digest: IdentityDigest | None = field(default=None, repr=False)
    proxy: IdentityDigest | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.digest is None and self.proxy is None:
            raise BadValueError(name="owner", value=None, allowed="a digest, or a proxy alone")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check of the kiosk found; `key` names the words, empty where all is well."""

    check: str
    is_good: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How the kiosk is: its program's version, how far its clock is off the centre's, and by what it goes.

    Attributes:
        site: None before the centre has told what the site is, and which edition that was.
    """

    version: str
    clock_seconds: int
    findings: tuple[Finding, ...] = ()
    site: SiteEdition | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a kiosk sends: its log past what the centre has, its wishes, and how it is.

    Attributes:
        part: of the log; its kiosk is the one the credential belongs to, not one it names.
        owners: of the tickets its entries speak of, by position.
        cursor: up to where the kiosk holds the feed.
    """

    part: LogPart
    cursor: int
    owners: Mapping[int, Owner] = field(default_factory=dict)
    requests: tuple[LeaseRequest, ...] = ()
    health: Health | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre says to it.

    Attributes:
        acknowledged: up to which position the kiosk's log counts.
        told: the feed past the kiosk's cursor, in order.
        cursor: up to where the feed holds with this answer.
        has_more: there is more of the feed; ask again at once.
        grants: all that was granted to the kiosk and that its log has not told of.
        figures: the newest of each service.
        now: the centre's clock.
    """

    epoch: int
    acknowledged: int
    cursor: int
    now: datetime
    told: tuple[Told, ...] = ()
    has_more: bool = False
    grants: tuple[Granted, ...] = ()
    figures: tuple[QueueFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the centre did not do it: the key of the words and their fields (RFC 9457).

    `acknowledged` and `epoch` say from where to send again (409); None with other refusals.
    """

    status: int
    key: str
    fields: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    acknowledged: int | None = None
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class HelpWish:
    """A visitor at this kiosk wants help; said again and again until it is over, and nothing of him.

    `is_over`: help came, or he wants it no more.
    """

    call_id: HelpCallId
    raised_at: datetime
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class HelpProgress:
    """What has become of a call for help at the centre; None: not yet.

    Attributes:
        told_at: somebody of the staff was shown it.
        answered_at: somebody said that he comes.
        ended_at: it is over, by the staff's word or the kiosk's.
    """

    call_id: HelpCallId
    told_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a kiosk is to the centre from its enrolment on; the credential is its own, revocable."""

    site_id: str
    kiosk_id: str
    credential: str = field(repr=False)
