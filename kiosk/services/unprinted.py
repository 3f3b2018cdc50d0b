# SPDX-License-Identifier: Apache-2.0
"""Tickets of today whose paper is not proven, for staff and for the welcome screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from drivers.ticket_printer.errors import TicketPrinterReason
from hall.log import PrintProof
from hall.ticket import Ticket
from kiosk.services.rules import Rules
from kiosk.store.abstract import Slip, UnitOfWork

PRINTING = timedelta(seconds=30)
"""No print takes longer: until then an open one is under way, not missing."""

RECENT = timedelta(minutes=30)
"""How long the welcome screen names a number; the staff list keeps it until the day ends."""


@dataclass(frozen=True)
class Unprinted:
    """A ticket that may have no paper; `slip` is what is known of the last one, None: none begun."""

    ticket: Ticket
    slip: Slip | None


def unprinted(unit: UnitOfWork, rules: Rules, now: datetime) -> tuple[Unprinted, ...]:
    """The staff list of today, in order of issue, without the tickets being printed just now."""
    with unit:
        found = unit.slips.missing(rules.calendar.business_day(now))
    return tuple(
        Unprinted(ticket, slip)
        for ticket, slip in found
        if not _is_under_way(ticket, slip, now) and not _is_never_proven(rules, slip)
    )


def recent_numbers(found: tuple[Unprinted, ...], now: datetime) -> tuple[str, ...]:
    """Those the welcome screen names: somebody may still stand there waiting for the paper."""
    return tuple(
        str(each.ticket.number) for each in found if abs(now - each.ticket.issued_at) < RECENT
    )


def _is_under_way(ticket: Ticket, slip: Slip | None, now: datetime) -> bool:
    if slip and slip.ended_at:
        return False
    since = slip.started_at if slip and slip.started_at else ticket.issued_at
    # A clock that went back makes the age negative: such a ticket is listed rather than lost.
    return abs(now - since) < PRINTING


def _is_never_proven(rules: Rules, slip: Slip | None) -> bool:
    """A printer that cannot tell says so of every ticket: all would be on the list."""
    if rules.can_prove_paper or slip is None or slip.proof is not PrintProof.UNKNOWN:
        return False
    return slip.reason == TicketPrinterReason.UNPROVEN
