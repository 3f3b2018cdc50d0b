# SPDX-License-Identifier: Apache-2.0
"""After a restart: which tickets may be printed now without asking anybody."""

from datetime import datetime, timedelta

from hall.ticket import Ticket
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork

YOUNG = timedelta(minutes=2)
"""Rule 3 point 2: older ones go to the staff list, their visitor has gone or has asked."""


def recover(unit: UnitOfWork, rules: Rules, now: datetime) -> tuple[Ticket, ...]:
    """Tickets to print with the number they have, in order of issue; to be asked once, at start.

    Nothing was sent of them and they are young. All others that are unfinished stay on the staff
    list: nothing is printed blindly, and nothing is written that nobody knows. So do those of a
    service that kiosk.toml has lost since: nobody knows any more what their paper would say.
    """
    with unit:
        found = unit.slips.missing(rules.calendar.business_day(now))
    known = {service.service_id for service in rules.catalogue.services}
    return tuple(
        ticket
        for ticket, slip in found
        if slip is None and abs(now - ticket.issued_at) < YOUNG and ticket.service_id in known
    )
