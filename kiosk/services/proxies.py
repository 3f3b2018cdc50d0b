# SPDX-License-Identifier: Apache-2.0
"""How many numbers a person has taken for others (rules.md 1, proxy)."""

from datetime import date, datetime

from hall.identity import IdentityDigest
from hall.news import SiteTicket
from hall.ticket import Ticket, TicketStatus
from hall.visit import Persons, check_proxy
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


def check_limit(unit: UnitOfWork, rules: Rules, persons: Persons, on: date) -> None:
    """Raises hall's ProxyLimitError if the person present may take no number for others any more.

    Within an entered unit of work.
    """
    taken = taken_for_others(unit, persons.proxy, on) if persons.proxy else 0
    check_proxy(persons, taken, rules.proxy_limit)


def left_for_others(unit: UnitOfWork, rules: Rules, present: IdentityDigest, now: datetime) -> int:
    """How many numbers the person present may still take for others today."""
    on = rules.calendar.business_day(now)
    with unit:
        return max(0, rules.proxy_limit - taken_for_others(unit, present, on))


def taken_for_others(unit: UnitOfWork, proxy: IdentityDigest, on: date) -> int:
    """How many numbers of that day were taken at this kiosk and, as far as told, at the others.

    Those that were cancelled do not count. Cut off, each kiosk counts what it knows. Within an entered
    unit of work.
    """
    found: tuple[Ticket | SiteTicket, ...] = (
        *unit.tickets.of_proxy(proxy, on),
        *unit.site_tickets.of_proxy(proxy, on),
    )
    # A booking that two kiosks checked in is one ticket.
    return len({each.ticket_id for each in found if each.status is not TicketStatus.CANCELLED})
