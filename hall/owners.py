# SPDX-License-Identifier: Apache-2.0
"""Who owns each place, as far as the centre knows: exactly one at any time (I4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from hall.errors import BadValueError, UnknownPlaceError
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.place import Lane, Place

SlotKey = tuple[ServiceId, datetime]
"""A service and the start of its slot."""


class OwnerKind(StrEnum):
    """What sort of owner."""

    ONLINE = "online"
    """The centre's, for sale to bookings."""
    CENTRE = "centre"
    """The centre's, to be granted to kiosks."""
    HOLD = "hold"
    BOOKING = "booking"
    KIOSK = "kiosk"
    """A kiosk's, or on its way there in a grant."""
    TRANSFER = "transfer"
    """Given by a kiosk, and the one named has not reported it as received."""
    TICKET = "ticket"
    WITHDRAWN = "withdrawn"
    """Given up by a reduction of the capacity (R5)."""
    FROZEN = "frozen"
    """Nobody knows after the centre was restored; until its slot ends."""


@dataclass(frozen=True, slots=True)
class Owner:
    """`of` is the id of the hold, booking, kiosk or ticket; None for the centre."""

    kind: OwnerKind
    of: HoldId | BookingId | KioskId | TicketId | None = None


ONLINE = Owner(OwnerKind.ONLINE)
CENTRE = Owner(OwnerKind.CENTRE)
WITHDRAWN = Owner(OwnerKind.WITHDRAWN)
FROZEN = Owner(OwnerKind.FROZEN)
_HOLDERS = (OwnerKind.ONLINE, OwnerKind.CENTRE, OwnerKind.KIOSK, OwnerKind.TRANSFER)
"""Who can have many places of a slot; a ticket, a booking and a hold have one each."""


class Owners:
    """The owner and the hop of every place there is. Concurrency: one thread."""

    def __init__(self) -> None:
        self._owners: dict[Place, Owner] = {}
        self._hops: dict[Place, int] = {}
        self._held: defaultdict[Owner, defaultdict[SlotKey, set[Place]]]
        self._held = defaultdict(partial(defaultdict, set))
        """All that each of the holders has."""

    def __iter__(self) -> Iterator[tuple[Place, Owner, int]]:
        return ((place, owner, self._hops[place]) for place, owner in self._owners.items())

    def __contains__(self, place: Place) -> bool:
        return place in self._owners

    def owner(self, place: Place) -> Owner:
        """Raises UnknownPlaceError."""
        try:
            return self._owners[place]
        except KeyError:
            raise UnknownPlaceError(place=place) from None

    def hop(self, place: Place) -> int:
        """How often it was granted, given or freed by a cancel; raises UnknownPlaceError."""
        try:
            return self._hops[place]
        except KeyError:
            raise UnknownPlaceError(place=place) from None

    def add(self, place: Place, owner: Owner) -> None:
        """A place there was not before, at hop 0; raises BadValueError if there was."""
        if place in self._owners:
            raise BadValueError(name="place", value=place, allowed="one there was not before")
        self._hops[place] = 0
        self._give(place, owner)

    def move(self, place: Place, owner: Owner, hop: int | None = None) -> None:
        """To another owner; the hop stays unless it is given. Raises UnknownPlaceError."""
        before = self.owner(place)
        if before.kind in _HOLDERS:
            self._held[before][place.service_id, place.slot_start].discard(place)
        if hop is not None:
            self._hops[place] = hop
        self._give(place, owner)

    def pooled(self, kind: OwnerKind, slot: SlotKey, lanes: Iterable[Lane]) -> list[Place]:
        """A slot's places in one of the centre's two pools, lane by lane as named, then by index."""
        order = tuple(lanes)
        found = (place for place in self._of(Owner(kind)).get(slot, ()) if place.lane in order)
        return sorted(found, key=lambda place: (order.index(place.lane), place.index))

    def of_kiosk(self, kiosk_id: KioskId) -> dict[Place, int]:
        """What a kiosk holds by the centre's book (I9), with hops."""
        held = self._of(Owner(OwnerKind.KIOSK, kiosk_id))
        return {place: self._hops[place] for places in held.values() for place in places}

    def at_kiosks(self) -> Iterator[tuple[KioskId, SlotKey, int]]:
        """How many places of a slot lie with a kiosk, or are on their way to it."""
        for owner, held in self._held.items():
            if owner.kind in (OwnerKind.KIOSK, OwnerKind.TRANSFER):
                for slot, places in held.items():
                    if places:
                        yield KioskId(str(owner.of)), slot, len(places)

    def _give(self, place: Place, owner: Owner) -> None:
        self._owners[place] = owner
        if owner.kind in _HOLDERS:
            self._held[owner][place.service_id, place.slot_start].add(place)

    def _of(self, owner: Owner) -> Mapping[SlotKey, set[Place]]:
        return self._held.get(owner, {})
