# SPDX-License-Identifier: Apache-2.0
"""Who owns each place, as far as the centre knows: exactly one at any time (I4)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from hall.errors import BadValueError, UnknownPlaceError
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.place import Lane, Place

OwnerId: TypeAlias = HoldId | BookingId | KioskId | TicketId | None
"""Of the hold, booking, kiosk or ticket; None for the centre."""
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
    """Who has a place."""

    kind: OwnerKind
    of: OwnerId = None


ONLINE = Owner(OwnerKind.ONLINE)
CENTRE = Owner(OwnerKind.CENTRE)
WITHDRAWN = Owner(OwnerKind.WITHDRAWN)
FROZEN = Owner(OwnerKind.FROZEN)
_HOLDERS = (OwnerKind.ONLINE, OwnerKind.CENTRE, OwnerKind.KIOSK, OwnerKind.TRANSFER)
"""Who can have many places of a slot; a ticket, a booking and a hold have one each."""


@dataclass(slots=True, eq=False)
class _Owned:
    """One place; changed by `Owners` alone. Its owner in two parts: that many objects fewer."""

    place: Place
    kind: OwnerKind
    of: OwnerId
    hop: int = 0

    @property
    def owner(self) -> Owner:
        return Owner(self.kind, self.of)


class Owners:
    """The owner and the hop of every place there is. Concurrency: one thread."""

    def __init__(self) -> None:
        self._owned: dict[Place, _Owned] = {}
        self._held: defaultdict[tuple[OwnerKind, OwnerId], defaultdict[SlotKey, set[_Owned]]]
        self._held = defaultdict(partial(defaultdict, set))
        """All that each of the holders has."""
        self.extras: Counter[ServiceId] = Counter()
        """How many extra places each service has, whoever has them."""

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
        one = self._owned[place] = _Owned(place, owner.kind, owner.of)
        self._note(one)
        if place.lane is Lane.EXTRA:
            self.extras[place.service_id] += 1

    def move(self, place: Place, owner: Owner, hop: int | None = None) -> None:
        """To another owner; the hop stays unless it is given. Raises UnknownPlaceError."""
        one = self._find(place)
        if one.kind in _HOLDERS:
            self._held[one.kind, one.of][place.service_id, place.slot_start].discard(one)
        one.kind, one.of = owner.kind, owner.of
        if hop is not None:
            one.hop = hop
        self._note(one)

    def pooled(self, kind: OwnerKind, slot: SlotKey, lanes: Iterable[Lane]) -> list[Place]:
        """A slot's places in one of the centre's two pools, lane by lane as named, then by index."""
        order = tuple(lanes)
        found = (one.place for one in self._of(kind).get(slot, ()))
        in_lanes = (place for place in found if place.lane in order)
        return sorted(in_lanes, key=lambda place: (order.index(place.lane), place.index))

    def of_kiosk(self, kiosk_id: KioskId) -> dict[Place, int]:
        """What a kiosk holds by the centre's book (I9), with hops."""
        held = self._of(OwnerKind.KIOSK, kiosk_id)
        return {one.place: one.hop for of_slot in held.values() for one in of_slot}

    def at_kiosks(self) -> Iterator[tuple[KioskId, SlotKey, int]]:
        """How many places of a slot lie with a kiosk, or are on their way to it."""
        for (kind, of), held in self._held.items():
            if kind in (OwnerKind.KIOSK, OwnerKind.TRANSFER):
                for slot, of_slot in held.items():
                    if of_slot:
                        yield KioskId(str(of)), slot, len(of_slot)

    def _find(self, place: Place) -> _Owned:
        try:
            return self._owned[place]
        except KeyError:
            raise UnknownPlaceError(place=place) from None

    def _note(self, one: _Owned) -> None:
        if one.kind in _HOLDERS:
            self._held[one.kind, one.of][one.place.service_id, one.place.slot_start].add(one)

    def _of(self, kind: OwnerKind, of: OwnerId = None) -> Mapping[SlotKey, set[_Owned]]:
        return self._held.get((kind, of), {})
