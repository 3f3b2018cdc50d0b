# SPDX-License-Identifier: Apache-2.0
"""What counters do, as entries of the journal (rules.md 1 and 2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from hall.ids import ActId, CounterId, ServiceId, TicketId
from hall.span import utc


@dataclass(frozen=True, slots=True)
class CounterAct:
    """Something a counter did at the UTC instant `at`; the same `act_id` is the same act."""

    act_id: ActId
    at: datetime
    counter_id: CounterId

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc("at", self.at))


@dataclass(frozen=True, slots=True)
class _OfTicket(CounterAct):
    """An act on one ticket."""

    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class CounterOpened(CounterAct):
    """From now on it calls the tickets of that service."""

    kind: ClassVar[str] = "counter_opened"
    service_id: ServiceId


@dataclass(frozen=True, slots=True)
class CounterClosed(CounterAct):
    """It calls nobody any more; `is_pause` when somebody will be back there soon."""

    kind: ClassVar[str] = "counter_closed"
    is_pause: bool = False


@dataclass(frozen=True, slots=True)
class Called(_OfTicket):
    """The ticket whose turn it was is called to the counter."""

    kind: ClassVar[str] = "called"


@dataclass(frozen=True, slots=True)
class Recalled(_OfTicket):
    """It is called once more."""

    kind: ClassVar[str] = "recalled"


@dataclass(frozen=True, slots=True)
class CallUndone(_OfTicket):
    """The call was a mistake; the ticket has its turn again."""

    kind: ClassVar[str] = "call_undone"


@dataclass(frozen=True, slots=True)
class Started(_OfTicket):
    """Its visitor is at the counter."""

    kind: ClassVar[str] = "started"


@dataclass(frozen=True, slots=True)
class Finished(_OfTicket):
    """He has been served."""

    kind: ClassVar[str] = "finished"


@dataclass(frozen=True, slots=True)
class Missed(_OfTicket):
    """Nobody came."""

    kind: ClassVar[str] = "missed"


@dataclass(frozen=True, slots=True)
class PutBack(_OfTicket):
    """Staff put a missed ticket back; what its visitor does himself stands in a kiosk's log."""

    kind: ClassVar[str] = "put_back"


@dataclass(frozen=True, slots=True)
class Parked(_OfTicket):
    """It is not called until it is resumed: its visitor fetches a paper."""

    kind: ClassVar[str] = "parked"


@dataclass(frozen=True, slots=True)
class Resumed(_OfTicket):
    """A parked ticket waits again."""

    kind: ClassVar[str] = "resumed"


@dataclass(frozen=True, slots=True)
class Transferred(_OfTicket):
    """It waits for another service now, under the same number."""

    kind: ClassVar[str] = "transferred"
    service_id: ServiceId


TicketCall: TypeAlias = (
    Called
    | Recalled
    | CallUndone
    | Started
    | Finished
    | Missed
    | PutBack
    | Parked
    | Resumed
    | Transferred
)
Call: TypeAlias = CounterOpened | CounterClosed | TicketCall

CALLS: tuple[type[Call], ...] = (
    CounterOpened,
    CounterClosed,
    Called,
    Recalled,
    CallUndone,
    Started,
    Finished,
    Missed,
    PutBack,
    Parked,
    Resumed,
    Transferred,
)
