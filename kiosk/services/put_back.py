# SPDX-License-Identifier: Apache-2.0
"""A visitor lays card or ticket: which number he holds; one that he missed waits again (rules.md 1).

The kiosk goes by what the feed told; the centre, which hears of it by the log, has the last word.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from common.signatures import PublicKey
from hall.booking_code import CENTRE_KEY
from hall.identity import IdentityDigest, Secret
from hall.log import Requeued
from hall.ticket import TicketAction, TicketStatus
from kiosk.crypto import (
    NoTicketCodeError,
    WrongSignatureError,
    read_ticket_code,
    ticket_in_code,
)
from kiosk.flow.values import PutBack
from kiosk.services.errors import NoBookingCodeError, NotOpenError, UnknownTicketError
from kiosk.services.open_tickets import TicketOfPerson, open_tickets_of, ticket_known
from kiosk.services.owned import check_owned
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


def lay_card(
    unit: UnitOfWork, rules: Rules, digest: IdentityDigest, now: datetime
) -> tuple[TicketOfPerson, ...]:
    """The person's open tickets of today: those put back, then what is in order, then missed ones.

    Of equals the latest first. All that were missed and may come back do, in one commit.

    Raises DisownedKioskError, StoreError.
    """
    with unit:
        on = rules.calendar.business_day(now)
        found = open_tickets_of(unit, rules, digest, on, now)
        known = [each for each in found if rules.knows(each.ticket.service_id)]
        laid = [come_back(unit, each, now) for each in known]
        if any(each.put_back is PutBack.DONE for each in laid):
            unit.commit()
    return tuple(sorted(laid, key=_rank))


def lay_ticket(
    unit: UnitOfWork, rules: Rules, own_key: PublicKey, code: Secret, now: datetime
) -> TicketOfPerson:
    """The open ticket whose code was scanned; put back, in one commit, if it was missed.

    `own_key` checks what this kiosk printed, the keys that the feed told what the others did: also a
    kiosk that is dead.

    Raises:
        NoBookingCodeError: something else was scanned.
        CryptoError: this site did not make the code, or a later version did.
        UnknownTicketError: no kiosk told of that ticket yet.
        NotOpenError: it is of another day, was cancelled or has been served.
        DisownedKioskError: it was missed, and nobody hears of what is noted here.
        StoreError.
    """
    text = code.reveal()
    with unit:
        held = ticket_of_code(unit, own_key, text)
        ticket = held.ticket
        is_today = ticket.business_date == rules.calendar.business_day(now)
        if not (is_today and ticket.status.is_open and rules.knows(ticket.service_id)):
            raise NotOpenError(ticket_id=ticket.ticket_id, status=ticket.status)
        held = come_back(unit, held, now)
        if held.put_back is PutBack.DONE:
            unit.commit()
        return held


def _rank(held: TicketOfPerson) -> int:
    """A number that only staff can help with hides none that is good."""
    match held.put_back:
        case PutBack.DONE:
            return 0
        case None:
            return 1
        case PutBack.TOO_OFTEN | PutBack.TOO_LATE:
            return 2
        case _:
            assert_never(held.put_back)


def come_back(unit: UnitOfWork, held: TicketOfPerson, now: datetime) -> TicketOfPerson:
    """The ticket, waiting again if it was missed and may; within an entered unit of work.

    Raises DisownedKioskError: it was missed, and nobody hears of what is noted here.
    """
    if held.ticket.status is not TicketStatus.MISSED:
        return held
    check_owned(unit)
    until = unit.absences.back_until(held.ticket.ticket_id)
    if until is None:
        return replace(held, put_back=PutBack.TOO_OFTEN)
    if now > until:
        return replace(held, put_back=PutBack.TOO_LATE)
    ticket = held.ticket.after(TicketAction.REQUEUE)
    if told := unit.site_tickets.find(ticket.ticket_id):
        unit.site_tickets.put(replace(told, status=ticket.status))
    if not held.is_elsewhere:
        unit.tickets.update(ticket)
    unit.log.append(now, Requeued(ticket.ticket_id))
    return replace(held, ticket=ticket, put_back=PutBack.DONE)


def ticket_of_code(unit: UnitOfWork, own_key: PublicKey, text: str) -> TicketOfPerson:
    """The ticket of a code that a kiosk of this site made, within an entered unit of work.

    Raises NoBookingCodeError, CryptoError, UnknownTicketError.
    """
    try:
        ticket_id = ticket_in_code(text)
    except NoTicketCodeError:
        raise NoBookingCodeError from None
    held = ticket_known(unit, ticket_id)
    if held is None:
        raise UnknownTicketError(ticket_id=ticket_id)
    for key in _keys(unit, own_key):
        try:
            read_ticket_code(text, key)
        except WrongSignatureError:
            continue
        return held
    raise WrongSignatureError


def _keys(unit: UnitOfWork, own_key: PublicKey) -> Iterator[PublicKey]:
    """Any kiosk of the site may have printed the paper, the first one or a copy."""
    yield own_key
    for told in unit.centre.kiosk_keys():
        if told.kiosk_id != CENTRE_KEY:
            yield PublicKey(told.algorithm, told.public_key)
