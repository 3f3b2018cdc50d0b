# SPDX-License-Identifier: Apache-2.0
"""What was kept long enough goes, a batch at a time, and nothing else does."""

from datetime import date, datetime, timedelta

import pytest

from hall.ids import LeaseId, ServiceId
from hall.log import Cancelled, Granted, PrintProof, verify_chain
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.stopping import Standing, Stop
from kiosk.store.abstract import LogStart, Slip, UnitOfWork
from tests.contract.store_samples import ESTATE, NOW, TODAY, ticket, ticket_id

DAY = timedelta(days=1)
OTHER = ServiceId("archive")


def log(unit: UnitOfWork, *at: datetime) -> None:
    with unit:
        for number, each in enumerate(at):
            unit.log.append(each, Cancelled(ticket_id(number)))
        unit.commit()


def forget_log(unit: UnitOfWork, before: datetime | None, until: int, most: int = 9) -> int:
    with unit:
        done = unit.log.forget(before, until, most)
        unit.commit()
    return done


def positions(unit: UnitOfWork) -> list[int]:
    with unit:
        return [entry.position for entry in unit.log.entries()]


# --- the log -------------------------------------------------------------------------------


def test_old_entries_go_and_the_chain_goes_on_from_the_last_of_them(unit: UnitOfWork) -> None:
    log(unit, NOW - 2 * DAY, NOW - DAY, NOW, NOW)
    with unit:
        assert unit.log.start() == LogStart(0, bytes(32))
        second = list(unit.log.entries())[1]
    assert forget_log(unit, NOW, until=4) == 2
    with unit:
        kept = list(unit.log.entries())
        assert unit.log.start() == LogStart(2, second.hash)
        assert unit.log.end() == 4
        assert unit.log.append(NOW, Cancelled(ticket_id(9))) == 5
        assert verify_chain(unit.log.entries(), after=second)
    assert [entry.position for entry in kept] == [3, 4]
    assert kept[0].previous_hash == second.hash


def test_an_entry_the_centre_does_not_have_stays_however_old_it_is(unit: UnitOfWork) -> None:
    log(unit, *[NOW - DAY] * 4)
    assert forget_log(unit, NOW, until=0) == 0
    assert forget_log(unit, NOW, until=2) == 2
    assert positions(unit) == [3, 4]
    assert forget_log(unit, NOW, until=2) == 0


def test_the_last_entry_of_all_says_where_the_log_goes_on(unit: UnitOfWork) -> None:
    assert forget_log(unit, NOW, until=9) == 0
    log(unit, *[NOW - DAY] * 3)
    assert forget_log(unit, NOW, until=3) == 2
    assert forget_log(unit, NOW, until=3) == 0
    assert positions(unit) == [3]


def test_a_batch_is_never_larger_than_it_may_be(unit: UnitOfWork) -> None:
    log(unit, *[NOW - DAY] * 5, NOW)
    assert [forget_log(unit, NOW, until=6, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_an_old_entry_after_a_recent_one_waits_for_that(unit: UnitOfWork) -> None:
    log(unit, NOW - DAY, NOW, NOW - DAY, NOW)
    assert forget_log(unit, NOW, until=4) == 1
    assert forget_log(unit, None, until=3) == 2
    assert positions(unit) == [4]


def test_what_was_forgotten_but_not_committed_is_there(unit: UnitOfWork) -> None:
    log(unit, NOW - DAY, NOW)
    with unit:
        unit.log.forget(NOW, 2, 9)
    assert positions(unit) == [1, 2]
    with unit:
        assert unit.log.start() == LogStart()


# --- what the log has come to -----------------------------------------------------------------


def keep(unit: UnitOfWork, on: date, at: datetime, number: int) -> None:
    """A day with a lease of two places of two services, a ticket with paper and place, a stop."""
    runs = tuple(PlaceRun(each, at, Lane.WALK_IN, 0, 2) for each in (ESTATE, OTHER))
    with unit:
        unit.leases.apply(Granted(LeaseId(str(on)), on, runs, (NumberRange("C", 1, 9),)))
        unit.tickets.add(ticket(number, business_date=on, issued_at=at))
        unit.places.take(Place(ESTATE, at, Lane.WALK_IN, 0), ticket_id(number))
        unit.slips.put(Slip(ticket_id(number), 0, at, at, PrintProof.CONFIRMED))
        unit.slips.put(Slip(ticket_id(number), 1, at))
        unit.centre.add_stop(number, Stop(ESTATE, at, Standing.STOPPED))
        unit.commit()


def forget(unit: UnitOfWork, most: int = 100) -> int:
    """Everything from before today, whose day begins six hours before now."""
    with unit:
        done = unit.retention.forget(TODAY, NOW - timedelta(hours=6), most)
        unit.commit()
    return done


@pytest.mark.parametrize("most", [1, 2, 100])
def test_of_old_days_nothing_is_left_and_of_today_everything_is(
    unit: UnitOfWork, most: int
) -> None:
    keep(unit, TODAY - DAY, NOW - DAY, 1)
    keep(unit, TODAY, NOW, 2)
    # A ticket, three free places, the numbers, the lease, the stop.
    done = []
    while count := forget(unit, most):
        done.append(count)
    assert sum(done) == 7
    assert max(done) <= most
    with unit:
        assert unit.tickets.find(ticket_id(1)) is None
        assert unit.slips.find(ticket_id(1), 0) is unit.slips.find(ticket_id(1), 1) is None
        assert unit.leases.granted_days(9) == (TODAY,)
        assert unit.numbers.letters(TODAY - DAY) == frozenset()
        assert unit.places.counts(NOW - 2 * DAY) == {
            (ESTATE, NOW, Lane.WALK_IN): 2,
            (OTHER, NOW, Lane.WALK_IN): 2,
        }
        assert len(unit.centre.stops(NOW - 2 * DAY, NOW + DAY)) == 1
        found = unit.tickets.find(ticket_id(2))
        assert found is not None
        assert found.place == Place(ESTATE, NOW, Lane.WALK_IN, 0)
        assert unit.slips.find(ticket_id(2), 1) == Slip(ticket_id(2), 1, NOW)
        assert unit.numbers.take(TODAY, "C") == TicketNumber("C", 1)


def test_the_days_with_grants_are_told_the_latest_first_each_once(unit: UnitOfWork) -> None:
    with unit:
        for number, on in enumerate((TODAY, TODAY - DAY, TODAY, TODAY - 2 * DAY)):
            unit.leases.apply(Granted(LeaseId(str(number)), on, (), ()))
        assert unit.leases.granted_days(2) == (TODAY, TODAY - DAY)
        assert unit.leases.granted_days(9) == (TODAY, TODAY - DAY, TODAY - 2 * DAY)
