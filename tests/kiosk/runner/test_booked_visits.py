# SPDX-License-Identifier: Apache-2.0
"""Bookings through the use cases: what a visit is told, how a code is found, how a ticket is made."""

import logging
from dataclasses import replace
from datetime import date, datetime

import pytest

from hall.booking_code import digits
from hall.feed import CloseReason
from hall.identity import Secret
from hall.ids import SiteId
from hall.ticket import Ticket, TicketStatus
from kiosk.crypto import SigningKey
from kiosk.flow import effects, events
from kiosk.flow.values import BookingState, PutBack
from kiosk.runner.printer_worker import PrintOrder
from kiosk.runner.use_cases import CentreView, UseCases
from kiosk.store.abstract import UnitOfWork
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import Office
from tests.kiosk.services.booked import HALL, booking, code_of, fill, tell, tell_ticket
from tests.kiosk.services.samples import ALICE, MONDAY, RULES, at

ONE = booking()
TICKET_KEY = SigningKey(bytes(range(32)))


class AtTheHall(CentreView):
    """Nothing is missing."""

    @property
    def site_id(self) -> SiteId | None:
        return HALL

    @property
    def acknowledged(self) -> int | None:
        return None

    def missing(self, unit: UnitOfWork, now: datetime) -> tuple[str, ...]:
        return ()

    def cut_since(self, unit: UnitOfWork, now: datetime) -> datetime | None:
        return None


class BookedOffice(Office):
    """A kiosk of a centre that told of one booking."""

    def __init__(self) -> None:
        super().__init__(FakeClock(at(10)))
        fill(self.unit)
        tell(self.unit, ONE)

    def new_use_cases(self) -> UseCases:
        return UseCases(
            new_unit=lambda: self.unit,
            rules=lambda: RULES,
            identifier=self.identifier,
            housekeeping=self.housekeeping,
            clock=self.clock,
            language="zh_Hans",
            centre=AtTheHall(),
            ticket_key=TICKET_KEY.public_key,
        )

    def load(self) -> events.VisitLoaded:
        return self.use_cases.load_visit(effects.LoadVisit(1, ALICE, is_green=False))

    def find(self, code: str) -> events.VisitLoaded | events.BookingRefused:
        return self.use_cases.find_booking(effects.FindBooking(1, Secret(code)))

    def check_in(self, on: date = MONDAY) -> events.TicketIssued | events.CheckInRefused:
        return self.use_cases.check_in(effects.CheckIn(1, on, ONE, is_green=False))

    def check_in_and_miss(self) -> Ticket:
        """The booking's ticket, as it was before its visitor did not come when he was called."""
        made = self.check_in()
        assert isinstance(made, events.TicketIssued)
        with self.unit as unit:
            ticket = unit.tickets.find(made.ticket.ticket_id)
        assert ticket is not None
        self.miss(ticket)
        return ticket

    def miss(self, ticket: Ticket) -> None:
        with self.unit as unit:
            unit.tickets.update(replace(ticket, status=TicketStatus.MISSED))
            unit.absences.put(ticket.ticket_id, MONDAY, at(11))
            unit.commit()


@pytest.fixture
def office() -> BookedOffice:
    return BookedOffice()


def test_a_visitor_is_told_with_his_bookings(office: BookedOffice) -> None:
    (told,) = office.load().bookings
    assert (told.booking, told.state) == (ONE, BookingState.ON_TIME)
    nobody = office.use_cases.load_visit(effects.LoadVisit(1, None, is_green=False))
    assert (nobody.bookings, nobody.open_ticket) == ((), None)


def test_a_check_in_is_a_ticket_that_is_printed_and_then_found_again(office: BookedOffice) -> None:
    made = office.check_in()
    assert isinstance(made, events.TicketIssued)
    assert made.ticket.number == str(ONE.number)
    slip = office.use_cases.begin_print(PrintOrder(made.ticket.ticket_id, "zh_Hans"))
    assert (slip.copy, slip.ticket.is_booked) == (0, True)
    again = office.load()
    assert again.bookings == ()
    assert again.open_ticket is not None
    assert again.open_ticket.number == made.ticket.number


