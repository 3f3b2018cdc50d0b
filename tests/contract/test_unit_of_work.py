# SPDX-License-Identifier: Apache-2.0
"""What the services rely on, of the store in memory and of the one on SQLite."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from hall.errors import BadValueError, NoNumberLeftError
from hall.identity import IdentityDigest
from hall.ids import LeaseId, ServiceId, TicketId
from hall.log import Cancelled, Granted, HelpCalled, Issued, PrintProof, PrintStarted, verify_chain
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.ticket import Ticket, TicketAction, TicketStatus
from kiosk.store.abstract import Slip, UnitOfWork
from kiosk.store.database import Database
from tests.fakes.unit_of_work import FakeUnitOfWork

TODAY = date(2026, 3, 2)
TOMORROW = date(2026, 3, 3)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HALF_PAST = NOW + timedelta(minutes=30)
ESTATE = ServiceId("estate")
ALICE = IdentityDigest("h1:" + "a" * 32)
BOB = IdentityDigest("h1:" + "b" * 32)
GRANTED = Granted(
    lease_id=LeaseId("2026-03-02"),
    business_date=TODAY,
    places=(
        PlaceRun(ESTATE, NOW, Lane.WALK_IN, 0, 3),
        PlaceRun(ESTATE, NOW, Lane.GREEN, 0, 1, hop=4),
        PlaceRun(ESTATE, HALF_PAST, Lane.WALK_IN, 0, 2),
    ),
    numbers=(NumberRange("C", 1, 3),),
)


@pytest.fixture(params=["fake", "sqlite"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWork]:
    if request.param == "fake":
        yield FakeUnitOfWork()
        return
    database = Database.open(tmp_path / "kiosk.db")
    yield database.unit_of_work()
    database.close()


def ticket_id(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def ticket(count: int, **changes: object) -> Ticket:
    values: dict[str, object] = {
        "ticket_id": ticket_id(count),
        "business_date": TODAY,
        "service_id": ESTATE,
        "number": TicketNumber("C", count),
        "lane": Lane.WALK_IN,
        "place": None,
        "status": TicketStatus.WAITING,
        "issued_at": NOW + timedelta(seconds=count),
        **changes,
    }
    return Ticket(**values)


def add(unit: UnitOfWork, *tickets: Ticket) -> None:
    with unit:
        for each in tickets:
            unit.tickets.add(each)
        unit.commit()


def grant(unit: UnitOfWork) -> None:
    with unit:
        unit.leases.apply(GRANTED)
        unit.commit()


def missing_ids(unit: UnitOfWork, on: date = TODAY) -> list[TicketId]:
    with unit:
        return [found.ticket_id for found, _ in unit.slips.missing(on)]


def take_numbers(unit: UnitOfWork, letters: str) -> None:
    for letter in letters:
        unit.numbers.take(TODAY, letter)


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


# --- leases, numbers, places ---------------------------------------------------------------


def test_a_lease_is_applied_once(unit: UnitOfWork) -> None:
    with unit:
        assert unit.leases.apply(GRANTED)
        assert not unit.leases.apply(GRANTED)
        assert unit.leases.count(TODAY) == 1
        assert unit.leases.count(TOMORROW) == 0


def test_a_lease_may_bring_places_alone_or_numbers_alone(unit: UnitOfWork) -> None:
    with unit:
        assert unit.leases.apply(replace(GRANTED, numbers=()))
        assert unit.leases.apply(replace(GRANTED, lease_id=LeaseId("2026-03-02+1"), places=()))
        assert unit.leases.count(TODAY) == 2
        assert len(unit.places.first_free(ESTATE, NOW)) == 3
        assert unit.numbers.letters(TODAY) == {"C"}


def test_numbers_come_one_after_another_until_the_range_ends(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        taken = [str(unit.numbers.take(TODAY, "C")) for _ in range(3)]
        assert taken == ["C001", "C002", "C003"]
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TODAY, "C")


def test_a_series_without_range_gives_no_number(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        assert unit.numbers.letters(TODAY) == {"C"}
        assert unit.numbers.letters(TOMORROW) == frozenset()
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TODAY, "D")
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TOMORROW, "C")


def test_of_each_slot_and_lane_the_first_free_place_is_offered(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    with unit:
        unit.places.take(Place(ESTATE, NOW, Lane.WALK_IN, 0), ticket_id(1))
        free = unit.places.first_free(ESTATE, NOW)
        later = unit.places.first_free(ESTATE, HALF_PAST)
    assert set(free) == {
        Place(ESTATE, NOW, Lane.WALK_IN, 1),
        Place(ESTATE, NOW, Lane.GREEN, 0),
        Place(ESTATE, HALF_PAST, Lane.WALK_IN, 0),
    }
    assert later == (Place(ESTATE, HALF_PAST, Lane.WALK_IN, 0),)


def test_all_places_are_counted_whoever_has_them(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    with unit:
        unit.places.take(Place(ESTATE, NOW, Lane.WALK_IN, 0), ticket_id(1))
        assert unit.places.counts(NOW) == {
            (ESTATE, NOW, Lane.WALK_IN): 3,
            (ESTATE, NOW, Lane.GREEN): 1,
            (ESTATE, HALF_PAST, Lane.WALK_IN): 2,
        }
        assert unit.places.counts(HALF_PAST) == {(ESTATE, HALF_PAST, Lane.WALK_IN): 2}


def test_a_place_has_one_taker_and_tells_its_hop(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1), ticket(2))
    green = Place(ESTATE, NOW, Lane.GREEN, 0)
    with unit:
        assert unit.places.take(green, ticket_id(1)) == 4
        with pytest.raises(LookupError):
            unit.places.take(green, ticket_id(2))


def test_a_place_nobody_granted_is_not_taken(unit: UnitOfWork) -> None:
    add(unit, ticket(1))
    with unit, pytest.raises(LookupError):
        unit.places.take(Place(ESTATE, NOW, Lane.GREEN, 0), ticket_id(1))


def test_a_released_place_is_free_again_at_the_next_hop(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1), ticket(2))
    place = Place(ESTATE, NOW, Lane.WALK_IN, 0)
    with unit:
        assert unit.places.take(place, ticket_id(1)) == 0
        unit.places.release(ticket_id(1))
        assert place in unit.places.first_free(ESTATE, NOW)
        assert unit.places.take(place, ticket_id(2)) == 1


def test_releasing_without_a_place_changes_nothing(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        before = unit.places.first_free(ESTATE, NOW)
        unit.places.release(ticket_id(9))
        assert set(unit.places.first_free(ESTATE, NOW)) == set(before)


# --- tickets -------------------------------------------------------------------------------


def test_a_ticket_comes_back_as_it_was_stored(unit: UnitOfWork) -> None:
    grant(unit)
    place = Place(ESTATE, HALF_PAST, Lane.WALK_IN, 0)
    whole = ticket(
        1,
        lane=Lane.GREEN,
        status=TicketStatus.EARLY,
        digest=ALICE,
        chosen_slot=HALF_PAST,
        issued_at=NOW.replace(microsecond=123456),
    )
    add(unit, whole)
    with unit:
        unit.places.take(place, ticket_id(1))
        found = unit.tickets.find(ticket_id(1))
    assert found == Ticket(
        ticket_id=ticket_id(1),
        business_date=TODAY,
        service_id=ESTATE,
        number=TicketNumber("C", 1),
        lane=Lane.GREEN,
        place=place,
        status=TicketStatus.EARLY,
        issued_at=NOW.replace(microsecond=123456),
        digest=ALICE,
        chosen_slot=HALF_PAST,
    )


def test_only_status_and_reprints_of_a_ticket_change(unit: UnitOfWork) -> None:
    add(unit, ticket(1, digest=ALICE))
    with unit:
        unit.tickets.update(
            ticket(1, digest=BOB, number=TicketNumber("C", 9))
            .reprinted()
            .after(TicketAction.CANCEL)
        )
        found = unit.tickets.find(ticket_id(1))
    assert found == ticket(1, digest=ALICE, reprints=1, status=TicketStatus.CANCELLED)


def test_a_person_has_their_tickets_of_the_day_the_latest_first(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, digest=ALICE),
        ticket(2, digest=BOB),
        ticket(3, digest=ALICE),
        ticket(4, digest=ALICE, business_date=TOMORROW),
        ticket(5),
    )
    with unit:
        assert unit.tickets.of_person(ALICE, TODAY) == (
            ticket(3, digest=ALICE),
            ticket(1, digest=ALICE),
        )


def test_standby_numbers_are_counted_by_service_and_from_an_instant(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, is_standby=True),
        ticket(2, is_standby=True),
        ticket(3),
        ticket(4, is_standby=True, service_id=ServiceId("other")),
    )
    with unit:
        assert unit.tickets.standby_given(ESTATE, NOW) == 2
        assert unit.tickets.standby_given(ESTATE, NOW + timedelta(seconds=2)) == 1


def test_the_end_of_a_day_expires_its_tickets_and_forgets_its_persons(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, digest=ALICE),
        ticket(2, digest=ALICE, status=TicketStatus.EARLY),
        ticket(3, digest=ALICE, status=TicketStatus.CANCELLED),
        ticket(4, digest=ALICE, status=TicketStatus.SERVING),
        ticket(5, digest=ALICE, business_date=TOMORROW),
    )
    with unit:
        unit.tickets.end_days_before(TOMORROW)
        found = [unit.tickets.find(ticket_id(number)) for number in range(1, 6)]
    assert [each.status.value for each in found if each] == [
        "expired",
        "expired",
        "cancelled",
        "serving",
        "waiting",
    ]
    assert [each.digest for each in found if each] == [None, None, None, None, ALICE]


# --- slips ---------------------------------------------------------------------------------


def test_a_slip_is_replaced_by_what_is_known_later(unit: UnitOfWork) -> None:
    add(unit, ticket(1))
    started = Slip(ticket_id(1), 0, started_at=NOW)
    ended = Slip(ticket_id(1), 0, NOW, HALF_PAST, PrintProof.UNKNOWN, "silent")
    with unit:
        assert unit.slips.find(ticket_id(1), 0) is None
        unit.slips.put(started)
        assert unit.slips.find(ticket_id(1), 0) == started
        unit.slips.put(ended)
        assert unit.slips.find(ticket_id(1), 0) == ended
        assert unit.slips.find(ticket_id(1), 1) is None


@pytest.mark.parametrize(
    ("proof", "missing"),
    [
        (None, [1]),
        (PrintProof.NOT_PRINTED, [1]),
        (PrintProof.UNKNOWN, [1]),
        (PrintProof.PROCESSED, []),
        (PrintProof.CONFIRMED, []),
    ],
)
def test_a_paper_is_missing_until_it_is_proven(
    unit: UnitOfWork, proof: PrintProof | None, missing: list[int]
) -> None:
    add(unit, ticket(1))
    with unit:
        unit.slips.put(Slip(ticket_id(1), 0, NOW, proof=proof))
        unit.commit()
    assert missing_ids(unit) == [ticket_id(number) for number in missing]


def test_one_proven_paper_is_enough_whatever_became_of_the_others(unit: UnitOfWork) -> None:
    add(unit, ticket(1))
    with unit:
        unit.slips.put(Slip(ticket_id(1), 0, NOW, proof=PrintProof.CONFIRMED))
        unit.slips.put(Slip(ticket_id(1), 1, NOW, proof=PrintProof.UNKNOWN))
        unit.commit()
    assert missing_ids(unit) == []


def test_missing_papers_are_those_of_open_tickets_of_the_day_in_order_of_issue(
    unit: UnitOfWork,
) -> None:
    add(
        unit,
        ticket(3),
        ticket(1),
        ticket(2, status=TicketStatus.CANCELLED),
        ticket(4, business_date=TOMORROW),
    )
    assert missing_ids(unit) == [ticket_id(1), ticket_id(3)]


def test_with_a_missing_paper_comes_what_is_known_of_the_last_one(unit: UnitOfWork) -> None:
    add(unit, ticket(1), ticket(2))
    last = Slip(ticket_id(1), 1, NOW)
    with unit:
        unit.slips.put(Slip(ticket_id(1), 0, NOW, HALF_PAST, PrintProof.NOT_PRINTED, "paper_out"))
        unit.slips.put(last)
        assert unit.slips.missing(TODAY) == ((ticket(1), last), (ticket(2), None))
