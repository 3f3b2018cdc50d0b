# SPDX-License-Identifier: Apache-2.0
"""The tickets a person holds now."""

from datetime import date, datetime

from hall.identity import IdentityDigest
from hall.ticket import Ticket
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


def find_open_ticket(
    unit: UnitOfWork, rules: Rules, digest: IdentityDigest, now: datetime
) -> Ticket | None:
    """The person's latest open ticket of today, for the screen "you have a number already"."""
    with unit:
        found = open_tickets_of(unit, rules, digest, rules.calendar.business_day(now), now)
    known = {service.service_id for service in rules.catalogue.services}
    return next((ticket for ticket in found if ticket.service_id in known), None)


def open_tickets_of(
    unit: UnitOfWork, rules: Rules, digest: IdentityDigest, on: date, now: datetime
) -> tuple[Ticket, ...]:
    """Open tickets of one person, the latest first, within an entered unit of work.

    Stand-alone nobody says when a ticket was served, so it counts as open for some minutes. One
    issued later than now (the clock went back) is open.
    """
    return tuple(
        ticket
        for ticket in unit.tickets.of_person(digest, on)
        if ticket.status.is_open and now - ticket.issued_at < rules.again
    )
