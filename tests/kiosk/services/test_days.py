# SPDX-License-Identifier: Apache-2.0
"""Random days at one kiosk on SQLite, beside a model that is too simple to be wrong."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hall.invariants import Paper, broken_invariants
from hall.log import PrintProof, verify_chain
from hall.ticket import Ticket, TicketStatus
from kiosk.services.cancel import cancel
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import (
    AlreadyOpenError,
    AlreadyPrintedError,
    CancelRefusedError,
    NotOpenError,
)
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.list_services import list_services
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import end_print, find_ticket, reprint, start_print
from kiosk.services.unprinted import unprinted
from kiosk.store.database import Database
from tests.fakes.clock import FakeClock
from tests.kiosk.services.samples import ALICE, BOB, ESTATE, INSURANCE, RULES

JUMPS = st.timedeltas(timedelta(hours=-30), timedelta(hours=30))
STEPS = st.timedeltas(timedelta(0), timedelta(minutes=45))


class Days(RuleBasedStateMachine):
    """The model: the tickets by id, the numbers given by day, the papers in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.tickets: dict[object, Ticket] = {}
        self.cancelled: set[object] = set()
        self.over: set[object] = set()
        self.papers: list[Paper] = []
        self.database = Database.open(self.folder / "kiosk.db")

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @initialize()
    def begin(self) -> None:
        open_day(self.database.unit_of_work(), RULES, self.now)

    @rule(passed=STEPS)
    def time_passes(self, passed: timedelta) -> None:
        self.clock.pass_time(passed)
        open_day(self.database.unit_of_work(), RULES, self.now)

    @rule(jump=JUMPS)
    def the_clock_is_set(self, jump: timedelta) -> None:
        self.clock.jump_to(self.now + jump)
        open_day(self.database.unit_of_work(), RULES, self.now)

    @rule()
    def the_day_has_held_long_enough(self) -> None:
        on = RULES.calendar.business_day(self.now)
        close_days_before(self.database.unit_of_work(), on)
        self.over |= {each.ticket_id for each in self.tickets.values() if each.business_date < on}

    @rule()
    def the_kiosk_restarts(self) -> None:
        self.database.close()
        self.database = Database.open(self.folder / "kiosk.db")
        open_day(self.database.unit_of_work(), RULES, self.now)

    @rule(
        service=st.sampled_from([INSURANCE, ESTATE]),
        choice=st.integers(0, 5),
        person=st.sampled_from([None, ALICE, BOB]),
        is_green=st.booleans(),
    )
    def a_visitor_takes_an_offer(
        self, service: str, choice: int, person: str | None, *, is_green: bool
    ) -> None:
        unit = self.database.unit_of_work()
        offers = list_offers(unit, RULES, service, self.now, is_green=is_green)
        if not offers:
            return
        request = IssueRequest(
            ticket_id=self.clock.new_id(),
            business_date=RULES.calendar.business_day(self.now),
            service_id=service,
            offer=offers[choice % len(offers)],
            digest=person,
            is_green=is_green,
        )
        try:
            ticket = issue(unit, RULES, request, self.now)
        except AlreadyOpenError:
            return
        assert issue(unit, RULES, request, self.now) == ticket
        self.tickets[ticket.ticket_id] = ticket

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def somebody_cancels(self, data: st.DataObject) -> None:
        ticket_id = data.draw(st.sampled_from(sorted(self.tickets)))
        unit = self.database.unit_of_work()
        if find_ticket(unit, ticket_id).status is TicketStatus.EXPIRED:
            with pytest.raises(CancelRefusedError):
                cancel(unit, ticket_id, self.now)
            return
        cancel(unit, ticket_id, self.now)
        self.cancelled.add(ticket_id)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), proof=st.sampled_from([None, *PrintProof]), is_copy=st.booleans())
    def a_ticket_is_printed(
        self, data: st.DataObject, proof: PrintProof | None, *, is_copy: bool
    ) -> None:
        unit = self.database.unit_of_work()
        ticket = self.tickets[data.draw(st.sampled_from(sorted(self.tickets)))]
        try:
            copy = reprint(unit, RULES, ticket.ticket_id, self.now).reprints if is_copy else 0
            start_print(unit, ticket.ticket_id, self.now, copy=copy)
        except (AlreadyPrintedError, NotOpenError):
            return
        if proof is not PrintProof.NOT_PRINTED:
            self.papers.append(Paper(ticket.business_date, ticket.number, ticket.ticket_id))
        if proof:
            end_print(unit, ticket.ticket_id, proof, None, self.now, copy=copy)

    @invariant()
    def the_log_holds_and_explains_every_paper(self) -> None:
        with self.database.unit_of_work() as unit:
            entries = list(unit.log.entries())
        verify_chain(entries)
        assert broken_invariants(entries, self.papers) == []

    @invariant()
    def no_number_and_no_place_is_given_twice(self) -> None:
        numbers = [(each.business_date, str(each.number)) for each in self.tickets.values()]
        assert len(set(numbers)) == len(numbers)
        held = [
            each.place
            for each in self.tickets.values()
            if each.place and each.ticket_id not in self.cancelled
        ]
        assert len(set(held)) == len(held)

    @invariant()
    def the_staff_list_names_only_tickets_of_today(self) -> None:
        unit, today = self.database.unit_of_work(), RULES.calendar.business_day(self.now)
        for each in unprinted(unit, RULES, self.now):
            assert each.ticket.business_date == today
            assert each.ticket.ticket_id not in self.cancelled

    @invariant()
    def no_person_is_known_of_a_day_that_is_over(self) -> None:
        with self.database.unit_of_work() as unit:
            for ticket_id, ticket in self.tickets.items():
                found = unit.tickets.find(ticket_id)
                assert found is not None
                is_over = ticket_id in self.over
                assert found.digest == (None if is_over else ticket.digest)

    @invariant()
    def there_is_always_a_tile_for_each_service(self) -> None:
        assert len(list_services(self.database.unit_of_work(), RULES, self.now)) == 2


Days.TestCase.settings = settings(max_examples=12, stateful_step_count=25)
TestDays = Days.TestCase
