# SPDX-License-Identifier: Apache-2.0
"""That nothing is lost between the centre and its kiosks (rules.md 3, I3, I4, I5, I8, I9)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hall.feed import FeedEntry
from hall.holding import Holding
from hall.ids import KioskId
from hall.invariants import Broken, Logs, Paper
from hall.log import Cancelled, CheckedIn, Given, Granted, Issued, Received, Returned
from hall.owners import Owner, OwnerKind
from hall.place import Lane, Place, hops_of
from hall.site_fold import SiteFold


@dataclass(frozen=True, slots=True)
class Hall:
    """All that is durable in a hall; of days that are over the centre remembers no places.

    `feeds` are the entries each kiosk applied, `living` the kiosks that will be heard of again,
    `given_up` those that a centre gave up, also one that was lost.
    """

    book: SiteFold
    logs: Logs
    feeds: Mapping[KioskId, Sequence[FeedEntry]]
    living: frozenset[KioskId]
    given_up: frozenset[KioskId] = frozenset()

    def is_given_up(self, kiosk_id: KioskId) -> bool:
        """Others may have its places, whether the centre that is knows it or not."""
        return kiosk_id in self.given_up or self.book.is_given_up(kiosk_id)

    def holding(self, kiosk_id: KioskId) -> Holding:
        """What a kiosk's own log says it has."""
        bodies = (entry.body for entry in self.logs[kiosk_id])
        return Holding.fold(kiosk_id, bodies, self.feeds[kiosk_id])

    def is_over(self, place: Place) -> bool:
        """A place of a day before the one that goes on."""
        return place.slot_start < self.book.days.begins

    def free(self, kiosk_id: KioskId) -> dict[Place, int]:
        """What a kiosk may still give out, with hops."""
        held = self.holding(kiosk_id).free
        return {place: hop for place, hop in held.items() if not self.is_over(place)}


def broken_i3_of_hall(hall: Hall) -> list[Broken]:
    """I3 and R4: nothing but the online quota is ever for sale online, held or booked."""
    return [
        Broken("I3", f"{place}: {_label(owner)}")
        for place, owner, _ in hall.book.owners
        if owner.kind in _ONLINE_KINDS and place.lane is not Lane.BOOKED
    ]


def broken_i4(hall: Hall) -> list[Broken]:
    """I4: every place has exactly one owner.

    The owners are the centre's pools, a hold, a booking, a kiosk, a ticket, a grant, return or
    transfer on its way, and the two ends: withdrawn (R5) and frozen (after a restore).
    """
    owners = _owners(hall)
    known = {place for place, _, _ in hall.book.owners}
    return [
        *(
            Broken("I4", f"{place}: {', '.join(sorted(found))}")
            for place, found in owners.items()
            if len(found) > 1
        ),
        *(Broken("I4", f"{place}: no owner") for place in sorted(known - owners.keys())),
        *(Broken("I4", f"{place}: no such place") for place in sorted(owners.keys() - known)),
    ]


def _owners(hall: Hall) -> dict[Place, set[str]]:
    owners: dict[Place, set[str]] = defaultdict(set)
    _add_kiosks(hall, owners)
    _add_tickets(hall, owners)
    _add_transfers(hall, owners)
    _add_centre(hall, owners)
    return {place: found for place, found in owners.items() if not hall.is_over(place)}


def _add_kiosks(hall: Hall, owners: dict[Place, set[str]]) -> None:
    """Also those of a kiosk that a restored centre does not remember."""
    for kiosk_id in hall.logs:
        free = () if hall.is_given_up(kiosk_id) else hall.free(kiosk_id)
        for place in free:
            owners[place].add(f"kiosk {kiosk_id}")


def _add_tickets(hall: Hall, owners: dict[Place, set[str]]) -> None:
    """The place of a cancelled walk-in ticket is its kiosk's again, that of a booking's is not."""
    for log in hall.logs.values():
        cancelled = {entry.body.ticket_id for entry in log if isinstance(entry.body, Cancelled)}
        for body in (entry.body for entry in log):
            is_given_up = isinstance(body, Issued) and body.ticket_id in cancelled
            if isinstance(body, Issued | CheckedIn) and body.place and not is_given_up:
                owners[body.place].add(f"ticket {body.ticket_id}")


def _add_transfers(hall: Hall, owners: dict[Place, set[str]]) -> None:
    """Given, and not received; what was on its way to a kiosk that was given up is the centre's."""
    received = {
        entry.body.transfer_id
        for log in hall.logs.values()
        for entry in log
        if isinstance(entry.body, Received)
    }
    for given in _given(hall.logs):
        if given.transfer_id in received:
            continue
        is_gone = hall.is_given_up(given.to_kiosk)
        is_bound = given.to_kiosk in hall.book.kiosks and not is_gone
        for place, hop in hops_of(given.places).items():
            is_elsewhere = _is_known(hall, place, hop) or (is_gone and owners[place])
            if is_bound or not is_elsewhere:
                owners[place].add(f"transfer {given.transfer_id}")


def _is_known(hall: Hall, place: Place, hop: int) -> bool:
    return place in hall.book.owners and hall.book.owners.hop(place) >= hop


