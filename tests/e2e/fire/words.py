# SPDX-License-Identifier: Apache-2.0
"""What a kiosk of the hall under fire is told to do, and what it answers."""

from dataclasses import dataclass, field

from hall.ids import ServiceId
from hall.stopping import Standing


@dataclass(frozen=True)
class WalkIn:
    """Somebody wants a number; `identity` is on his card."""

    service_id: ServiceId
    identity: str
    is_green: bool = False


@dataclass(frozen=True)
class LayCard:
    """Somebody who may have booked lays his card."""

    identity: str


@dataclass(frozen=True)
class GiveUp:
    """Somebody gives the last number up that was given here."""


@dataclass(frozen=True)
class GiveExtra:
    """Staff give a number beyond quota."""

    service_id: ServiceId


@dataclass(frozen=True)
class StandHere:
    """Staff stop a service at this kiosk, or let it go on."""

    service_id: ServiceId
    standing: Standing


@dataclass(frozen=True)
class Ask:
    """How things stand; answered by a State."""


@dataclass(frozen=True)
class End:
    """Close all, in order."""


Order = WalkIn | LayCard | GiveUp | GiveExtra | StandHere | Ask | End


@dataclass(frozen=True)
class State:
    """As far as the kiosk knows.

    Attributes:
        end: position of the log's last entry.
        acknowledged: whether the centre has all of it, by an exchange that began at that end.
        leases: how many grants it has.
        heard: how often it has heard the centre, or why not, since its process began.
    """

    end: int
    is_acknowledged: bool
    leases: int
    heard: int = field(compare=False)


Answer = str | State
"""What became of a visitor, in a word; or how things stand."""
