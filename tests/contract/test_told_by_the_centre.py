# SPDX-License-Identifier: Apache-2.0
"""What sync and services rely on, of any store: what the centre told, and how far it did."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hall.booking import Booking
from hall.feed import CloseReason
from hall.ids import BookingId, KioskId, LeaseId
from hall.log import Cancelled
from hall.news import KioskKeyTold, SiteTicket
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.span import Span
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from hall.visit import Persons
from kiosk.store.abstract import UnitOfWork
from kiosk.store.abstract_centre import CentreState, KnownBooking
from tests.contract.store_samples import (
    ALICE,
    BOB,
    ESTATE,
    EVENING,
    GRANTED,
    HALF_PAST,
    NOW,
    TODAY,
    TOMORROW,
    add,
    grant,
    ticket,
    ticket_id,
)


def booking(number: int, **changes: object) -> Booking:
    values: dict[str, object] = {
        "booking_id": BookingId(UUID(int=number)),
        "business_date": TODAY,
        "service_id": ESTATE,
        "slot": Span(NOW, HALF_PAST),
        "number": TicketNumber("C", number, is_booked=True),
        "place": Place(ESTATE, NOW, Lane.BOOKED, number),
        "digest": ALICE,
        "late_after": NOW + timedelta(minutes=20),
        **changes,
    }
    return Booking(**values)


def site_ticket(number: int, **changes: object) -> SiteTicket:
    values: dict[str, object] = {
        "ticket_id": ticket_id(number),
        "kiosk_id": KioskId("k2"),
        "business_date": TODAY,
        "service_id": ESTATE,
        "number": TicketNumber("C", number),
        "lane": Lane.GREEN,
        "status": TicketStatus.WAITING,
        "issued_at": NOW + timedelta(seconds=number),
        "digest": ALICE,
        **changes,
    }
    return SiteTicket(**values)


# --- how far -------------------------------------------------------------------------------


def test_before_any_centre_was_met_nothing_is_known(unit: UnitOfWork) -> None:
    with unit:
        assert unit.centre.state() == CentreState(1, 0, 0, None)


@pytest.mark.parametrize("heard_at", [None, NOW])
def test_how_far_the_two_are_is_kept_whole(unit: UnitOfWork, heard_at: object) -> None:
    states = (
        CentreState(1, 7, 2, NOW, NOW),
        CentreState(2, 9, 3, heard_at, heard_at, is_given_up=True),
    )
    for state in states:
        with unit:
            unit.centre.put_state(state)
            unit.commit()
        with unit:
            assert unit.centre.state() == state


# --- the site ------------------------------------------------------------------------------


def test_of_a_document_the_last_one_counts(unit: UnitOfWork) -> None:
    with unit:
        assert unit.centre.document("catalogue") is None
        unit.centre.put_document("catalogue", "a = 1")
        unit.centre.put_document("catalogue", "a = 2")
        unit.centre.put_document("another", "b = 1")
        assert unit.centre.document("catalogue") == "a = 2"


def test_stops_come_in_the_order_of_the_feed_each_only_once(unit: UnitOfWork) -> None:
    later, sooner = Stop(ESTATE, HALF_PAST), Stop(ESTATE, NOW, Standing.SUSPENDED)
    with unit:
        for cursor, stop in ((9, sooner), (4, later), (9, later), (11, Stop(ESTATE, EVENING))):
            unit.centre.add_stop(cursor, stop)
        assert unit.centre.stops(NOW, EVENING) == (later, sooner)
        assert unit.centre.stops(HALF_PAST, EVENING) == (later,)


def test_a_kiosk_has_the_key_last_told(unit: UnitOfWork) -> None:
    with unit:
        assert unit.centre.kiosk_key(KioskId("k2")) is None
        for data in (b"old", b"new"):
            unit.centre.put_kiosk_key(KioskKeyTold(KioskId("k2"), "YH1", data))
        assert unit.centre.kiosk_key(KioskId("k2")) == KioskKeyTold(KioskId("k2"), "YH1", b"new")
        unit.centre.put_kiosk_key(KioskKeyTold(KioskId("k1"), "YH1", b"one"))
        assert [key.public_key for key in unit.centre.kiosk_keys()] == [b"one", b"new"]


# --- bookings ------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"digest": None, "late_after": None}])
def test_a_booking_comes_back_as_it_was_told(unit: UnitOfWork, changes: dict[str, object]) -> None:
    told = booking(1, **changes)
    with unit:
        unit.bookings.put(told)
        unit.commit()
    with unit:
        assert unit.bookings.find(told.booking_id) == KnownBooking(told)
        assert unit.bookings.find(BookingId(UUID(int=2))) is None
        assert unit.bookings.ids() == (told.booking_id,)


def test_a_closed_booking_stays_closed_when_it_is_told_again(unit: UnitOfWork) -> None:
    told = booking(1)
    with unit:
        unit.bookings.put(told)
        unit.bookings.close(told.booking_id, CloseReason.NO_SHOW)
        unit.bookings.close(BookingId(UUID(int=2)), CloseReason.NO_SHOW)
        unit.bookings.put(told)
        assert unit.bookings.find(told.booking_id) == KnownBooking(told, CloseReason.NO_SHOW)


def test_bookings_are_found_by_person_and_by_slot(unit: UnitOfWork) -> None:
    late = Span(HALF_PAST, EVENING)
    second = booking(1, slot=late, place=Place(ESTATE, HALF_PAST, Lane.BOOKED, 0), late_after=None)
    first, other = booking(3), booking(2, digest=BOB)
    with unit:
        for each in (second, other, first, booking(4, business_date=TOMORROW)):
            unit.bookings.put(each)
        found = unit.bookings.of_person(ALICE, TODAY)
        assert found == (KnownBooking(first), KnownBooking(second))
        slot = unit.bookings.of_slot(ESTATE, NOW)
        assert [str(known.booking.number) for known in slot] == ["YC002", "YC003", "YC004"]


def test_bookings_and_others_tickets_are_forgotten_with_their_day(unit: UnitOfWork) -> None:
    with unit:
        for number, on in ((1, TODAY), (2, TOMORROW)):
            unit.bookings.put(booking(number, business_date=on))
            unit.site_tickets.put(site_ticket(number, business_date=on))
        unit.bookings.end_days_before(TOMORROW)
        unit.site_tickets.end_days_before(TOMORROW)
        assert unit.bookings.find(BookingId(UUID(int=1))) is None
        assert unit.bookings.find(BookingId(UUID(int=2))) is not None
        assert unit.site_tickets.find(ticket_id(1)) is None
        assert unit.site_tickets.find(ticket_id(2)) is not None


# --- tickets of other kiosks ---------------------------------------------------------------


def test_a_ticket_of_another_kiosk_stands_as_last_told(unit: UnitOfWork) -> None:
    told = site_ticket(1, items=3)
    called = replace(told, status=TicketStatus.CALLED)
    with unit:
        unit.site_tickets.put(told)
        unit.site_tickets.put(called)
        unit.commit()
    with unit:
        assert unit.site_tickets.find(ticket_id(1)) == called


def test_copies_of_it_are_counted_however_it_stands(unit: UnitOfWork) -> None:
    with unit:
        for number in (1, 2):
            unit.site_tickets.put(site_ticket(number))
        assert [unit.site_tickets.count_copy(ticket_id(1)) for _ in range(2)] == [1, 2]
        unit.commit()
    with unit:
        unit.site_tickets.put(site_ticket(1, status=TicketStatus.CALLED))
        assert unit.site_tickets.count_copy(ticket_id(1)) == 3
        assert unit.site_tickets.count_copy(ticket_id(2)) == 1


def test_others_tickets_and_the_copies_of_them_are_counted_by_day(unit: UnitOfWork) -> None:
    add(unit, ticket(2))  # of the same booking: this kiosk has made it too
    with unit:
        assert (unit.site_tickets.made_elsewhere(TODAY), unit.site_tickets.copies(TODAY)) == (0, 0)
        for told in (*map(site_ticket, (1, 2, 3)), site_ticket(4, business_date=TOMORROW)):
            unit.site_tickets.put(told)
        for number in (1, 1, 3, 4):
            unit.site_tickets.count_copy(ticket_id(number))
        assert (unit.site_tickets.made_elsewhere(TODAY), unit.site_tickets.copies(TODAY)) == (2, 3)


def test_a_missed_ticket_comes_back_until_as_last_told(unit: UnitOfWork) -> None:
    with unit:
        assert unit.absences.back_until(ticket_id(1)) is None
        unit.absences.put(ticket_id(1), TODAY, NOW)
        unit.absences.put(ticket_id(1), TODAY, HALF_PAST)
        unit.commit()
    with unit:
        assert unit.absences.back_until(ticket_id(1)) == HALF_PAST
        unit.absences.put(ticket_id(1), TODAY, None)
        unit.absences.put(ticket_id(2), TODAY, None)
        assert unit.absences.back_until(ticket_id(1)) is None


def test_what_was_missed_is_forgotten_with_its_day(unit: UnitOfWork) -> None:
    with unit:
        for number, on in ((1, TODAY), (2, TOMORROW)):
            unit.absences.put(ticket_id(number), on, NOW)
        unit.absences.end_days_before(TOMORROW)
        found = [unit.absences.back_until(ticket_id(number)) for number in (1, 2)]
    assert found == [None, NOW]


def test_somebodys_tickets_come_the_latest_first(unit: UnitOfWork) -> None:
    with unit:
        for each in (
            site_ticket(1),
            site_ticket(3),
            site_ticket(2),
            site_ticket(4, digest=BOB),
            site_ticket(5, digest=None),
            site_ticket(6, business_date=TOMORROW),
        ):
            unit.site_tickets.put(each)
        found = unit.site_tickets.of_person(ALICE, TODAY)
        assert [str(each.number) for each in found] == ["C003", "C002", "C001"]
        latest = unit.site_tickets.latest(TODAY, 2)
        assert [str(each.number) for each in latest] == ["C005", "C004"]
        wanted = (TicketNumber("C", 2), TicketNumber("C", 6))
        numbered = unit.site_tickets.numbered(TODAY, wanted)
        assert [str(each.number) for each in numbered] == ["C002"]


def test_others_tickets_are_found_by_who_took_them_too(unit: UnitOfWork) -> None:
    first = site_ticket(1, digest=BOB, proxy=ALICE)
    with unit:
        for each in (
            first,
            site_ticket(2),
            site_ticket(3, digest=None, proxy=ALICE),
            site_ticket(4, digest=BOB, proxy=ALICE, business_date=TOMORROW),
        ):
            unit.site_tickets.put(each)
        unit.commit()
    with unit:
        found = unit.site_tickets.of_proxy(ALICE, TODAY)
        assert found == (site_ticket(3, digest=None, proxy=ALICE), first)
        # A kiosk that was cut off has checked in the same booking before, and for nobody else.
        unit.site_tickets.put(replace(first, proxy=None))
        assert len(unit.site_tickets.of_proxy(ALICE, TODAY)) == 1


# --- places and numbers that come and go ---------------------------------------------------


def test_places_given_back_are_gone_until_they_are_granted_again(unit: UnitOfWork) -> None:
    grant(unit)
    given = Place(ESTATE, NOW, Lane.WALK_IN, 2)
    again = PlaceRun(ESTATE, NOW, Lane.WALK_IN, 2, 1, hop=2)
    with unit:
        unit.places.give_back([given])
        assert given not in unit.places.free(ESTATE, NOW)
        with pytest.raises(LookupError):
            unit.places.give_back([given])
        with pytest.raises(LookupError):
            unit.places.take(given, ticket_id(1))
        unit.leases.apply(replace(GRANTED, lease_id=LeaseId("1-2"), places=(again,), numbers=()))
        assert unit.places.free(ESTATE, NOW)[given] == 2


def test_a_grant_never_frees_a_place_that_a_ticket_has(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    sold = Place(ESTATE, NOW, Lane.WALK_IN, 0)
    again = PlaceRun(ESTATE, NOW, Lane.WALK_IN, 0, 2, hop=2)
    with unit:
        unit.places.take(sold, ticket_id(1))
        unit.leases.apply(replace(GRANTED, lease_id=LeaseId("1-2"), places=(again,), numbers=()))
        assert sold not in unit.places.free(ESTATE, NOW)
        assert unit.places.free(ESTATE, NOW)[Place(ESTATE, NOW, Lane.WALK_IN, 1)] == 2


def test_free_places_are_told_with_their_hops_and_counted(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    with unit:
        unit.places.take(Place(ESTATE, NOW, Lane.WALK_IN, 0), ticket_id(1))
        assert unit.places.free(ESTATE, NOW) == {
            Place(ESTATE, NOW, Lane.WALK_IN, 1): 0,
            Place(ESTATE, NOW, Lane.WALK_IN, 2): 0,
            Place(ESTATE, NOW, Lane.GREEN, 0): 4,
        }
        assert unit.places.free_counts(ESTATE, NOW, EVENING) == {
            (NOW, Lane.WALK_IN): 2,
            (NOW, Lane.GREEN): 1,
            (HALF_PAST, Lane.WALK_IN): 2,
        }
        assert (NOW, Lane.GREEN) not in unit.places.free_counts(ESTATE, HALF_PAST, EVENING)


def test_blocks_of_numbers_are_given_out_one_after_the_other(unit: UnitOfWork) -> None:
    grant(unit)
    block = NumberRange("C", 11, 12)
    more = replace(GRANTED, lease_id=LeaseId("1-2"), places=(), numbers=(block,))
    with unit:
        assert unit.numbers.left(TODAY, "C") == 3
        unit.leases.apply(more)
        assert unit.numbers.left(TODAY, "C") == 5
        assert unit.numbers.left(TODAY, "D") == unit.numbers.left(TOMORROW, "C") == 0
        taken = [str(unit.numbers.take(TODAY, "C")) for _ in range(5)]
        assert taken == ["C001", "C002", "C003", "C011", "C012"]
        assert unit.numbers.left(TODAY, "C") == 0


def test_whose_tickets_they_are_is_told_as_long_as_it_is_known(unit: UnitOfWork) -> None:
    add(
        unit,
        ticket(1, digest=ALICE),
        ticket(2),
        ticket(3, digest=BOB),
        ticket(4, digest=BOB, proxy=ALICE),
        ticket(5, proxy=ALICE),
    )
    wanted = [ticket_id(number) for number in (1, 2, 4, 5, 9)]
    with unit:
        assert unit.tickets.persons(wanted) == {
            ticket_id(1): Persons(ALICE),
            ticket_id(4): Persons(served=BOB, present=ALICE),
            ticket_id(5): Persons(present=ALICE),
        }
        assert unit.tickets.persons([]) == {}
        unit.tickets.end_days_before(TOMORROW)
        assert unit.tickets.persons(wanted) == {}


def test_so_many_entries_of_the_log_are_read_as_wanted(unit: UnitOfWork) -> None:
    with unit:
        for _ in range(5):
            unit.log.append(NOW, Cancelled(ticket_id(1)))
        assert [entry.position for entry in unit.log.entries(after=1, most=2)] == [2, 3]
        assert list(unit.log.entries(after=1, most=0)) == []