def _add_centre(hall: Hall, owners: dict[Place, set[str]]) -> None:
    """What the centre has, and what is between it and a kiosk.

    As long as a restored centre waits for logs its word only counts where nobody else has one, but
    for the places that it may grant.
    """
    on_the_way: list[tuple[Place, str]] = []
    for kiosk_id in hall.book.kiosks:
        for granted in _grants(hall, kiosk_id):
            on_the_way += [(place, f"grant to {kiosk_id}") for place in hops_of(granted.places)]
        for returned in _returns(hall, kiosk_id):
            on_the_way += [(place, f"return of {kiosk_id}") for place in hops_of(returned.places)]
    on_the_way += [
        (place, _label(owner))
        for place, owner, _ in hall.book.owners
        if owner.kind in _CENTRE_KINDS and not _is_checked_in(hall, owners, place, owner)
    ]
    for place, label in on_the_way:
        is_granted = label == OwnerKind.CENTRE
        if is_granted or not (hall.book.is_recovering and owners[place]):
            owners[place].add(label)
    unheard = _unheard(hall)
    for place, owner, _ in hall.book.owners:
        if owner in unheard and not owners[place]:
            owners[place].add(_label(owner))


def _unheard(hall: Hall) -> set[Owner]:
    """Who has a place by the centre's book, and may have freed it where nobody will hear of it.

    A kiosk that is gone, or that a restored centre has not heard: what it had, what was given to it,
    and the tickets it gave.
    """
    silent = hall.logs.keys() - set(hall.book.heard)
    cancelled = {
        Owner(OwnerKind.TICKET, entry.body.ticket_id)
        for kiosk_id in silent
        for entry in hall.logs[kiosk_id]
        if isinstance(entry.body, Cancelled)
    }
    kinds = OwnerKind.KIOSK, OwnerKind.TRANSFER
    return cancelled | {Owner(kind, kiosk_id) for kind in kinds for kiosk_id in silent}


_ONLINE_KINDS = (OwnerKind.ONLINE, OwnerKind.HOLD, OwnerKind.BOOKING)
_CENTRE_KINDS = (*_ONLINE_KINDS, OwnerKind.CENTRE, OwnerKind.WITHDRAWN, OwnerKind.FROZEN)


def _label(owner: Owner) -> str:
    return owner.kind if owner.of is None else f"{owner.kind} {owner.of}"


def _is_checked_in(
    hall: Hall, owners: Mapping[Place, set[str]], place: Place, owner: Owner
) -> bool:
    """A booking whose check-in the centre has not heard of yet is no second owner.

    After a restore nobody at the centre remembers whose booking it was, or whether its place was
    released: of a lost day both words count only where nobody else has the place.
    """
    is_booking = owner.kind is OwnerKind.BOOKING
    is_unsure = is_booking and hall.book.days.at(place.slot_start).is_lost
    if is_unsure or owner.kind is OwnerKind.FROZEN:
        return bool(owners[place])
    return is_booking and f"ticket {owner.of}" in owners[place]


def _grants(hall: Hall, kiosk_id: KioskId) -> list[Granted]:
    """Granted, and not in the kiosk's log."""
    applied = {
        entry.body.lease_id for entry in hall.logs[kiosk_id] if isinstance(entry.body, Granted)
    }
    return [granted for granted in hall.book.grants_of(kiosk_id) if granted.lease_id not in applied]


def _returns(hall: Hall, kiosk_id: KioskId) -> list[Returned]:
    """In the kiosk's log, and not applied at the centre."""
    known = hall.book.acknowledged(kiosk_id)
    return [entry.body for entry in hall.logs[kiosk_id][known:] if isinstance(entry.body, Returned)]


def _given(logs: Logs) -> list[Given]:
    bodies = (entry.body for log in logs.values() for entry in log)
    return [body for body in bodies if isinstance(body, Given)]


def broken_i5_of_hall(hall: Hall, papers: Mapping[KioskId, Sequence[Paper]]) -> list[Broken]:
    """I5, after healing: the centre knows every ticket a living kiosk printed."""
    return [
        Broken("I5", f"{paper.number} of {kiosk_id} is not known at the centre")
        for kiosk_id in sorted(hall.living)
        for paper in papers.get(kiosk_id, ())
        if paper.business_date >= hall.book.days.today
        and (paper.ticket_id is None or not hall.book.knows_ticket(paper.ticket_id))
    ]


def broken_i8(hall: Hall) -> list[Broken]:
    """I8, after healing: nothing is on its way between the centre and living kiosks, or among them."""
    broken = []
    for kiosk_id in sorted(hall.living):
        holding = hall.holding(kiosk_id)
        log = hall.logs[kiosk_id]
        if hall.book.acknowledged(kiosk_id) != len(log):
            broken.append(Broken("I8", f"the log of {kiosk_id} is not applied"))
        if hall.book.feed.after(holding.cursor).entries:
            broken.append(Broken("I8", f"{kiosk_id} has not applied the feed"))
        if _grants(hall, kiosk_id):
            broken.append(Broken("I8", f"a grant to {kiosk_id} is on its way"))
        received = {e.body.transfer_id for e in log if isinstance(e.body, Received)}
        broken += [
            Broken("I8", f"transfer {given.transfer_id} to {kiosk_id} is on its way")
            for given in _given({giver: hall.logs[giver] for giver in hall.living})
            if given.to_kiosk == kiosk_id and given.transfer_id not in received
        ]
    return broken


def broken_i9(hall: Hall) -> list[Broken]:
    """I9, after healing: the centre's book of what a living kiosk holds is what it holds."""
    broken = []
    for kiosk_id in sorted(hall.living):
        held, known = hall.free(kiosk_id), hall.book.owners.of_kiosk(kiosk_id)
        differing = sorted(held.items() ^ known.items())
        broken += [Broken("I9", f"{kiosk_id}: {place}, hop {hop}") for place, hop in differing]
    return broken
