# SPDX-License-Identifier: Apache-2.0
"""What an entry of the journal means for the tables beside it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from central.services.draft import Draft
from central.services.projection import Origin, project
from central.store.records import Changes
from hall.booking import BookingStatus
from hall.feed import BookingClosed, BookingMade, CloseReason
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, TicketId
from hall.journal import EVERY_DAY, JournalBody, KioskAdded, KioskLogged
from hall.log import Body, Cancelled, CheckedIn, Issued, PrintStarted, append
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.ticket import EARLY, TicketStatus
from hall.visit import Persons
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking

K1, K2 = KioskId("K1"), KioskId("K2")
ALICE, BOB = IdentityDigest("h1:" + "a" * 32), IdentityDigest("h1:" + "b" * 32)
NINE = at("09:00")
WALK_IN = TicketId(UUID(int=8))
BOOKING = booking("09:30")
NUMBER = TicketNumber("A", 1, is_booked=True)


def changes_of(*bodies: JournalBody, origins: Mapping[BookingId, Origin] | None = None) -> Changes:
    changes = Changes()
    for body in bodies:
        project(changes, MONDAY, body, origins or {})
    return changes


def said(body: Body, when: datetime = NINE, kiosk_id: KioskId = K1) -> KioskLogged:
    return KioskLogged(kiosk_id, append(None, when, body))


def checked_in(place: Place | None = BOOKING.place) -> CheckedIn:
    return CheckedIn(BOOKING.ticket_id, BOOKING.booking_id, MONDAY, ESTATE_ID, NUMBER, place)


def issued(chosen_slot: datetime | None = None) -> Issued:
    number = TicketNumber("A", 1)
    return Issued(WALK_IN, MONDAY, ESTATE_ID, number, Lane.GREEN, None, chosen_slot=chosen_slot)


def test_a_ticket_is_of_its_kiosk_its_lane_and_its_time() -> None:
    (ticket,) = changes_of(said(issued())).tickets.values()
    assert (ticket.kiosk_id, ticket.lane, ticket.issued_at) == (K1, Lane.GREEN, NINE)
    assert (ticket.status, ticket.digest) == (TicketStatus.WAITING, None)


@pytest.mark.parametrize("before", [timedelta(), EARLY, EARLY + timedelta(seconds=1)])
def test_who_comes_long_before_his_slot_is_early(before: timedelta) -> None:
    slot = BOOKING.slot.start
    expected = TicketStatus.EARLY if before > EARLY else TicketStatus.WAITING
    when = slot - before
    changes = changes_of(said(issued(slot), when), said(checked_in(), when))
    assert {ticket.status for ticket in changes.tickets.values()} == {expected}


@pytest.mark.parametrize("place", [None, Place(ESTATE_ID, at("12:00"), Lane.EXTRA, 0)])
def test_who_checks_in_without_his_place_waits_at_once(place: Place | None) -> None:
    (ticket,) = changes_of(said(checked_in(place), at("07:00"))).tickets.values()
    assert ticket.status is TicketStatus.WAITING


@pytest.mark.parametrize("minutes", [-1, 1])
def test_of_two_check_ins_in_one_transaction_the_earlier_counts(minutes: int) -> None:
    other = said(checked_in(), NINE + timedelta(minutes=minutes), K2)
    (ticket,) = changes_of(said(checked_in()), other).tickets.values()
    assert ticket.kiosk_id == (K2 if minutes < 0 else K1)


def test_a_booking_that_is_checked_in_cancelled_or_missed() -> None:
    closed = [BookingClosed(BOOKING.booking_id, reason) for reason in CloseReason]
    key = MONDAY, BOOKING.booking_id
    assert changes_of(said(checked_in())).booking_statuses == {key: BookingStatus.CHECKED_IN}
    assert changes_of(closed[0]).booking_statuses == {key: BookingStatus.CANCELLED}
    assert changes_of(closed[1]).booking_statuses == {}


def test_what_became_of_a_booking_first_counts_as_in_the_book() -> None:
    key = MONDAY, BOOKING.booking_id
    cancelled = BookingClosed(BOOKING.booking_id, CloseReason.CANCELLED)
    for entries, status in (
        ((cancelled, said(checked_in())), BookingStatus.CANCELLED),
        ((said(checked_in()), cancelled), BookingStatus.CHECKED_IN),
    ):
        assert changes_of(*entries).booking_statuses == {key: status}


def test_a_booking_is_from_whom_the_command_says() -> None:
    origin = Origin("phone", None)
    made = BookingMade(BOOKING)
    (named,) = changes_of(made, origins={BOOKING.booking_id: origin}).bookings.values()
    (unnamed,) = changes_of(made).bookings.values()
    assert (named.channel, unnamed.channel) == ("phone", "unknown")
    assert (named.slot_start, named.number) == (BOOKING.slot.start, BOOKING.number)


def test_most_entries_mean_nothing_for_the_tables() -> None:
    assert changes_of(KioskAdded(K1), said(PrintStarted(WALK_IN))) == Changes()


def test_a_cancelled_ticket_is_so_on_its_day() -> None:
    statuses = changes_of(said(Cancelled(WALK_IN))).ticket_statuses
    assert statuses == {(MONDAY, WALK_IN): TicketStatus.CANCELLED}


def test_a_person_is_put_to_new_tickets_alone() -> None:
    draft = Draft(0, NINE)
    draft.append(MONDAY, said(issued()))
    draft.identify(WALK_IN, Persons(ALICE), kiosk_id=K1)
    draft.identify(BOOKING.ticket_id, Persons(ALICE), kiosk_id=K1)
    assert [ticket.digest for ticket in draft.changes.tickets.values()] == [ALICE]
    draft.append(EVERY_DAY, KioskAdded(K2))
    assert [(row.seq, row.kiosk_id, row.position) for row in draft.rows] == [
        (1, K1, 1),
        (2, None, None),
    ]


def test_who_took_a_ticket_is_said_by_the_kiosk_it_counts_of() -> None:
    draft = Draft(0, NINE)
    for kiosk_id, proxy, minutes in ((K1, ALICE, 0), (K2, BOB, 1)):
        draft.append(MONDAY, said(checked_in(), NINE + timedelta(minutes=minutes), kiosk_id))
        draft.identify(BOOKING.ticket_id, Persons(present=proxy), kiosk_id=kiosk_id)
    assert [ticket.proxy for ticket in draft.changes.tickets.values()] == [ALICE]
