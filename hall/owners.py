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


@dataclass(slots=True, eq=False)
class _Owned:
    """One place; changed by `Owners` alone."""

    place: Place
    owner: Owner
    hop: int = 0

    @property
    def slot(self) -> SlotKey:
        return self.place.service_id, self.place.slot_start


class Owners:
    """The owner and the hop of every place there is. Concurrency: one thread."""

    def __init__(self) -> None:
        self._owned: dict[Place, _Owned] = {}
        self._held: defaultdict[Owner, defaultdict[SlotKey, set[_Owned]]]
        self._held = defaultdict(partial(defaultdict, set))
        """All that each of the holders has."""

    def __iter__(self) -> Iterator[tuple[Place, Owner, int]]:
        return ((one.place, one.owner, one.hop) for one in self._owned.values())

    def __contains__(self, place: Place) -> bool:
        return place in self._owned

    def owner(self, place: Place) -> Owner:
        """Raises UnknownPlaceError."""
        return self._find(place).owner

    def hop(self, place: Place) -> int:
        """How often it was granted, given or freed by a cancel; raises UnknownPlaceError."""
        return self._find(place).hop

    def add(self, place: Place, owner: Owner) -> None:
        """A place there was not before, at hop 0; raises BadValueError if there was."""
        if place in self._owned:
            raise BadValueError(name="place", value=place, allowed="one there was not before")
        one = self._owned[place] = _Owned(place, owner)
        if owner.kind in _HOLDERS:
            self._held[owner][one.slot].add(one)

    def move(self, place: Place, owner: Owner, hop: int | None = None) -> None:
        """To another owner; the hop stays unless it is given. Raises UnknownPlaceError."""
        one = self._find(place)
        if one.owner.kind in _HOLDERS:
            self._held[one.owner][one.slot].discard(one)
        one.owner = owner
        one.hop = one.hop if hop is None else hop
        if owner.kind in _HOLDERS:
            self._held[owner][one.slot].add(one)

    def pooled(self, kind: OwnerKind, slot: SlotKey, lanes: Iterable[Lane]) -> list[Place]:
        """A slot's places in one of the centre's two pools, lane by lane as named, then by index."""
        order = tuple(lanes)
        found = (one.place for one in self._of(Owner(kind)).get(slot, ()))
        in_lanes = (place for place in found if place.lane in order)
        return sorted(in_lanes, key=lambda place: (order.index(place.lane), place.index))

    def of_kiosk(self, kiosk_id: KioskId) -> dict[Place, int]:
        """What a kiosk holds by the centre's book (I9), with hops."""
        held = self._of(Owner(OwnerKind.KIOSK, kiosk_id))
        return {one.place: one.hop for of_slot in held.values() for one in of_slot}

    def at_kiosks(self) -> Iterator[tuple[KioskId, SlotKey, int]]:
        """How many places of a slot lie with a kiosk, or are on their way to it."""
        for owner, held in self._held.items():
            if owner.kind in (OwnerKind.KIOSK, OwnerKind.TRANSFER):
                for slot, of_slot in held.items():
                    if of_slot:
                        yield KioskId(str(owner.of)), slot, len(of_slot)

    def _find(self, place: Place) -> _Owned:
        try:
            return self._owned[place]
        except KeyError:
            raise UnknownPlaceError(place=place) from None

    def _of(self, owner: Owner) -> Mapping[SlotKey, set[_Owned]]:
        return self._held.get(owner, {})