def test_what_is_refused_says_what_can_be_had_instead(office: BookedOffice) -> None:
    office.clock.jump_to(at(10, 30))
    refused = office.check_in()
    assert isinstance(refused, events.CheckInRefused)
    assert refused.problem == "error.check_in.late"
    assert refused.booking is not None
    assert refused.booking.state is BookingState.LATE


def test_another_days_booking_is_refused_with_nothing_instead(office: BookedOffice) -> None:
    refused = office.check_in(date(2026, 3, 3))
    assert isinstance(refused, events.CheckInRefused)
    assert (refused.problem, refused.booking) == ("error.check_in.other_day", None)


@pytest.mark.parametrize("code", [code_of(ONE), digits(ONE.booking_id)])
def test_a_code_is_answered_with_its_booking_and_the_tiles(office: BookedOffice, code: str) -> None:
    found = office.find(code)
    assert isinstance(found, events.VisitLoaded)
    assert [each.booking for each in found.bookings] == [ONE]
    assert found.digest == ONE.digest
    assert len(found.services) == len(RULES.catalogue.services)


def test_a_code_whose_ticket_another_kiosk_made_is_answered_with_that(
    office: BookedOffice,
) -> None:
    tell_ticket(office.unit, ONE)
    found = office.find(code_of(ONE))
    assert isinstance(found, events.VisitLoaded)
    assert found.open_ticket is not None
    assert found.digest == ONE.digest
    assert found.open_ticket.is_elsewhere
    order = PrintOrder(ONE.ticket_id, "zh_Hans", is_reprint=True)
    slip = office.use_cases.begin_print(order)
    assert (slip.copy, slip.ticket.number) == (1, str(ONE.number))


def test_the_code_on_a_ticket_is_answered_with_that_ticket(office: BookedOffice) -> None:
    made = office.check_in()
    assert isinstance(made, events.TicketIssued)
    found = office.find(TICKET_KEY.sign(made.ticket.ticket_id))
    assert isinstance(found, events.VisitLoaded)
    assert found.open_ticket is not None
    assert found.open_ticket.number == made.ticket.number
    forged = office.find(SigningKey(bytes(32)).sign(made.ticket.ticket_id))
    assert forged == events.BookingRefused(1, "error.crypto.wrong_signature")


def test_whoever_missed_his_call_is_told_that_he_waits_again(office: BookedOffice) -> None:
    missed = office.check_in_and_miss()
    for told in (PutBack.DONE, None):
        held = office.load().open_ticket
        assert held is not None
        assert (held.number, held.put_back) == (str(missed.number), told)


def test_tiles_that_are_loaded_again_put_nobody_back(office: BookedOffice) -> None:
    missed = office.check_in_and_miss()
    again = effects.LoadVisit(1, ALICE, is_green=False, is_reload=True)
    assert office.use_cases.load_visit(again).services == office.load().services
    office.miss(missed)
    told = office.use_cases.load_visit(again)
    assert (told.open_ticket, told.bookings) == (None, ())
    with office.unit as unit:
        kept = unit.tickets.find(missed.ticket_id)
    assert kept is not None
    assert kept.status is TicketStatus.MISSED


def test_a_code_that_leads_nowhere_is_answered_with_why(office: BookedOffice) -> None:
    refused = office.find("YH1.abc.def")
    assert refused == events.BookingRefused(1, "error.booking_code.no_code")


def test_no_log_says_a_code_or_whose_booking_it_is(
    office: BookedOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    office.find(code_of(ONE))
    office.find("00000000")
    with office.unit as unit:
        unit.bookings.close(ONE.booking_id, CloseReason.CANCELLED)
        unit.commit()
    office.check_in()
    assert ALICE not in caplog.text
    assert "YHB1" not in caplog.text
    assert str(ONE.booking_id) not in caplog.text
