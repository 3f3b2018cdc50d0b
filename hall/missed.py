# SPDX-License-Identifier: Apache-2.0
"""Who does not come when called, and how often he is put back (rules.md 1, missed).

Where a ticket that was put back stands in its pool is up to `hall.queueing`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from hall.checks import at_least
from hall.errors import BadValueError, PutBackError
from hall.span import utc
from hall.ticket import Ticket, TicketAction


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedLimits:
    """The site's limits.

    Attributes:
        calls: how often a ticket is called, recalls included, before it is missed; at least 1.
        calls_within: all of them within this time after the first.
        put_backs: how often a visitor puts himself back; after that staff decide.
        put_back_within: all of them within this time after the first call he missed.
    """

    calls: int = 3
    calls_within: timedelta = timedelta(minutes=2)
    put_backs: int = 2
    put_back_within: timedelta = timedelta(minutes=60)

    def __post_init__(self) -> None:
        at_least("calls", self.calls, 1)
        at_least("put_backs", self.put_backs)
        for name in ("calls_within", "put_back_within"):
            if getattr(self, name) < timedelta(0):
                raise BadValueError(name=name, value=getattr(self, name), allowed="from 0")

    def may_call_again(self, calls: int, first_called_at: datetime, now: datetime) -> bool:
        """Whether a ticket that was called `calls` times is called once more, or is missed."""
        is_in_time = utc("now", now) - utc("first_called_at", first_called_at) <= self.calls_within
        return calls < self.calls and is_in_time


LIMITS = MissedLimits()


class PutBackProblem(StrEnum):
    """Why a visitor cannot put himself back."""

    TOO_OFTEN = "too_often"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Absence:
    """What is known of a ticket that was missed.

    Attributes:
        first_missed_at: a UTC instant.
        again_missed_at: when it was missed last, if more than once; a UTC instant.
    """

    first_missed_at: datetime
    put_backs: int = 0
    again_missed_at: datetime | None = None

    def __post_init__(self) -> None:
        first = utc("first_missed_at", self.first_missed_at)
        object.__setattr__(self, "first_missed_at", first)
        if self.again_missed_at is not None:
            again = utc("again_missed_at", self.again_missed_at)
            object.__setattr__(self, "again_missed_at", again)
        at_least("put_backs", self.put_backs)

    def began_after(self, now: datetime) -> bool:
        """Whether the ticket was missed, the last time, after that instant."""
        return utc("now", now) < (self.again_missed_at or self.first_missed_at)

    def again(self, now: datetime) -> Self:
        """Missed once more."""
        return replace(self, again_missed_at=now)

    def back_until(self, limits: MissedLimits = LIMITS) -> datetime | None:
        """Until when the visitor may put himself back; None when he has done so often enough."""
        if self.put_backs >= limits.put_backs:
            return None
        return self.first_missed_at + limits.put_back_within

    def after_put_back(self, now: datetime, limits: MissedLimits = LIMITS) -> Self:
        """With one more time that the visitor put himself back; PutBackError when a limit is reached."""
        if self.put_backs >= limits.put_backs:
            raise PutBackError(problem=PutBackProblem.TOO_OFTEN, allowed=limits.put_backs)
        if utc("now", now) - self.first_missed_at > limits.put_back_within:
            raise PutBackError(problem=PutBackProblem.TOO_LATE, allowed=limits.put_back_within)
        return replace(self, put_backs=self.put_backs + 1)


def miss(ticket: Ticket, now: datetime, before: Absence | None = None) -> tuple[Ticket, Absence]:
    """The ticket missed at `now`; `before` is its absence so far. Raises StatusError."""
    return ticket.after(TicketAction.MISS), before.again(now) if before else Absence(now)


def put_back(
    ticket: Ticket, absence: Absence, now: datetime, limits: MissedLimits = LIMITS
) -> tuple[Ticket, Absence]:
    """The ticket waiting again: its visitor laid it or his card on any kiosk.

    Raises StatusError unless it is missed, PutBackError when a limit is reached: then staff decide,
    whom `TicketAction.REQUEUE` obeys without limit.
    """
    return ticket.after(TicketAction.REQUEUE), absence.after_put_back(now, limits)
