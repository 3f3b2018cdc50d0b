# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.ids import BookingId, KioskId, TransferId
from hall.invariants import (
    Broken,
    Paper,
    broken_i1,
    broken_i2,
    broken_i5,
    broken_invariants,
)
from hall.log import Body, Cancelled, CheckedIn, Entry, Given, PrintStarted, Received, Returned
from hall.numbering import TicketNumber
from hall.place import Lane, Place, PlaceRun
from tests.hall.samples import (
    ESTATE_ID,
    MONDAY,
    RUN,
    at,
    granted,
    issued,
    log,
    place,
    ticket_id,
)

W0, W1, W2 = RUN.places()
GRANT = granted(RUN)


def broken(*bodies: Body) -> list[str]:
    return [each.invariant for each in broken_invariants(log(*bodies))]


def test_a_right_day_breaks_nothing():
    entries = log(
        GRANT,
        issued(1, W0),
        PrintStarted(ticket_id(1)),
        issued(2, W1),
        PrintStarted(ticket_id(2)),
        PrintStarted(ticket_id(2), copy=1),
        Cancelled(ticket_id(1)),
        issued(3, W0),
        issued(4),
        Cancelled(ticket_id(4)),
        Returned((PlaceRun(ESTATE_ID, W2.slot_start, W2.lane, W2.index, 1),)),
    )
    papers = [
        Paper(MONDAY, TicketNumber("A", 1)),
        Paper(MONDAY, TicketNumber("A", 2), ticket_id(2), at("09:05")),
        Paper(MONDAY, TicketNumber("A", 2), ticket_id(2), at("09:06")),
    ]
    assert broken_invariants(entries, papers) == []


def test_i1_one_number_on_two_tickets_is_found():
    found = broken_i1(log(GRANT, issued(7, W0), issued(7, W1, ticket=8)))
    assert found == [Broken("I1", "A007 on 2026-03-02: 2 tickets")]


def test_i1_a_number_of_a_cancelled_ticket_is_not_used_again():
    assert broken(GRANT, issued(7, W0), Cancelled(ticket_id(7)), issued(7, W0, ticket=8)) == ["I1"]


def test_i1_the_same_number_on_another_day_is_another_number():
    tomorrow = replace(issued(7, ticket=8), business_date=date(2026, 3, 3))
    assert broken(GRANT, issued(7, W0), tomorrow) == []


def test_i1_paper_of_a_ticket_nobody_logged_is_found():
    entries = log(GRANT, issued(7, W0))
    forged = Paper(MONDAY, TicketNumber("A", 7), ticket_id(99))
    assert [each.invariant for each in broken_i1(entries, [forged])] == ["I1"]
    assert broken_i1(entries, [replace(forged, ticket_id=ticket_id(7))]) == []


def test_i2_a_place_sold_twice_is_found():
    found = broken_i2(log(GRANT, issued(1, W0), issued(2, W0)))
    assert [each.invariant for each in found] == ["I2"]
    assert found[0].what.startswith("entry 3: ")
    assert found[0].what.endswith("taken already")


def test_i2_a_place_nobody_granted_is_found():
    found = broken_i2(log(GRANT, issued(1, place("16:30"))))
    assert found[0].what.endswith("not owned")


@pytest.mark.parametrize(
    "parting", [Returned((RUN,)), Given(TransferId("k1-3"), KioskId("k2"), (RUN,))]
)
def test_i2_a_place_that_was_returned_or_given_away_is_not_sold(parting: Body):
    assert broken(GRANT, parting, issued(1, W0)) == ["I2"]


def test_i2_a_received_place_is_sold():
    assert broken(Received(TransferId("k2-1"), KioskId("k2"), (RUN,)), issued(1, W0)) == []


def test_i2_the_same_grant_twice_does_not_double_its_places():
    assert broken(GRANT, issued(1, W0), GRANT, issued(2, W0)) == ["I2"]


CHECKED_IN = CheckedIn(
    ticket_id(50),
    BookingId(ticket_id(51)),
    MONDAY,
    ESTATE_ID,
    TicketNumber("A", 1, is_booked=True),
    place("09:00", Lane.BOOKED),
)


def test_i2_the_place_of_a_booking_is_the_centres():
    assert broken(GRANT, CHECKED_IN, Cancelled(ticket_id(50))) == []


def slips(entries: list[Entry], *papers: Paper) -> list[str]:
    return [each.invariant for each in broken_i5(entries, papers)]


PAPER = Paper(MONDAY, TicketNumber("A", 1))
PRINTED = log(GRANT, issued(1, W0), PrintStarted(ticket_id(1)))


def test_i5_paper_without_a_ticket_is_found():
    assert slips(log(GRANT), PAPER) == ["I5"]


def test_i5_paper_of_a_ticket_whose_print_was_not_recorded_is_found():
    assert slips(PRINTED[:2], PAPER) == ["I5"]
    assert slips(PRINTED, PAPER) == []


def test_i5_a_print_without_a_ticket_proves_nothing():
    assert slips(log(PrintStarted(ticket_id(1)), issued(1, W0)), PAPER) == ["I5"]


def test_i5_paper_older_than_its_record_is_found():
    started = PRINTED[2].at
    assert slips(PRINTED, replace(PAPER, printed_at=started)) == []
    assert slips(PRINTED, replace(PAPER, printed_at=started - timedelta(microseconds=1))) == ["I5"]


def test_i5_a_slip_printed_blindly_a_second_time_is_found():
    assert slips(PRINTED, PAPER, PAPER) == ["I5"]
    again = log(GRANT, issued(1, W0), PrintStarted(ticket_id(1)), PrintStarted(ticket_id(1), 1))
    assert slips(again, PAPER, PAPER) == []
    what = broken_i5(PRINTED, [PAPER, PAPER])[0].what
    assert what == "A001 on 2026-03-02: slip 2, started 1"


def test_i5_a_checked_in_booking_may_be_printed():
    entries = log(CHECKED_IN, PrintStarted(ticket_id(50)))
    assert slips(entries, Paper(MONDAY, TicketNumber("A", 1, is_booked=True))) == []


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), max_size=40))
def test_a_kiosk_that_keeps_the_rules_breaks_nothing(visits: list[tuple[int, bool]]):
    free: set[Place] = set(RUN.places())
    bodies: list[Body] = [GRANT]
    papers: list[Paper] = []
    held: list[tuple[int, Place]] = []
    for number, (pick, is_cancelled) in enumerate(visits, start=1):
        if is_cancelled and held:
            ticket, freed = held.pop(pick % len(held))
            bodies.append(Cancelled(ticket_id(ticket)))
            free.add(freed)
        elif free:
            taken = sorted(free)[pick % len(free)]
            free.remove(taken)
            held.append((number, taken))
            bodies += [issued(number, taken), PrintStarted(ticket_id(number))]
            papers.append(Paper(MONDAY, TicketNumber("A", number), ticket_id(number)))
    assert broken_invariants(log(*bodies), papers) == []
