# SPDX-License-Identifier: Apache-2.0
"""The figures of the day are those of its tickets, papers and log."""

from dataclasses import replace

from hall.ids import KioskId
from hall.log import PrintProof
from hall.news import QueueFigures, SiteTicket
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from hall.words import Words
from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.values import OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.day_figures import day_figures
from kiosk.services.issue import issue
from kiosk.services.offers import list_offers
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.rules import Rules
from kiosk.services.waits import Waits
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    RULES,
    SERVICES,
    TUESDAY,
    at,
    local,
    request,
    ticket_id,
)

TEN = at(10)
WITH_CENTRE = replace(RULES, again=None)


def figures(unit: FakeUnitOfWork, rules: Rules = RULES, waits: Waits | None = None) -> DayFigures:
    return day_figures(unit, rules, waits or Waits(), at(10, 5))


def prints(unit: FakeUnitOfWork, number: int, proof: PrintProof, copy: int = 0) -> None:
    start_print(unit, ticket_id(number), TEN, copy=copy)
    end_print(unit, ticket_id(number), proof, None, TEN, copy=copy)


def told(number: int) -> SiteTicket:
    return SiteTicket(
        ticket_id=ticket_id(number),
        kiosk_id=KioskId("kiosk_2"),
        business_date=MONDAY,
        service_id=INSURANCE,
        number=TicketNumber("A", number),
        lane=Lane.WALK_IN,
        status=TicketStatus.WAITING,
        issued_at=TEN,
    )


def tell(unit: FakeUnitOfWork, *numbers: int) -> None:
    with unit:
        for number in numbers:
            unit.site_tickets.put(told(number))
        unit.commit()


def test_a_day_begins_with_nothing(unit: FakeUnitOfWork) -> None:
    assert figures(unit) == DayFigures(
        MONDAY,
        local(10, 5),
        is_over=False,
        services=tuple(ServiceFigures(each.service_id, each.name) for each in SERVICES),
        printed=0,
    )


def test_numbers_are_counted_by_service_and_by_how_they_were_had(unit: FakeUnitOfWork) -> None:
    for number in (1, 2, 3):
        issue(unit, RULES, request(number), TEN)
    cancel(unit, ticket_id(2), TEN)
    issue(unit, RULES, request(4, ESTATE, is_green=True, digest=ALICE, present=BOB), TEN)
    found = figures(unit)
    insurance, estate = found.services
    assert (insurance.issued, insurance.first, insurance.last) == (3, "A001", "A003")
    assert (insurance.cancelled, estate.cancelled) == (1, 0)
    assert (estate.issued, estate.first, estate.last) == (1, "C001", "C001")
    assert (found.issued, found.cancelled, found.green, found.proxies) == (4, 1, 1, 1)
    assert (found.booked, found.standby, found.extra) == (0, 0, 0)


def test_a_booking_is_counted_and_its_number_is_not_among_the_walk_ins(
    unit: FakeUnitOfWork,
) -> None:
    issue(unit, RULES, request(1), TEN)
    with unit:
        walk_in = unit.tickets.find(ticket_id(1))
        assert walk_in is not None
        number = TicketNumber("A", 12, is_booked=True)
        booked = replace(walk_in, ticket_id=ticket_id(2), number=number, lane=Lane.BOOKED)
        unit.tickets.add(booked)
        unit.commit()
    found = figures(unit)
    assert (found.issued, found.booked) == (2, 1)
    assert (found.services[0].first, found.services[0].last) == ("A001", "A001")


def test_standby_numbers_are_counted_apart(unit: FakeUnitOfWork) -> None:
    number = 0
    while True:
        number += 1
        offer = list_offers(unit, RULES, ESTATE, TEN)[0]
        issue(unit, RULES, request(number, ESTATE, offer), TEN)
        if offer.kind is OfferKind.STANDBY:
            break
    assert (figures(unit).issued, figures(unit).standby) == (number, 1)


def test_papers_are_counted_as_the_printer_proves_them(unit: FakeUnitOfWork) -> None:
    for number in (1, 2, 3):
        issue(unit, RULES, request(number), TEN)
    prints(unit, 1, PrintProof.CONFIRMED)
    prints(unit, 2, PrintProof.NOT_PRINTED)
    reprint(unit, RULES, ticket_id(1), TEN)
    prints(unit, 1, PrintProof.CONFIRMED, copy=1)
    found = figures(unit)
    assert (found.printed, found.reprints, found.unprinted) == (1, 1, ("A002", "A003"))
    assert figures(unit, replace(RULES, can_prove_paper=False)).printed is None


def test_with_a_centre_the_site_and_those_who_wait_are_told_too(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    tell(unit, 1, 8, 9)
    reprint(unit, WITH_CENTRE, ticket_id(8), TEN)
    waits = Waits()
    waits.take((QueueFigures(INSURANCE, 6, None, None, at(10, 4)),))
    found = figures(unit, WITH_CENTRE, waits)
    assert [service.waiting for service in found.services] == [6, None]
    assert (found.issued, found.at_site, found.reprints) == (1, 3, 1)
    assert figures(unit).at_site is None


def test_yesterday_does_not_count(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    tomorrow = day_figures(unit, WITH_CENTRE, Waits(), at(8, day=TUESDAY), paper_left_mm=7)
    assert (tomorrow.issued, tomorrow.at_site, tomorrow.business_date) == (0, 0, TUESDAY)
    assert (tomorrow.is_over, tomorrow.paper_left_mm) == (False, 7)


def test_a_day_whose_numbers_have_ended_is_over(unit: FakeUnitOfWork) -> None:
    assert not day_figures(unit, RULES, Waits(), at(16, 59)).is_over
    assert day_figures(unit, RULES, Waits(), at(17)).is_over


def test_a_service_that_gives_no_numbers_is_left_out(unit: FakeUnitOfWork) -> None:
    direct = replace(SERVICES[1], direct=Words.of({"zh_Hans": "到 5 号窗口"}))
    rules = replace(RULES, catalogue=replace(RULES.catalogue, services=(SERVICES[0], direct)))
    assert [each.service_id for each in figures(unit, rules).services] == [INSURANCE]


def test_on_the_disk_it_is_the_same(linked: SqliteUnitOfWork) -> None:
    for number in (1, 2):
        issue(linked, WITH_CENTRE, request(number), TEN)
    cancel(linked, ticket_id(2), TEN)
    found = day_figures(linked, WITH_CENTRE, Waits(), at(10, 5))
    assert (found.issued, found.cancelled, found.at_site, found.printed) == (2, 1, 2, 0)
    assert found.unprinted == ("A001",)
