# SPDX-License-Identifier: Apache-2.0
"""Looks at every durable step and every paper, and says at once what is broken (rules.md 3)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from hall.ids import BookingId, KioskId, TicketId
from hall.invariants import Allowance
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    Given,
    Granted,
    Issued,
    PrintStarted,
    Received,
    Returned,
)
from hall.numbering import TicketNumber
from hall.place import Lane, Place, PlaceRun

CENTRE = "centre"


class ViolationError(Exception):
    """An invariant does not hold; `args[0]` begins with its name."""


def check(is_right: object, what: str) -> None:
    if not is_right:
        raise ViolationError(what)


class Watch:
    """The truth that nobody in the hall has: who owns each place, whose each number is."""

    def __init__(self, places: Iterable[Place], allowance: Allowance) -> None:
        self._owner: dict[Place, str] = dict.fromkeys(places, CENTRE)
        self._allowance = allowance
        self._key_of_number: dict[tuple[date, TicketNumber], TicketId] = {}
        self._ticket_of_booking: dict[BookingId, TicketId] = {}
        self._ticket_of_place: dict[Place, TicketId] = {}
        self._issued: dict[TicketId, Place | None] = {}
        self._started: set[tuple[KioskId, TicketId]] = set()
        self._bound_for: dict[str, KioskId] = {}
        self._gone: set[str] = set()
        self._epoch = 1
        self.counts: Counter[str] = Counter()

    # The centre

    def granted(self, kiosk_id: KioskId, granted: Granted) -> None:
        """For the first time; what is repeated is the same."""
        self._move(granted.places, CENTRE, f"lease {granted.lease_id}")
        self._bound_for[f"lease {granted.lease_id}"] = kiosk_id

    def given_up(self, kiosk_id: KioskId) -> None:
        self._gone.add(kiosk_id)

    def restored(self, epoch: int) -> None:
        """What the centre before it granted and no kiosk has is void: a kiosk of this one refuses it."""
        self._epoch = epoch

    def _check_owner(self, place: Place, wanted: str) -> None:
        """What a kiosk had that was given up, or was on its way there, is the centre's."""
        owner = self._owner[place]
        is_void = owner.startswith("lease ") and int(owner[6:].split("-")[0]) < self._epoch
        is_gone = self._bound_for.get(owner, owner) in self._gone
        is_right = owner == wanted or (wanted == CENTRE and (is_void or is_gone))
        check(is_right, f"I4 {place} is {owner}'s, not {wanted}'s")

    # The kiosks

    def committed(self, kiosk_id: KioskId, body: Body) -> None:
        self.counts[body.kind] += 1
        match body:
            case Granted():
                self._move(body.places, f"lease {body.lease_id}", kiosk_id)
            case Given():
                self._move(body.places, kiosk_id, f"transfer {body.transfer_id}")
                self._bound_for[f"transfer {body.transfer_id}"] = body.to_kiosk
            case Received():
                self._move(body.places, f"transfer {body.transfer_id}", kiosk_id)
            case Returned():
                self._move(body.places, kiosk_id, CENTRE)
            case Issued() | CheckedIn():
                self._ticket(kiosk_id, body)
            case Cancelled(ticket_id=ticket_id):
                self._cancelled(kiosk_id, ticket_id)
            case PrintStarted(ticket_id=ticket_id):
                self._started.add((kiosk_id, ticket_id))
            case _:
                pass

    def printed(self, kiosk_id: KioskId, ticket: Issued | CheckedIn) -> None:
        self.counts["printed"] += 1
        number, ticket_id = ticket.number, ticket.ticket_id
        check((kiosk_id, ticket_id) in self._started, f"I5 {number} printed without a record")
        owner = self._key_of_number.setdefault((ticket.business_date, number), ticket_id)
        check(owner == ticket_id, f"I1 {number} on two papers")

    def _ticket(self, kiosk_id: KioskId, body: Issued | CheckedIn) -> None:
        owner = self._key_of_number.setdefault((body.business_date, body.number), body.ticket_id)
        check(owner == body.ticket_id, f"I1 {body.number} on two tickets")
        if isinstance(body, CheckedIn):
            ticket = self._ticket_of_booking.setdefault(body.booking_id, body.ticket_id)
            check(ticket == body.ticket_id, f"I6 {body.number}: two tickets of one booking")
        if body.place is not None:
            self._take(kiosk_id, body, body.place)

    def _take(self, kiosk_id: KioskId, body: Issued | CheckedIn, place: Place) -> None:
        mine = f"ticket {body.ticket_id}"
        is_bookings_own = isinstance(body, CheckedIn) and place.lane is Lane.BOOKED
        if is_bookings_own and self._owner[place] == mine:
            return  # checked in at two kiosks that were cut off: one ticket
        check(place not in self._ticket_of_place, f"I2 {place} sold twice")
        wanted = CENTRE if is_bookings_own else kiosk_id
        self._check_owner(place, wanted)
        self._owner[place] = mine
        self._ticket_of_place[place] = body.ticket_id
        if isinstance(body, Issued):
            self._issued[body.ticket_id] = place
        self._count(body, place)

    def _count(self, body: Issued | CheckedIn, place: Place) -> None:
        if place.lane is Lane.EXTRA:
            taken = sum(
                each.lane is Lane.EXTRA and each.slot_start == place.slot_start
                for each in self._ticket_of_place
            )
            check(taken <= self._allowance.extras[place.service_id], "I2 too many extras")
            return
        quota = self._allowance.quotas[place.service_id, place.slot_start]
        in_slot = [each for each in self._ticket_of_place if each.slot_start == place.slot_start]
        check(len(in_slot) <= quota.total, f"I2 slot {place.slot_start} is over its capacity")
        if isinstance(body, CheckedIn):
            check(place.lane is Lane.BOOKED, f"I3 a booking has {place}")
            booked = sum(each.lane is Lane.BOOKED for each in in_slot)
            check(booked <= quota.booked, f"I3 slot {place.slot_start}: too many booked")

    def _cancelled(self, kiosk_id: KioskId, ticket_id: TicketId) -> None:
        place = self._issued.pop(ticket_id, None)
        if place is not None:
            check(self._owner[place] == f"ticket {ticket_id}", f"I4 {place} was not the ticket's")
            del self._ticket_of_place[place]
            self._owner[place] = kiosk_id

    def _move(self, runs: Iterable[PlaceRun], before: str, after: str) -> None:
        for run in runs:
            for place in run.places():
                self._check_owner(place, before)
                self._owner[place] = after
