# SPDX-License-Identifier: Apache-2.0
"""The change of the business day: one grant, and nothing left of the persons of yesterday."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hall.invariants import broken_invariants
from hall.log import Granted
from hall.place import Lane, PlaceRun
from hall.service import Catalogue
from hall.ticket import TicketStatus
from kiosk.services.close_days import close_days_before
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.open_day import open_day
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ALICE,
    ESTATE,
    MONDAY,
    RULES,
    SERVICES,
    SITE,
    TUESDAY,
    at,
    laid,
    request,
    ticket_id,
)


def grants(unit: FakeUnitOfWork) -> list[Granted]:
    with unit:
        return [entry.body for entry in unit.log.entries() if isinstance(entry.body, Granted)]


def test_a_day_is_granted_once_however_often_it_is_opened() -> None:
    unit = FakeUnitOfWork()
    for hour in (8, 9, 23):
        assert open_day(unit, RULES, at(hour)) == MONDAY
    (granted,) = grants(unit)
    assert (granted.lease_id, granted.business_date, granted.request_no) == (
        "2026-03-02",
        MONDAY,
        None,
    )


def test_the_grant_has_places_where_there_is_a_quota_and_numbers_for_all() -> None:
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    (granted,) = grants(unit)
    assert {run.service_id for run in granted.places} == {ESTATE}
    assert PlaceRun(ESTATE, at(9), Lane.WALK_IN, 0, 2) in granted.places
    assert PlaceRun(ESTATE, at(9), Lane.GREEN, 0, 1) in granted.places
    assert [numbers.letter for numbers in granted.numbers] == ["A", "C"]


def test_the_next_day_begins_its_series_anew(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), at(10))
    assert open_day(unit, RULES, at(8, day=TUESDAY)) == TUESDAY
    ticket = issue(unit, RULES, request(2, on=TUESDAY), at(10, day=TUESDAY))
    assert str(ticket.number) == "A001"


def test_until_day_starts_it_is_still_yesterday(unit: FakeUnitOfWork) -> None:
    assert open_day(unit, RULES, at(3, 59, day=TUESDAY)) == MONDAY
    assert open_day(unit, RULES, at(4, day=TUESDAY)) == TUESDAY


def test_with_its_day_a_ticket_expires_and_nobody_is_known_any_more(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, digest=ALICE), at(16, 59))
    open_day(unit, RULES, at(4, day=TUESDAY))
    close_days_before(unit, TUESDAY)
    with unit:
        ticket = unit.tickets.find(ticket_id(1))
    assert ticket is not None
    assert (ticket.status, ticket.digest) == (TicketStatus.EXPIRED, None)
    assert laid(unit, RULES, ALICE, at(4, day=TUESDAY)) is None


def test_opening_a_day_alone_ends_none(unit: FakeUnitOfWork) -> None:
    before = issue(unit, RULES, request(1, digest=ALICE), at(16, 59))
    open_day(unit, RULES, at(4, day=TUESDAY))
    close_days_before(unit, MONDAY)
    with unit:
        assert unit.tickets.find(ticket_id(1)) == before


def test_opening_the_day_again_leaves_its_tickets_alone(unit: FakeUnitOfWork) -> None:
    before = issue(unit, RULES, request(1, digest=ALICE), at(10))
    open_day(unit, RULES, at(11))
    with unit:
        assert unit.tickets.find(ticket_id(1)) == before


def test_a_service_that_came_since_gets_its_numbers_and_places_the_same_day() -> None:
    unit = FakeUnitOfWork()
    first = replace(RULES, catalogue=Catalogue(SERVICES[:1]))
    open_day(unit, first, at(8))
    open_day(unit, RULES, at(9))
    open_day(unit, RULES, at(9, 30))
    assert [granted.lease_id for granted in grants(unit)] == ["2026-03-02", "2026-03-02+1"]
    ticket = issue(unit, RULES, request(1, ESTATE), at(10))
    assert (str(ticket.number), ticket.place is None) == ("C001", False)


def test_more_counters_bring_more_places_and_fewer_take_none_back(unit: FakeUnitOfWork) -> None:
    def estate_with(counters: int) -> Catalogue:
        return Catalogue((SERVICES[0], replace(SERVICES[1], counters=counters)))

    issue(unit, RULES, request(1, ESTATE), at(10))
    open_day(unit, replace(RULES, catalogue=estate_with(2)), at(10))
    open_day(unit, replace(RULES, catalogue=estate_with(1)), at(10))
    with unit:
        counts = unit.places.counts(at(10))
        entries = list(unit.log.entries())
    # Two counters serve 7 in half an hour: 6 walk-in and 1 green.
    assert counts[ESTATE, at(10), Lane.WALK_IN] == 6
    assert counts[ESTATE, at(10), Lane.GREEN] == 1
    assert len(grants(unit)) == 2
    assert broken_invariants(entries) == []


def test_a_closed_day_is_opened_too_without_places() -> None:
    unit, saturday = FakeUnitOfWork(), date(2026, 3, 7)
    assert open_day(unit, RULES, at(10, day=saturday)) == saturday
    (granted,) = grants(unit)
    assert granted.places == ()


def test_a_clock_that_is_a_month_ahead_and_set_back_harms_no_number(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), at(10))
    open_day(unit, RULES, at(10, day=date(2026, 4, 2)))
    open_day(unit, RULES, at(10))
    issue(unit, RULES, request(2), at(10))
    with unit:
        entries = list(unit.log.entries())
    assert broken_invariants(entries) == []
    assert list_services(unit, RULES, at(10))


def test_the_day_of_the_change_to_summer_time_has_its_slots_and_its_end() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    sunday = (replace(SITE.hours.weekdays[0][0], start=time(5), end=time(6)),)
    rules = replace(
        RULES,
        calendar=replace(SITE, tz=berlin, hours=replace(SITE.hours, weekdays=(sunday,) * 7)),
    )
    unit = FakeUnitOfWork()
    # 29 March 2026: at 2:00 the clocks show 3:00, so 4:00 is 2:00 UTC.
    assert open_day(unit, rules, datetime(2026, 3, 29, 1, 59, tzinfo=UTC)) == date(2026, 3, 28)
    assert open_day(unit, rules, datetime(2026, 3, 29, 2, 0, tzinfo=UTC)) == date(2026, 3, 29)
    starts = {run.slot_start for run in grants(unit)[1].places}
    assert starts == {
        datetime(2026, 3, 29, 3, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 3, 30, tzinfo=UTC),
    }
