# SPDX-License-Identifier: Apache-2.0
"""Commit 1 of a visit: the place, the number and the entry `issued`, all or nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import assert_never

from hall import errors as hall_errors
from hall import offer as hall_offer
from hall.calendar import Phase
from hall.errors import NoNumberLeftError, TooManyOpenError
from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.log import Issued, Linked
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.stopping import Stops
from hall.ticket import Ticket, status_at_issue
from hall.visit import Persons, check_open
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.errors import (
    AlreadyOpenError,
    FullError,
    LaterError,
    NotBegunError,
    NumbersUsedUpError,
    ProxyLimitError,
    StoppedError,
    SuspendedError,
)
from kiosk.services.offers import find_now, find_offers, shown_offers
from kiosk.services.open_tickets import open_tickets_of
from kiosk.services.owned import check_owned
from kiosk.services.proxies import check_limit
from kiosk.services.rules import Rules, ServiceDay
from kiosk.services.standing import gives_from, is_suspended, phase_of, stops_of
from kiosk.store.abstract import UnitOfWork


@dataclass(frozen=True)
class IssueRequest:
    """What the visitor chose.

    `ticket_id` is made with the touch and is the ticket's: the same request again, after a crash
    or from an impatient finger, gets the same ticket. `business_date` is the day the visit began.

    `digest` is of the person served. `present` is of whoever stands at the kiosk; None, or the
    same, when nobody acts for somebody else. `is_in_person` is the wish that staff come to him.

    `visit` are the numbers that the visitor has already, the first one first.
    """

    ticket_id: TicketId
    business_date: date
    service_id: ServiceId
    offer: Offer
    digest: IdentityDigest | None = field(default=None, repr=False)
    is_green: bool = False
    present: IdentityDigest | None = field(default=None, repr=False)
    is_in_person: bool = False
    visit: tuple[TicketId, ...] = ()

    @property
    def persons(self) -> Persons:
        """Whom the number is for and who takes it."""
        return Persons(self.digest, self.present)


def issue(unit: UnitOfWork, rules: Rules, request: IssueRequest, now: datetime) -> Ticket:
    """The ticket, durable when this returns; one commit.

    Raises:
        IssueRefusedError: no number was taken; its `offers` are what is left.
        ServiceGoneError: no number was taken; the site has lost the service.
        DisownedKioskError: no number was taken, nor will be.
        StoreError: the disk refused; no number was taken.
    """
    with unit:
        if known := unit.tickets.find(request.ticket_id):
            return known
        check_owned(unit)
        day = rules.day(request.service_id, request.business_date)
        stops = stops_of(unit, rules, request.business_date)
        check_phase(day, stops, now)
        _check_open(unit, rules, request, now)
        _check_proxy(unit, rules, request)
        chosen = _choose(unit, day, stops, request, now)
        ticket = _ticket(request, chosen, take_number(unit, day), now)
        link(unit, ticket, request.visit, now)
        store_ticket(unit, ticket, now)
        unit.commit()
        return ticket


def link(unit: UnitOfWork, ticket: Ticket, visit: tuple[TicketId, ...], now: datetime) -> None:
    """Log, before the ticket itself, that it is of that visit; nothing for the first of a visit."""
    if visit:
        unit.log.append(now, Linked(ticket.ticket_id, ticket.business_date, visit[0]))


def check_phase(day: ServiceDay, stops: Stops, now: datetime) -> None:
    """Raises an IssueRefusedError while no numbers of the service are given."""
    if phase_of(stops, day, now) is Phase.ISSUING:
        return
    service_id = day.service.service_id
    if is_suspended(stops, day, now):
        raise SuspendedError(service_id=service_id)
    if from_at := gives_from(stops, day, now):
        raise NotBegunError(service_id=service_id, from_at=day.rules.local(from_at))
    raise StoppedError(service_id=service_id)


def _check_open(unit: UnitOfWork, rules: Rules, request: IssueRequest, now: datetime) -> None:
    """Of who is not known, what was taken in this visit."""
    if request.digest is None:
        found = (unit.tickets.find(ticket_id) for ticket_id in reversed(request.visit))
        held = [ticket for ticket in found if ticket is not None]
    else:
        known = open_tickets_of(unit, rules, request.digest, request.business_date, now)
        held = [each.ticket for each in known]
    try:
        check_open(held, request.service_id, max_open=rules.max_open)
    except TooManyOpenError as error:
        number = error.fields["number"]
        raise AlreadyOpenError(service_id=request.service_id, number=number) from None


def _check_proxy(unit: UnitOfWork, rules: Rules, request: IssueRequest) -> None:
    try:
        check_limit(unit, rules, request.persons, request.business_date)
    except hall_errors.ProxyLimitError as error:
        limit = error.fields["limit"]
        raise ProxyLimitError(service_id=request.service_id, limit=limit) from None


def _choose(
    unit: UnitOfWork, day: ServiceDay, stops: Stops, request: IssueRequest, now: datetime
) -> hall_offer.Offer:
    """The offer of `hall` that the visitor chose, if it is still there."""
    if request.offer.kind is OfferKind.NOW and (
        at_once := find_now(unit, day, now, is_green=request.is_green)
    ):
        return at_once
    found = find_offers(unit, day, stops, now, is_green=request.is_green)
    chosen = next((each for each in found.ways if _is_chosen(each, request.offer)), None)
    if chosen and not _is_later_than_said(chosen, request.offer):
        return chosen
    kind = LaterError if chosen else FullError
    raise kind(service_id=request.service_id, offers=shown_offers(day, found))


def _is_chosen(found: hall_offer.Offer, wanted: Offer) -> bool:
    match found:
        case hall_offer.Now(place=place) if wanted.kind is OfferKind.LATER_SLOT:
            # Its slot has come, or has become the earliest, since the visitor chose it.
            return place is not None and place.slot_start == wanted.slot_start
        case hall_offer.Now():
            return wanted.kind is OfferKind.NOW
        case hall_offer.LaterSlot():
            is_later = wanted.kind is OfferKind.LATER_SLOT
            return is_later and found.slot_start == wanted.slot_start
        case hall_offer.Standby():
            return wanted.kind is OfferKind.STANDBY
        case hall_offer.AnotherDay() | hall_offer.Staff():
            return False
        case _:
            assert_never(found)


def _is_later_than_said(found: hall_offer.Offer, wanted: Offer) -> bool:
    match found:
        case hall_offer.Now(not_before=datetime() as not_before):
            return wanted.slot_start is None or not_before > wanted.slot_start
        case _:
            return False


def take_number(unit: UnitOfWork, day: ServiceDay) -> TicketNumber:
    """The service's next number, within an entered unit of work; raises NumbersUsedUpError."""
    try:
        return unit.numbers.take(day.plan.business_date, day.service.letter)
    except NoNumberLeftError:
        raise NumbersUsedUpError(service_id=day.service.service_id) from None


