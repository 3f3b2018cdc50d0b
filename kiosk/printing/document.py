# SPDX-License-Identifier: Apache-2.0
"""What a visitor's paper says, in one language, ready for a template."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class TicketDocument:
    """One paper of a ticket; holds nothing of the person but the masked name, where the site wants that.

    `code` is the signed ticket code (protocol.md 4). `slot_start` only when the visitor booked or
    chose a later slot; who `is_early` for his booking is called from ten minutes before. `wait` is
    how many were ahead and how long it may take, empty when nobody knows. `is_proxy` says that somebody
    took it for somebody else, whom it does not name; `materials` are the proxy's. `is_in_person`: staff come to the visitor instead of calling the number. It stands for so many `items`. `copy` is 0 for the first
    paper, else it is marked as a reprint with its count.
    """

    kind: ClassVar[str] = "ticket"
    binding: ClassVar[str] = "number"

    language: str
    number: str
    service_name: str
    site_name: str
    machine_name: str
    where: str
    materials: tuple[str, ...]
    issued_at: datetime  # local to the site
    code: str
    hotline: str = ""
    slot_start: datetime | None = None
    slot_end: datetime | None = None
    is_green: bool = False
    is_standby: bool = False
    is_booked: bool = False
    is_early: bool = False
    is_proxy: bool = False
    is_in_person: bool = False
    items: int = 1
    wait: str = ""
    copy: int = 0
    masked_name: str = field(default="", repr=False)


@dataclass(frozen=True)
class DirectionDocument:
    """A slip that says where to go without a number; it is no ticket, and holds nothing of the person."""

    kind: ClassVar[str] = "direction"
    binding: ClassVar[str] = "where"

    language: str
    service_name: str
    site_name: str
    machine_name: str
    where: str
    materials: tuple[str, ...]
    printed_at: datetime  # local to the site
    hotline: str = ""


@dataclass(frozen=True)
class BookingDocument:
    """What somebody who has booked takes home; holds nothing of the person.

    `code` is the signed booking code, `digits` the same to be typed; either may be empty.
    `late_after` is until when the booking can check in.
    """

    kind: ClassVar[str] = "booking"
    binding: ClassVar[str] = "number"

    language: str
    number: str
    service_name: str
    site_name: str
    machine_name: str
    where: str
    materials: tuple[str, ...]
    slot_start: datetime  # local to the site, as all of them
    slot_end: datetime
    late_after: datetime
    printed_at: datetime
    code: str = ""
    digits: str = ""
    hotline: str = ""
