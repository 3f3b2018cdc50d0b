# SPDX-License-Identifier: Apache-2.0
"""A ticket and its status table (rules.md 1). Nothing else may assign a status."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from hall.errors import BadValueError, StatusError
from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.items import check_items
from hall.log import Actor
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import utc

EARLY = timedelta(minutes=10)
"""A visitor with a slot joins its line at S-10."""


class TicketStatus(StrEnum):
    """Where a ticket stands; it is born `early` or `waiting`."""

    EARLY = "early"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    MISSED = "missed"
    PARKED = "parked"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """The visitor can still be served with it."""
        return self not in (self.FINISHED, self.CANCELLED, self.EXPIRED)


class TicketAction(StrEnum):
    """What can be done to a ticket."""

    JOIN = "join"
    CALL = "call"
    SERVE = "serve"
    UNDO = "undo"
    MISS = "miss"
    REQUEUE = "requeue"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"
    FINISH = "finish"
    CANCEL = "cancel"
    EXPIRE = "expire"


_S = TicketStatus
_A = TicketAction

TICKET_STEPS: dict[tuple[TicketStatus, TicketAction], TicketStatus] = {
    (_S.EARLY, _A.JOIN): _S.WAITING,
    (_S.EARLY, _A.CALL): _S.CALLED,
    (_S.EARLY, _A.CANCEL): _S.CANCELLED,
    (_S.EARLY, _A.EXPIRE): _S.EXPIRED,
    (_S.WAITING, _A.CALL): _S.CALLED,
    (_S.WAITING, _A.PARK): _S.PARKED,
    (_S.WAITING, _A.CANCEL): _S.CANCELLED,
    (_S.WAITING, _A.EXPIRE): _S.EXPIRED,
    (_S.CALLED, _A.SERVE): _S.SERVING,
    (_S.CALLED, _A.UNDO): _S.WAITING,
    (_S.CALLED, _A.MISS): _S.MISSED,
    (_S.CALLED, _A.PARK): _S.PARKED,
    (_S.CALLED, _A.CANCEL): _S.CANCELLED,
    (_S.MISSED, _A.REQUEUE): _S.WAITING,
    (_S.MISSED, _A.EXPIRE): _S.EXPIRED,
    (_S.SERVING, _A.FINISH): _S.FINISHED,
    (_S.SERVING, _A.PARK): _S.PARKED,
    (_S.SERVING, _A.TRANSFER): _S.WAITING,
    (_S.PARKED, _A.RESUME): _S.WAITING,
    (_S.PARKED, _A.CANCEL): _S.CANCELLED,
    (_S.PARKED, _A.EXPIRE): _S.EXPIRED,
}


def after(status: TicketStatus, action: TicketAction) -> TicketStatus:
    """The status after an action; raises StatusError when the table has no such step."""
    try:
        return TICKET_STEPS[status, action]
    except KeyError:
        raise StatusError(status=status, action=action) from None


def status_at_issue(chosen_slot: datetime | None, now: datetime) -> TicketStatus:
    """How a walk-in ticket is born: `early` only if its visitor chose a slot more than 10 min away."""
    if chosen_slot is None:
        return TicketStatus.WAITING
    is_early = utc("now", now) < utc("chosen_slot", chosen_slot) - EARLY
    return TicketStatus.EARLY if is_early else TicketStatus.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One turn in one queue.

    Attributes:
        lane: the line it waits in; differs from its place's lane after R3. Never extra.
        place: None for standby and for services without quota.
        digest: finds the same person again; identity class, kept until the business day ends.
        proxy: who took it for that person, None when nobody did; kept as long as the digest.
        reprints: how many copies were printed after the first slip.
        chosen_slot: start of the slot he booked or chose; None when he joined at issue.
        is_in_person: the visitor wishes that staff come to him instead of calling the number.
        items: for how many of the service it stands.
    """

    ticket_id: TicketId
    business_date: date
    service_id: ServiceId
    number: TicketNumber
    lane: Lane
    place: Place | None
    status: TicketStatus
    issued_at: datetime
    digest: IdentityDigest | None = field(default=None, repr=False)
    reprints: int = 0
    is_standby: bool = False
    chosen_slot: datetime | None = None
    proxy: IdentityDigest | None = field(default=None, repr=False)
    is_in_person: bool = False
    items: int = 1

    def __post_init__(self) -> None:
        check_items(self.items)
        object.__setattr__(self, "issued_at", utc("issued_at", self.issued_at))
        if self.chosen_slot is not None:
            object.__setattr__(self, "chosen_slot", utc("chosen_slot", self.chosen_slot))
        if self.lane is Lane.EXTRA:
            raise BadValueError(name="lane", value=self.lane, allowed="booked, walk_in, green")
        if self.is_standby and self.place:
            raise BadValueError(name="place", value=self.place, allowed="none on standby")
        if self.place and self.place.service_id != self.service_id:
            raise BadValueError(name="place", value=self.place, allowed="of the ticket's service")

    def after(self, action: TicketAction) -> Self:
        """The ticket after an action; raises StatusError."""
        return replace(self, status=after(self.status, action))

    def cancelled(self, by: Actor, reason: str | None = None) -> Self:
        """The ticket cancelled; its number is never used again that day.

        Raises StatusError, and BadValueError when staff give no reason.
        """
        if by is Actor.STAFF and not (reason and reason.strip()):
            raise BadValueError(name="reason", value=reason, allowed="words")
        return self.after(TicketAction.CANCEL)

    def reprinted(self) -> Self:
        """The ticket with one more copy counted."""
        return replace(self, reprints=self.reprints + 1)
