# SPDX-License-Identifier: Apache-2.0
"""Numbers and places that are left, and grants that have not come."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.errors import KioskError
from kiosk.health.checks.stock import StockCheck
from kiosk.health.finding import Finding
from kiosk.services.issue import issue
from kiosk.services.open_day import open_day
from kiosk.services.stock_left import StockLeft, stock_left
from kiosk.store.errors import DatabaseDamagedError
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.health.said import keys
from tests.kiosk.services.samples import ESTATE, RULES, TUESDAY, at, request

WELL = StockLeft(gives=True, leases=1, numbers={"A": 900, "C": 10}, places=40, lacks=None)
FRIDAY = date(2026, 3, 6)


def look(left: StockLeft | KioskError | None, *, has_centre: bool = True) -> Finding:
    def ask() -> StockLeft | None:
        if isinstance(left, KioskError):
            raise left
        return left

    return StockCheck(Path("/state/kiosk.db"), ask, has_centre=has_centre).look()


def test_enough_is_told_with_how_much_there_is() -> None:
    finding = look(WELL)
    assert (finding.is_good, finding.suggestion) == (True, None)
    assert keys(finding) == ["good", "numbers_left", "places_left"]
    assert finding.found[1].fields == {"listed": "A 900 C 10"}


def test_few_numbers_of_a_series_are_said_and_none_is_a_fault() -> None:
    assert keys(look(replace(WELL, numbers={"A": 9})))[:2] == ["good", "few_numbers"]
    none = look(replace(WELL, numbers={"A": 0, "C": 3}))
    assert (none.is_good, keys(none)[0]) == (False, "no_numbers")


def test_a_grant_that_has_not_come_is_a_fault_where_a_centre_grants() -> None:
    today = look(replace(WELL, leases=0))
    assert (today.is_good, keys(today)) == (False, ["no_grant_today"])
    tomorrow = look(replace(WELL, lacks=TUESDAY))
    assert (tomorrow.is_good, keys(tomorrow)[0]) == (False, "no_grant_tomorrow")
    alone = look(replace(WELL, leases=0, lacks=TUESDAY), has_centre=False)
    assert (alone.is_good, keys(alone)) == (True, ["good", "grants_itself"])


@pytest.mark.parametrize(
    "left", [None, DatabaseDamagedError(path="/state/kiosk.db", problem="malformed")]
)
def test_what_is_not_there_or_cannot_be_read_is_no_fault_of_the_stock(
    left: KioskError | None,
) -> None:
    assert keys(look(left)) == ["good", "no_stock_yet"]


def test_after_the_last_number_of_the_day_nothing_is_missed() -> None:
    assert keys(look(replace(WELL, gives=False, leases=0))) == ["good", "gives_no_more"]


def left_at(unit: FakeUnitOfWork, now: datetime) -> StockLeft:
    return stock_left(unit, RULES, now)


def test_what_is_left_is_what_was_granted_without_what_was_given() -> None:
    unit = FakeUnitOfWork()
    assert left_at(unit, at(8)) == StockLeft(
        gives=True, leases=0, numbers={"A": 0, "C": 0}, places=0, lacks=None
    )
    open_day(unit, RULES, at(8))
    before = left_at(unit, at(9))
    assert (before.leases, before.gives) == (1, True)
    issue(unit, RULES, request(1, ESTATE), at(9))
    after = left_at(unit, at(9))
    assert after.places == before.places - 1
    assert after.numbers["C"] == before.numbers["C"] - 1
    assert after.numbers["A"] == before.numbers["A"]


def test_places_of_slots_that_are_over_are_not_left() -> None:
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    places = [left_at(unit, at(hour)).places for hour in (8, 11, 16)]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == 3


def test_in_the_evening_tomorrow_s_grant_is_missed_if_tomorrow_is_a_working_day() -> None:
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    assert left_at(unit, at(18, 59)).lacks is None
    evening = left_at(unit, at(19))
    assert (evening.gives, evening.lacks) == (False, TUESDAY)
    open_day(unit, RULES, at(8, day=TUESDAY))
    assert left_at(unit, at(19)).lacks is None
    assert left_at(unit, at(19, day=FRIDAY)).lacks is None
