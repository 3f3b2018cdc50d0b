# SPDX-License-Identifier: Apache-2.0
"""What the services rely on, of any store: tickets and the papers of them."""

from datetime import timedelta

import pytest

from hall.ids import ServiceId
from hall.log import PrintProof
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.ticket import Ticket, TicketAction, TicketStatus
from kiosk.store.abstract import Slip, UnitOfWork
from tests.contract.store_samples import (
    ALICE,
    BOB,
    ESTATE,
    HALF_PAST,
    NOW,
    TODAY,
    TOMORROW,
    add,
    grant,
    missing_ids,
    ticket,
    ticket_id,
)

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
        proxy=BOB,
        items=3,
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
        proxy=BOB,
        items=3,
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


def test_the_last_tickets_of_the_day_and_those_of_a_number_come_the_latest_first(
    unit: UnitOfWork,
) -> None:
    add(unit, *(ticket(number) for number in (1, 3, 2)))
    add(unit, ticket(4, business_date=TOMORROW), ticket(5, number=TicketNumber("A", 3)))
    with unit:
        assert [each.ticket_id for each in unit.tickets.latest(TODAY, 3)] == [
            ticket_id(number) for number in (5, 3, 2)
        ]
        wanted = (TicketNumber("C", 3), TicketNumber("A", 3), TicketNumber("C", 4))
        found = unit.tickets.numbered(TODAY, wanted)
    assert [each.ticket_id for each in found] == [ticket_id(5), ticket_id(3)]


def test_a_proxy_has_the_tickets_of_the_day_taken_for_others(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, digest=ALICE, proxy=BOB),
        ticket(2, digest=BOB),
        ticket(3, proxy=BOB),
        ticket(4, digest=ALICE, proxy=BOB, business_date=TOMORROW),
        ticket(5, digest=BOB, proxy=ALICE),
    )
    with unit:
        found = unit.tickets.of_proxy(BOB, TODAY)
        assert found == (ticket(3, proxy=BOB), ticket(1, digest=ALICE, proxy=BOB))
        own = unit.tickets.of_person(BOB, TODAY)
        assert own == (ticket(5, digest=BOB, proxy=ALICE), ticket(2, digest=BOB))


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


def test_those_who_wait_are_counted_from_an_instant_on(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1),
        ticket(2),
        ticket(3, status=TicketStatus.EARLY, lane=Lane.GREEN),
        ticket(4, status=TicketStatus.CANCELLED),
        ticket(5, service_id=ServiceId("other")),
        ticket(6, business_date=TOMORROW),
    )
    with unit:
        found = unit.tickets.find(ticket_id(1))
        assert found is not None
        first = found.issued_at
        since = unit.tickets.waiting_since(ESTATE, found.business_date, first)
        assert dict(since) == {Lane.WALK_IN: 1, Lane.GREEN: 1}
        before = first - timedelta(seconds=1)
        since = unit.tickets.waiting_since(ESTATE, found.business_date, before)
        assert dict(since) == {Lane.WALK_IN: 2, Lane.GREEN: 1}


def test_the_end_of_a_day_expires_its_tickets_and_forgets_its_persons(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, digest=ALICE),
        ticket(2, digest=ALICE, status=TicketStatus.EARLY),
        ticket(3, digest=ALICE, status=TicketStatus.CANCELLED),
        ticket(4, proxy=BOB, status=TicketStatus.SERVING),
        ticket(5, digest=ALICE, proxy=BOB, business_date=TOMORROW),
        ticket(6, digest=ALICE, proxy=BOB),
    )
    with unit:
        unit.tickets.end_days_before(TOMORROW)
        found = [unit.tickets.find(ticket_id(number)) for number in range(1, 7)]
    assert [each.status.value for each in found if each] == [
        "expired",
        "expired",
        "cancelled",
        "serving",
        "waiting",
        "expired",
    ]
    known = [(each.digest, each.proxy) for each in found if each]
    assert [persons for persons in known if any(persons)] == [(ALICE, BOB)]


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


def test_tickets_of_the_day_of_which_a_paper_came_out_are_counted(unit: UnitOfWork) -> None:
    add(unit, *(ticket(number) for number in range(1, 6)), ticket(6, business_date=TOMORROW))
    proofs = (
        (1, 0, PrintProof.CONFIRMED),
        (2, 0, PrintProof.PROCESSED),
        (2, 1, PrintProof.CONFIRMED),
        (3, 0, PrintProof.NOT_PRINTED),
        (3, 1, PrintProof.CONFIRMED),
        (4, 0, PrintProof.UNKNOWN),
        (6, 0, PrintProof.CONFIRMED),
    )
    with unit:
        for number, copy, proof in proofs:
            unit.slips.put(Slip(ticket_id(number), copy, NOW, proof=proof))
        assert (unit.slips.printed(TODAY), unit.slips.printed(TOMORROW)) == (3, 1)


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
