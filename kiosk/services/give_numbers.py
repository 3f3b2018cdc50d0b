# SPDX-License-Identifier: Apache-2.0
"""Staff give numbers to a visitor: one, an extra one beyond quota, or several to a company."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hall import offer as hall_offer
from hall.errors import GroupLimitError
from hall.group import group_numbers
from hall.ids import ServiceId, TicketId
from hall.log import StaffActed
from hall.place import Lane, Place
from hall.stopping import Stops
from hall.ticket import Ticket, status_at_issue
from kiosk.flow.staff_values import StaffAct
from kiosk.services.bookings import first_extra
from kiosk.services.errors import FullError, GroupTooLargeError, NoExtraError
from kiosk.services.issue import check_phase, store_ticket, take_number
from kiosk.services.offers import find_now, find_offers
from kiosk.services.owned import check_owned
from kiosk.services.rules import Rules, ServiceDay
from kiosk.services.standing import stops_of
from kiosk.store.abstract import UnitOfWork

GROUP_PER_SLOT = 10
"""So many numbers of one service and slot go to companies at most."""


@dataclass(frozen=True)
class StaffRequest:
    """What staff want for a visitor.

    Attributes:
        ticket_ids: one for each number; more than one is a company's.
        items: for how many items the number stands.
        extra_reason: why it goes beyond quota; None: it does not.
    """

    ticket_ids: tuple[TicketId, ...]
    service_id: ServiceId
    staff_id: str
    is_green: bool = False
    items: int = 1
    extra_reason: str | None = None


@dataclass(frozen=True)
class _Way:
    place: Place | None
    chosen_slot: datetime | None = None


def give_numbers(
    unit: UnitOfWork, rules: Rules, request: StaffRequest, now: datetime
) -> tuple[Ticket, ...]:
    """The tickets, durable when this returns; all of them or none, in one commit.

    How many a person may hold is not asked. Raises IssueRefusedError, ServiceGoneError,
    DisownedKioskError, StoreError.
    """
    on = rules.calendar.business_day(now)
    with unit:
        check_owned(unit)
        day = rules.day(request.service_id, on)
        stops = stops_of(unit, rules, on)
        check_phase(day, stops, now)
        ways = _ways(unit, day, stops, request, now)
        numbered = zip(request.ticket_ids, ways, strict=True)
        tickets = tuple(
            _ticket(unit, day, request, ticket_id, way=way, now=now) for ticket_id, way in numbered
        )
        for ticket in tickets:
            store_ticket(unit, ticket, now)
            act = StaffActed(
                _act(request).value, request.staff_id, ticket.ticket_id, _reason(request)
            )
            unit.log.append(now, act)
        unit.commit()
    return tickets


def _ways(
    unit: UnitOfWork, day: ServiceDay, stops: Stops, request: StaffRequest, now: datetime
) -> tuple[_Way, ...]:
    if request.extra_reason is not None:
        return (_extra(unit, day),)
    if len(request.ticket_ids) > 1:
        return _of_group(unit, day, len(request.ticket_ids), now)
    return (_at_once(unit, day, stops, request, now),)


def _extra(unit: UnitOfWork, day: ServiceDay) -> _Way:
    place = first_extra(unit, day)
    if place is None:
        raise NoExtraError(service_id=day.service.service_id)
    return _Way(place)


def _at_once(
    unit: UnitOfWork, day: ServiceDay, stops: Stops, request: StaffRequest, now: datetime
) -> _Way:
    """A number whose visitor joins his line at once, whatever the slot of its place."""
    if found := find_now(unit, day, now, is_green=request.is_green):
        return _Way(found.place)
    best = find_offers(unit, day, stops, now, is_green=request.is_green).best
    if not isinstance(best, hall_offer.Now):
        raise FullError(service_id=day.service.service_id)
    return _Way(best.place)


def _of_group(unit: UnitOfWork, day: ServiceDay, wanted: int, now: datetime) -> tuple[_Way, ...]:
    slots = day.plan.slots_from(now)
    free = [
        place
        for slot in (slots if day.service.has_quota else ())
        for place in unit.places.free(day.service.service_id, slot.start)
    ]
    try:
        numbers = group_numbers(
            day.service,
            day.plan,
            free,
            now,
            wanted,
            group_per_slot=GROUP_PER_SLOT,
            given=_given(unit, day),
        )
    except GroupLimitError as error:
        left = error.fields["left"]
        service_id = day.service.service_id
        raise GroupTooLargeError(service_id=service_id, wanted=wanted, left=left) from None
    return tuple(_Way(each.place, each.chosen_slot) for each in numbers)


def _given(unit: UnitOfWork, day: ServiceDay) -> Mapping[datetime, int]:
    """How many of each slot companies have had today."""
    acts = unit.log.acts(StaffAct.GAVE_TO_GROUP.value, day.plan.day.start)
    tickets = (unit.tickets.find(act.ticket_id) for act in acts if act.ticket_id)
    of_service = [each for each in tickets if each and each.service_id == day.service.service_id]
    return Counter(_slot_of(day, each) for each in of_service)


def _slot_of(day: ServiceDay, ticket: Ticket) -> datetime:
    if ticket.chosen_slot:
        return ticket.chosen_slot
    slots = day.plan.slots_from(ticket.issued_at)
    return slots[0].start if slots else ticket.issued_at


def _ticket(
    unit: UnitOfWork,
    day: ServiceDay,
    request: StaffRequest,
    ticket_id: TicketId,
    *,
    way: _Way,
    now: datetime,
) -> Ticket:
    return Ticket(
        ticket_id=ticket_id,
        business_date=day.plan.business_date,
        service_id=day.service.service_id,
        number=take_number(unit, day),
        lane=Lane.GREEN if request.is_green else Lane.WALK_IN,
        place=way.place,
        status=status_at_issue(way.chosen_slot, now),
        issued_at=now,
        chosen_slot=way.chosen_slot,
        items=request.items,
    )


def _act(request: StaffRequest) -> StaffAct:
    if request.extra_reason is not None:
        return StaffAct.GAVE_EXTRA
    return StaffAct.GAVE_TO_GROUP if len(request.ticket_ids) > 1 else StaffAct.GAVE


def _reason(request: StaffRequest) -> str | None:
    """Why, and what the ticket itself does not say."""
    count = len(request.ticket_ids)
    group = f"group of {count}" if count > 1 else None
    return ", ".join(filter(None, (request.extra_reason, group))) or None
