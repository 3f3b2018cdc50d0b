# SPDX-License-Identifier: Apache-2.0
"""Visitors, staff, restarts, failures and nights at one kiosk, through its services, on a real file."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hall.feed import CloseReason
from hall.ids import ServiceId, TicketId
from hall.log import HelpCalled, PrintProof
from hall.service import Catalogue
from kiosk.flow.values import Offer
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import (
    AlreadyPrintedError,
    CancelRefusedError,
    CheckInRefusedError,
    IssueRefusedError,
    NotOpenError,
)
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.store.database import Database
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.kiosk.services.booked import booking, tell
from tests.kiosk.services.samples import (
    ESTATE,
    INSURANCE,
    NOW_OFFER,
    RULES,
    SERVICES,
    at,
    ticket_id,
)

MORE_COUNTERS = replace(RULES, catalogue=Catalogue((SERVICES[0], replace(SERVICES[1], counters=2))))
"""What kiosk.toml may say after a restart: a second lease is granted."""


class PowerError(Exception):
    """The power fails."""


class KioskDay:
    """The same seed is the same day; a night makes it longer than one."""

    def __init__(self, path: Path, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - a day, no secret
        self._path = path
        self.database = Database.open(path)
        self._rules = RULES
        self._now = at(8, 50)
        self._tickets: list[TicketId] = []
        self._walk_ins = self._bookings = 0
        open_day(self.unit, self._rules, self._now)

    @property
    def unit(self) -> SqliteUnitOfWork:
        return self.database.unit_of_work()

    def run(self, steps: int) -> None:
        weights = {
            self._time_goes_on: 20,
            self._somebody_comes: 40,
            self._somebody_booked_comes: 8,
            self._somebody_touches_twice: 4,
            self._somebody_gives_up: 15,
            self._it_prints: 12,
            self._it_prints_a_copy: 5,
            self._it_fails: 3,
            self._night_falls: 0.7,
            self._it_starts_again: 0.7,
        }
        for act in self._rng.choices(list(weights), list(weights.values()), k=steps):
            act()

    def _somebody(self) -> TicketId:
        return self._rng.choice(self._tickets or [ticket_id(1)])

    # Time

    def _time_goes_on(self) -> None:
        self._now += timedelta(minutes=self._rng.randint(1, 20))

    def _night_falls(self) -> None:
        on = self._rules.calendar.business_day(self._now) + timedelta(days=1)
        self._now = at(9, 5, day=on)
        open_day(self.unit, self._rules, self._now)
        close_days_before(self.unit, on)

    def _it_starts_again(self) -> None:
        self.database.close()
        self.database = Database.open(self._path)
        self._rules = self._rng.choice((RULES, MORE_COUNTERS))
        open_day(self.unit, self._rules, self._now)

    def _it_fails(self) -> None:
        """Before the commit: nothing of it ever happened."""
        with suppress(PowerError), self.unit as unit:
            unit.numbers.take(self._rules.calendar.business_day(self._now), "A")
            unit.log.append(self._now, HelpCalled("services", was_delivered=False))
            raise PowerError

    # Visitors

    def _somebody_comes(self) -> None:
        service_id = self._rng.choice((INSURANCE, ESTATE, ESTATE))
        green = self._rng.random() < 0.2
        offers = list_offers(self.unit, self._rules, service_id, self._now, is_green=green)
        offer = self._rng.choice(offers or (NOW_OFFER,))
        with suppress(IssueRefusedError):
            wanted = ticket_id(self._walk_ins + 1)
            self._issue(wanted, service_id, offer, green=green)
            self._walk_ins += 1
            self._tickets.append(wanted)

    def _somebody_booked_comes(self) -> None:
        """On time, early, late, or again; some after their place was sold, for which there is no extra."""
        self._bookings += 1
        start = self._now.replace(second=0) + timedelta(minutes=self._rng.choice((-40, -10, 20)))
        on = self._rules.calendar.business_day(self._now)
        made = booking(self._bookings, start, on=on, digest=None)
        tell(self.unit, made)
        if self._rng.random() < 0.2:
            with self.unit as unit:
                unit.bookings.close(made.booking_id, self._rng.choice(tuple(CloseReason)))
                unit.commit()
        for _ in range(self._rng.choice((1, 1, 2))):
            with suppress(CheckInRefusedError):
                check_in(self.unit, self._rules, CheckInRequest(made, on), self._now)
                self._tickets.append(made.ticket_id)

    def _somebody_touches_twice(self) -> None:
        if self._tickets:
            self._issue(self._somebody(), ESTATE, NOW_OFFER)

    def _issue(
        self, wanted: TicketId, service_id: ServiceId, offer: Offer, *, green: bool = False
    ) -> None:
        on = self._rules.calendar.business_day(self._now)
        request = IssueRequest(wanted, on, service_id, offer, is_green=green)
        issue(self.unit, self._rules, request, self._now)

    def _somebody_gives_up(self) -> None:
        staff_id, reason = self._rng.choice(((None, None), ("7", "mistake")))
        if self._tickets:
            with suppress(CancelRefusedError):
                cancel(self.unit, self._somebody(), self._now, staff_id=staff_id, reason=reason)

    # Paper

    def _it_prints(self) -> None:
        if self._tickets:
            with suppress(NotOpenError, AlreadyPrintedError):
                self._print(self._somebody(), copy=0)

    def _it_prints_a_copy(self) -> None:
        if self._tickets:
            with suppress(NotOpenError):
                ticket = reprint(self.unit, self._rules, self._somebody(), self._now)
                self._print(ticket.ticket_id, copy=ticket.reprints)

    def _print(self, of_ticket: TicketId, *, copy: int) -> None:
        """Nobody knows the end of some: the power failed."""
        start_print(self.unit, of_ticket, self._now, copy=copy)
        proof = self._rng.choice((None, *PrintProof))
        if proof is not None:
            end_print(self.unit, of_ticket, proof, None, self._now, copy=copy)
