# SPDX-License-Identifier: Apache-2.0
"""What the services rely on, of any store: all or nothing, and the log."""

from datetime import timedelta
from itertools import pairwise

import pytest

from hall.errors import BadValueError, NoNumberLeftError
from hall.log import Cancelled, HelpCalled, Issued, PrintStarted, StaffActed, verify_chain
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from kiosk.store.abstract import UnitOfWork
from tests.contract.store_samples import (
    ESTATE,
    GRANTED,
    HALF_PAST,
    NOW,
    TODAY,
    grant,
    take_numbers,
    ticket,
    ticket_id,
)

# --- all or nothing ------------------------------------------------------------------------


def test_what_is_not_committed_never_happened(unit: UnitOfWork) -> None:
    with unit:
        unit.tickets.add(ticket(1))
        unit.log.append(NOW, Cancelled(ticket_id(1)))
    with unit:
        assert unit.tickets.find(ticket_id(1)) is None
        assert list(unit.log.entries()) == []


def test_an_error_on_the_way_takes_everything_back(unit: UnitOfWork) -> None:
    grant(unit)
    with pytest.raises(NoNumberLeftError), unit:
        take_numbers(unit, "CD")
    with unit:
        assert unit.numbers.take(TODAY, "C") == TicketNumber("C", 1)


def test_what_is_done_after_the_commit_is_taken_back(unit: UnitOfWork) -> None:
    with unit:
        unit.log.append(NOW, HelpCalled("welcome", was_delivered=False))
        unit.commit()
    with unit:
        assert len(list(unit.log.entries())) == 1


def test_a_unit_is_not_entered_within_itself(unit: UnitOfWork) -> None:
    with unit, pytest.raises(RuntimeError), unit:
        pass


def test_a_unit_that_was_not_entered_commits_nothing(unit: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        unit.commit()


# --- the log -------------------------------------------------------------------------------


def test_the_log_counts_from_one_without_gaps_and_holds_its_chain(unit: UnitOfWork) -> None:
    bodies = [GRANTED, Cancelled(ticket_id(1)), PrintStarted(ticket_id(2), copy=1)]
    for body in bodies:
        with unit:
            unit.log.append(NOW, body)
            unit.commit()
    with unit:
        entries = list(unit.log.entries())
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [entry.body for entry in entries] == bodies
    assert verify_chain(entries) == entries[-1]


def test_the_log_is_ordered_by_position_when_the_clock_goes_back(unit: UnitOfWork) -> None:
    with unit:
        for hours in (0, -5, 3):
            unit.log.append(NOW + timedelta(hours=hours), Cancelled(ticket_id(1)))
        unit.commit()
        entries = list(unit.log.entries())
    assert [entry.at - NOW for entry in entries] == [timedelta(hours=h) for h in (0, -5, 3)]
    assert all(first.hash == second.previous_hash for first, second in pairwise(entries))


def test_the_log_is_read_from_after_a_position(unit: UnitOfWork) -> None:
    with unit:
        for _ in range(3):
            unit.log.append(NOW, Cancelled(ticket_id(1)))
        assert [entry.position for entry in unit.log.entries(after=1)] == [2, 3]


def test_what_staff_did_of_one_kind_is_told_from_an_instant_on(unit: UnitOfWork) -> None:
    acts = [StaffActed("gave", "7", ticket_id(number)) for number in range(3)]
    with unit:
        for hours, act in enumerate(acts):
            unit.log.append(NOW + timedelta(hours=hours), act)
        unit.log.append(NOW + timedelta(hours=2), StaffActed("cancelled", "7"))
        unit.log.append(NOW + timedelta(hours=2), Cancelled(ticket_id(1)))
        assert unit.log.acts("gave", NOW + timedelta(hours=1)) == tuple(acts[1:])


def test_the_end_of_the_log_is_the_position_of_its_last_entry(unit: UnitOfWork) -> None:
    with unit:
        assert unit.log.end() == 0
        unit.log.append(NOW, Cancelled(ticket_id(1)))
        assert unit.log.append(NOW, Cancelled(ticket_id(1))) == unit.log.end() == 2


def test_an_issued_entry_comes_back_as_it_was_written(unit: UnitOfWork) -> None:
    body = Issued(
        ticket_id(1),
        TODAY,
        ESTATE,
        TicketNumber("C", 1),
        Lane.GREEN,
        Place(ESTATE, NOW, Lane.GREEN, 0),
        hop=4,
        chosen_slot=HALF_PAST,
    )
    with unit:
        unit.log.append(NOW.replace(microsecond=1), body)
        unit.commit()
    with unit:
        (entry,) = unit.log.entries()
    assert (entry.body, entry.at) == (body, NOW.replace(microsecond=1))


def test_an_instant_without_time_zone_is_refused(unit: UnitOfWork) -> None:
    with unit, pytest.raises(Exception, match="bad_value") as caught:
        unit.log.append(NOW.replace(tzinfo=None), Cancelled(ticket_id(1)))
    assert isinstance(caught.value, BadValueError)
