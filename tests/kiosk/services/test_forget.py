# SPDX-License-Identifier: Apache-2.0
"""What was kept long enough is deleted, never an entry that the centre does not have."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hall.log import Cancelled
from hall.service import Catalogue
from kiosk.services import forget as module
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import UnknownTicketError
from kiosk.services.forget import DAYS_OF_NUMBERS, forget
from kiosk.services.issue import issue
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import reprint
from kiosk.services.unprinted import unprinted
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services import samples
from tests.kiosk.services.samples import SERVICES, at, request, ticket_id

RULES = replace(samples.RULES, catalogue=Catalogue(SERVICES[:1]))
KEPT = timedelta(days=183)
FIRST = date(2026, 3, 2)
LAST = FIRST + KEPT + timedelta(days=1)


def noon(on: date) -> datetime:
    return at(10, day=on)


def days(unit: FakeUnitOfWork, *visited: date) -> None:
    """Days with numbers, and a ticket of each."""
    for number, on in enumerate(visited, 1):
        open_day(unit, RULES, noon(on))
        close_days_before(unit, on)
        issue(unit, RULES, request(number, on=on), noon(on))


def half_a_year(unit: FakeUnitOfWork) -> None:
    """The first two days, and the last two weeks, all of them working days."""
    weeks = [LAST - timedelta(days=ago) for ago in range(30)]
    worked = sorted(day for day in weeks if day.weekday() < 5)[-DAYS_OF_NUMBERS:]
    days(unit, FIRST, FIRST + timedelta(days=1), *worked)


def all_of_it(unit: FakeUnitOfWork, on: date, acknowledged: int | None = None) -> int:
    done = 0
    while count := forget(unit, RULES, on, KEPT, acknowledged):
        assert count <= module.AT_ONCE
        done += count
    return done


def oldest(unit: FakeUnitOfWork) -> date:
    with unit:
        return next(unit.log.entries()).at.date()


def test_what_is_older_goes_and_the_rest_is_used_as_before(unit: FakeUnitOfWork) -> None:
    half_a_year(unit)
    on = FIRST + KEPT
    assert all_of_it(unit, on) == 0
    on = LAST
    assert all_of_it(unit, on) > 3
    assert oldest(unit) == FIRST + timedelta(days=1)
    with unit:
        assert unit.tickets.find(ticket_id(1)) is None
        assert unit.tickets.find(ticket_id(2)) is not None
        assert not unit.leases.count(FIRST)
        end = unit.log.end()
    with pytest.raises(UnknownTicketError):
        reprint(unit, RULES, ticket_id(1), noon(on))
    latest, later = ticket_id(DAYS_OF_NUMBERS + 2), noon(LAST) + timedelta(minutes=1)
    assert [each.ticket.ticket_id for each in unprinted(unit, RULES, later)] == [latest]
    assert reprint(unit, RULES, latest, noon(LAST)).reprints == 1
    with unit:
        assert unit.log.end() > end


def test_what_the_centre_has_not_stays(unit: FakeUnitOfWork) -> None:
    half_a_year(unit)
    all_of_it(unit, LAST, acknowledged=0)
    with unit:
        assert unit.log.start().position == 0
    all_of_it(unit, LAST, acknowledged=1)
    with unit:
        assert unit.log.start().position == 1
    all_of_it(unit, LAST, acknowledged=99)
    assert oldest(unit) == FIRST + timedelta(days=1)


def test_a_clock_that_jumped_ahead_deletes_no_day_with_numbers(unit: FakeUnitOfWork) -> None:
    """Numbers of such a day would be given a second time when the clock comes back."""
    half_a_year(unit)
    far = date(2099, 3, 2)
    open_day(unit, RULES, noon(far))
    assert all_of_it(unit, far) > 0
    with unit:
        known = unit.leases.granted_days(99)
        assert len(known) == DAYS_OF_NUMBERS
        assert unit.tickets.find(ticket_id(DAYS_OF_NUMBERS + 2)) is not None
    issue(unit, RULES, request(99, on=LAST), noon(LAST))
    with unit:
        ticket = unit.tickets.find(ticket_id(99))
    assert ticket is not None
    assert str(ticket.number) == "A002"


def test_a_kiosk_that_has_hardly_begun_forgets_nothing(unit: FakeUnitOfWork) -> None:
    days(unit, FIRST)
    assert forget(unit, RULES, date(2099, 1, 1), KEPT, None) == 0


def test_a_log_that_a_wrong_clock_dated_is_cut_by_its_length(
    unit: FakeUnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 10)
    half_a_year(unit)
    with unit:
        for number in range(70):
            unit.log.append(noon(date(2099, 1, 1)), Cancelled(ticket_id(number)))
        unit.commit()
        end = unit.log.end()
    all_of_it(unit, LAST, acknowledged=end - 30)
    with unit:
        assert unit.log.start().position == end - 30
    all_of_it(unit, LAST)
    with unit:
        assert unit.log.start().position == end - 10
