# SPDX-License-Identifier: Apache-2.0
"""The tickets of today that staff look for, of this kiosk and, as far as it was told, of the others."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import assert_never

from common.signatures import PublicKey
from hall.identity import IdentityDigest, Secret
from hall.numbering import TicketNumber
from kiosk.flow.staff_values import How, Sought
from kiosk.services.errors import UnknownTicketError
from kiosk.services.open_tickets import TicketOfPerson, ticket_of, tickets_of_person
from kiosk.services.put_back import ticket_of_code
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork

MOST = 20
"""So many of the last tickets are listed, and of one number no hall has more."""


def find_tickets(
    unit: UnitOfWork, rules: Rules, own_key: PublicKey | None, sought: Sought, now: datetime
) -> tuple[TicketOfPerson, ...]:
    """Of whatever status, the latest first; nothing is changed by looking.

    Raises:
        UnknownTicketError: none was found.
        NoBookingCodeError: what was scanned is no ticket.
        CryptoError: this site did not make the code, or a later version did.
        StoreError.
    """
    on = rules.calendar.business_day(now)
    with unit:
        found = _found(unit, rules, own_key, sought, on)
    known = tuple(each for each in found if rules.knows(each.ticket.service_id))
    if not known:
        raise UnknownTicketError
    return known[:MOST]


def _found(
    unit: UnitOfWork, rules: Rules, own_key: PublicKey | None, sought: Sought, on: date
) -> tuple[TicketOfPerson, ...]:
    match sought.how:
        case How.LATEST:
            own, told = unit.tickets.latest(on, MOST), unit.site_tickets.latest(on, MOST)
        case How.NUMBER:
            numbers = tuple(_numbers(rules, sought.digits))
            own, told = unit.tickets.numbered(on, numbers), unit.site_tickets.numbered(on, numbers)
        case How.CODE:
            return _of_code(unit, own_key, sought.code, on)
        case How.CARD:
            return _of_card(unit, sought.digest, on)
        case _:
            assert_never(sought.how)
    mine = [TicketOfPerson(ticket) for ticket in own]
    known = {ticket.ticket_id for ticket in own}
    others = [
        TicketOfPerson(ticket_of(unit, each), is_elsewhere=True)
        for each in told
        if each.ticket_id not in known
    ]
    return tuple(sorted((*mine, *others), key=lambda each: each.ticket.issued_at, reverse=True))


def _of_card(
    unit: UnitOfWork, digest: IdentityDigest | None, on: date
) -> tuple[TicketOfPerson, ...]:
    return tickets_of_person(unit, digest, on) if digest else ()


def _of_code(
    unit: UnitOfWork, own_key: PublicKey | None, code: Secret | None, on: date
) -> tuple[TicketOfPerson, ...]:
    if own_key is None or code is None:
        return ()
    held = ticket_of_code(unit, own_key, code.reveal())
    return (held,) if held.ticket.business_date == on else ()


def _numbers(rules: Rules, digits: str) -> Iterator[TicketNumber]:
    """That number of every series, walk-in and booked."""
    for letter in sorted({service.letter for service in rules.catalogue.services}):
        for is_booked in (False, True):
            yield TicketNumber(letter, int(digits), is_booked)
