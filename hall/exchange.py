# SPDX-License-Identifier: Apache-2.0
"""What a kiosk sends to the centre: its log, and its wishes (protocol.md 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hall.checks import at_least
from hall.errors import BadValueError
from hall.ids import KioskId, RequestId, ServiceId
from hall.log import Body, CheckedIn, Entry, Given, Granted, Issued, Received, Returned
from hall.place import Lane, Place
from hall.span import utc

GRANTED_LANES: Mapping[Lane, tuple[Lane, ...]] = {
    # Released online places (R1, R2) are sold to walk-ins under their own identity.
    Lane.WALK_IN: (Lane.WALK_IN, Lane.BOOKED),
    Lane.GREEN: (Lane.GREEN,),
    Lane.EXTRA: (Lane.EXTRA,),
}


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """A kiosk's wish for places of one slot and lane, and for walk-in numbers; may be answered in part."""

    request_no: RequestId
    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    places: int
    numbers: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))
        at_least("places", self.places)
        at_least("numbers", self.numbers)
        if self.lane not in GRANTED_LANES:
            allowed = ", ".join(GRANTED_LANES)
            raise BadValueError(name="lane", value=self.lane, allowed=allowed)


@dataclass(frozen=True, slots=True)
class LogPart:
    """Entries of a kiosk's log past `after`; `end` is the position of the log's last entry."""

    kiosk_id: KioskId
    epoch: int
    after: int
    entries: tuple[Entry, ...]
    end: int


def places_named(body: Body) -> Iterator[Place]:
    """The places an entry of a kiosk's log speaks of."""
    match body:
        case Issued(place=Place() as place) | CheckedIn(place=Place() as place):
            yield place
        case (
            Granted(places=runs)
            | Returned(places=runs)
            | Given(places=runs)
            | Received(places=runs)
        ):
            for run in runs:
                yield from run.places()
        case _:
            pass
