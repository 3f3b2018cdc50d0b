# SPDX-License-Identifier: Apache-2.0
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, UnknownServiceError
from hall.ids import BookingId, KioskId, LeaseId, RequestId, TransferId
from hall.lease import (
    Broken,
    Paper,
    broken_i1,
    broken_i2,
    broken_i5,
    broken_invariants,
    grant_day,
    stand_alone_lease,
)
from hall.log import Body, Cancelled, CheckedIn, Entry, Given, PrintStarted, Received, Returned
from hall.numbering import LAST_NUMBER, NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.quota import STAND_ALONE_RATIO, LaneRatio
from hall.service import Catalogue
from tests.hall.samples import (
    CATALOGUE,
    ESTATE,
    ESTATE_ID,
    INSURANCE_ID,
    MONDAY,
    PLAN,
    RUN,
    SATURDAY,
    SITE,
    at,
    granted,
    issued,
    log,
    place,
    ticket_id,
)

PLANS = CATALOGUE.plans(SITE, MONDAY)
LEASE = stand_alone_lease(MONDAY)


def grant(catalogue: Catalogue = CATALOGUE, ratio: LaneRatio = STAND_ALONE_RATIO):
    return grant_day(catalogue, PLANS, ratio, lease_id=LEASE, business_date=MONDAY)


def test_a_stand_alone_lease_is_the_date():
    assert LEASE == "2026-03-02"


def test_a_stand_alone_grant_has_walk_in_and_green_places_of_every_slot():
    found = Counter((run.slot_start, run.lane) for run in grant().places)
    assert found == Counter(
        (slot.start, lane) for slot in PLAN.slots for lane in ("walk_in", "green")
    )
    # 2 counters, 30 minutes, 12.5 minutes each: floor(0.92 x 60 / 12.5) = 4 = 3 + 1.
    assert {(run.lane, run.first, run.count, run.hop) for run in grant().places} == {
        (Lane.WALK_IN, 0, 3, 0),
        (Lane.GREEN, 0, 1, 0),
    }


def test_a_centre_grants_booked_places_too_and_raises_the_hop():
    found = grant_day(
        CATALOGUE,
        PLANS,
        LaneRatio.percent(50, 40, 10),
        lease_id=LeaseId("7"),
        business_date=MONDAY,
        hop=3,
        request_no=RequestId(9),
    )
    assert {(run.lane, run.count, run.hop) for run in found.places} == {
        (Lane.BOOKED, 2, 3),
        (Lane.WALK_IN, 1, 3),
        (Lane.GREEN, 1, 3),
    }
    assert (found.lease_id, found.request_no) == ("7", 9)


def test_services_without_quota_get_numbers_and_no_places():
    assert {run.service_id for run in grant().places} == {ESTATE_ID}
    assert grant().numbers == (NumberRange("A", 1, LAST_NUMBER), NumberRange("C", 1, LAST_NUMBER))


def test_a_closed_day_is_granted_without_places():
    plans = CATALOGUE.plans(SITE, SATURDAY)
    found = grant_day(CATALOGUE, plans, STAND_ALONE_RATIO, lease_id=LEASE, business_date=SATURDAY)
    assert found.places == ()


def test_a_slow_service_has_no_places_in_a_slot_too_short_for_one():
    slow = Catalogue((replace(ESTATE, mean_minutes=60, counters=1),))
    assert grant(slow).places == ()


def test_a_grant_needs_the_plan_of_every_service():
    with pytest.raises(UnknownServiceError) as refused:
        grant_day(
            CATALOGUE,
            {ESTATE_ID: PLAN},
            STAND_ALONE_RATIO,
            lease_id=LEASE,
            business_date=MONDAY,
        )
    assert refused.value.fields == {"service_id": INSURANCE_ID}


def test_a_grant_refuses_the_plan_of_another_day():
    with pytest.raises(BadValueError):
        grant_day(
            CATALOGUE,
            PLANS,
            STAND_ALONE_RATIO,
            lease_id=LEASE,
            business_date=date(2026, 3, 3),
        )


@given(st.integers(1, 40), st.integers(1, 90), st.sampled_from([15, 30]))
def test_a_slot_never_has_more_places_than_its_counters_can_serve(
    counters: int, mean: int, slot_minutes: int
):
    catalogue = Catalogue((replace(ESTATE, counters=counters, mean_minutes=mean),))
    plans = catalogue.plans(replace(SITE, slot_minutes=slot_minutes), MONDAY)
    found = grant_day(catalogue, plans, STAND_ALONE_RATIO, lease_id=LEASE, business_date=MONDAY)
    places = [each for run in found.places for each in run.places()]
    assert len(set(places)) == len(places)
    for slot, many in Counter(each.slot_start for each in places).items():
        minutes = plans[ESTATE_ID].slots_from(slot)[0].length / timedelta(minutes=1)
        assert many * mean <= 0.92 * counters * minutes


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
