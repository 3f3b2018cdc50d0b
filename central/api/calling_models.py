# SPDX-License-Identifier: Apache-2.0
"""Bodies of what counters and managers ask."""

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from hall.wire.fields import Day, Instant, Items, Name, Number, Small, WireModel
from hall.wire.mistakes import NOT_PRINTABLE

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of signs that end a line, hide or turn round what stands beside them in the audit."""


def _plain(text: str) -> str:
    if any(unicodedata.category(sign) in HIDDEN for sign in text):
        raise PydanticCustomError(NOT_PRINTABLE, "control characters")
    return text


Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_plain),
]
"""Why staff did it; stands in the audit. Nothing of a visitor belongs here."""

MOST_EXTRAS = 1000
MOST_CALLS = 100


class ActV1(WireModel):
    """One press of a key; `act_id` is made for it, and sent again with each repeat."""

    act_id: UUID


class OpenCounterV1(WireModel):
    """Call the tickets of that service."""

    act_id: UUID
    service_id: Name


class CloseCounterV1(WireModel):
    """Call nobody; `is_pause` when somebody will be back soon, so that no places go."""

    act_id: UUID
    is_pause: bool = False


class TicketActV1(WireModel):
    """One step of a ticket."""

    act_id: UUID
    ticket_id: UUID


class TransferV1(WireModel):
    """Send who is served on to another service."""

    act_id: UUID
    ticket_id: UUID
    service_id: Name


class CalledTicketV1(WireModel):
    """A ticket as a counter sees it; nothing says whose it is.

    `is_in_person`: the visitor wishes that somebody comes to him instead of calling the number.
    `items`: how many of the service he has come for.
    """

    ticket_id: UUID
    number: Number
    service_id: Name
    lane: Lane
    status: TicketStatus
    counter_id: Name | None = None
    calls: Annotated[int, Field(ge=0, le=MOST_CALLS)] = 0
    called_at: Instant | None = None
    slot_start: Instant | None = None
    is_in_person: bool = False
    items: Items = 1


class NextV1(WireModel):
    """Whose turn it is; `ticket` is missing when nobody can be called."""

    ticket: CalledTicketV1 | None = None


class CounterV1(WireModel):
    """A counter that was opened today, and the ticket at it."""

    counter_id: Name
    service_id: Name
    is_open: bool
    is_paused: bool
    ticket: CalledTicketV1 | None = None


class QueueV1(WireModel):
    """How many wait for a service."""

    service_id: Name
    waiting: Small
    standing: Standing


class FloorV1(WireModel):
    """Counters by id, and the queues of the business day."""

    counters: tuple[CounterV1, ...]
    queues: tuple[QueueV1, ...]


class StopV1(WireModel):
    """A service stops, is suspended or goes on (`open`): at once where `at` is missing."""

    standing: Standing
    reason: Reason
    at: Instant | None = None


class StandingV1(WireModel):
    """How a service stands from that instant on."""

    service_id: Name
    standing: Standing
    at: Instant


class AddExtrasV1(WireModel):
    """So many more extra places; today where `business_date` is missing."""

    act_id: UUID
    count: Annotated[int, Field(ge=1, le=MOST_EXTRAS)]
    reason: Reason
    business_date: Day | None = None


class ExtrasV1(WireModel):
    """How many extra places the service has that day, given and not given."""

    service_id: Name
    business_date: Day
    extras: Small


class GiveUpV1(WireModel):
    """The kiosk's disk is destroyed, and it was off since then."""

    off_since: Instant
    reason: Reason