def _ticket(
    request: IssueRequest, chosen: hall_offer.Offer, number: TicketNumber, now: datetime
) -> Ticket:
    place = _place_of(chosen)
    has_chosen = request.offer.kind is OfferKind.LATER_SLOT
    chosen_slot = place.slot_start if place and has_chosen else None
    return Ticket(
        ticket_id=request.ticket_id,
        business_date=request.business_date,
        service_id=request.service_id,
        number=number,
        lane=Lane.GREEN if request.is_green else Lane.WALK_IN,
        place=place,
        status=status_at_issue(chosen_slot, now),
        issued_at=now,
        digest=request.digest,
        is_standby=isinstance(chosen, hall_offer.Standby),
        chosen_slot=chosen_slot,
        proxy=request.persons.proxy,
        is_in_person=request.is_in_person,
    )


def _place_of(chosen: hall_offer.Offer) -> Place | None:
    match chosen:
        case hall_offer.Now() | hall_offer.LaterSlot():
            return chosen.place
        case hall_offer.Standby() | hall_offer.AnotherDay() | hall_offer.Staff():
            return None
        case _:
            assert_never(chosen)


def store_ticket(unit: UnitOfWork, ticket: Ticket, now: datetime) -> None:
    """The ticket, its place and the entry `issued`, within an entered unit of work."""
    unit.tickets.add(ticket)
    hop = unit.places.take(ticket.place, ticket.ticket_id) if ticket.place else 0
    body = Issued(
        ticket_id=ticket.ticket_id,
        business_date=ticket.business_date,
        service_id=ticket.service_id,
        number=ticket.number,
        lane=ticket.lane,
        place=ticket.place,
        hop=hop,
        is_standby=ticket.is_standby,
        chosen_slot=ticket.chosen_slot,
        is_in_person=ticket.is_in_person,
        items=ticket.items,
    )
    unit.log.append(now, body)
