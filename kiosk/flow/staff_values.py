# SPDX-License-Identifier: Apache-2.0
"""What staff screens show: who is at work here, and the tickets that were looked for."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hall.identity import IdentityDigest, Secret
from hall.ids import ServiceId
from hall.ticket import TicketStatus
from hall.words import Words
from kiosk.flow.values import TicketView

STAFF_NUMBER_DIGITS = 6
"""A staff number has at most so many."""

PIN_DIGITS = 12
"""A PIN has at most so many."""


@dataclass(frozen=True)
class StaffPerson:
    """Who is at work; every act in the log carries the id, which no visitor sees."""

    staff_id: str
    name: str = field(repr=False)


class StaffAct(StrEnum):
    """What staff did, as the log has it."""

    ENTERED_BY_PIN = "entered_by_pin"
    ENTERED_BY_CARD = "entered_by_card"
    LOCKED_OUT = "locked_out"  # by wrong PINs, whoever typed them
    CARD_KEPT = "card_kept"  # somebody's own card opens staff mode from now on
    REPRINTED = "reprinted"
    HELD = "held"  # the kiosk serves nobody
    RELEASED = "released"
    SERVICE_STOPPED = "service_stopped"
    SERVICE_OPENED = "service_opened"
    CANCELLED = "cancelled"
    GAVE = "gave"  # a number, for a visitor
    GAVE_EXTRA = "gave_extra"  # one beyond quota
    GAVE_TO_GROUP = "gave_to_group"  # one of several
    PAPER_CHANGED = "paper_changed"
    PRINTER_TRIED = "printer_tried"
    REPORT_PRINTED = "report_printed"
    VOLUME_SET = "volume_set"


EXTRA_REASONS = ("hardship", "fault", "counter", "other")
"""Why a number goes beyond quota."""

MOST_OF_GROUP = 20

CANCEL_REASONS = ("left", "mistake", "twice", "other")
"""Why staff cancel a number, as the log has it; nothing of a visitor belongs there."""


class HoldReason(StrEnum):
    """Why the kiosk serves nobody."""

    FAULT = "fault"
    CARE = "care"  # cleaning, a paper jam, the technician
    MOVED = "moved"  # visitors are served elsewhere
    OTHER = "other"


class StopReason(StrEnum):
    """Why a service gives no numbers."""

    FAULT = "fault"  # its computers are down
    NO_STAFF = "no_staff"
    DONE = "done"  # no more can be served today
    OTHER = "other"


@dataclass(frozen=True)
class ServiceStands:
    """How a service stands; `stops_at` is local to the site, where a stop is to come."""

    service_id: ServiceId
    name: Words
    is_open: bool = True
    stops_at: datetime | None = None


class How(StrEnum):
    """By what tickets are looked for."""

    LATEST = "latest"
    NUMBER = "number"
    CODE = "code"
    CARD = "card"


@dataclass(frozen=True)
class Sought:
    """Which tickets of today staff look for.

    Attributes:
        digits: of NUMBER, as printed, without the letters before them.
        code: of CODE, what was scanned.
        digest: of CARD, whose card was laid.
    """

    how: How = How.LATEST
    digits: str = ""
    code: Secret | None = None
    digest: IdentityDigest | None = field(default=None, repr=False)


@dataclass(frozen=True)
class StaffTicket:
    """A ticket of today as staff see it."""

    view: TicketView
    status: TicketStatus
    copies: int  # printed after the first paper


@dataclass(frozen=True)
class Sentence:
    """A text key, and what stands in its fields."""

    key: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CheckSeen:
    """What a look at a device, or at the machine, has found.

    Attributes:
        check: its name, as in `health.device`.
        place: which one, where there are several; may be empty.
        found: what it is like, the main thing first.
        to_do: also of what is in order and could be better.
    """

    check: str
    place: str
    is_good: bool
    found: tuple[Sentence, ...] = ()
    to_do: Sentence | None = None


@dataclass(frozen=True)
class Remark:
    """What a staff screen says of what was just done, as a text key; `is_good` where it was done."""

    key: str
    is_good: bool = False
    until: datetime | None = None  # local to the site; where time alone helps
