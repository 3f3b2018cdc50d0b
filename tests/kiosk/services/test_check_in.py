# SPDX-License-Identifier: Apache-2.0
"""Bookings become tickets on a real file: when, on which place, once, and what else."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hall.errors import HallError
from hall.feed import BookingMade, CloseReason, FeedEntry
from hall.holding import Holding
from hall.ids import KioskId, ServiceId
from hall.invariants import broken_i6, broken_invariants
from hall.log import CheckedIn, FeedApplied, PrintProof
from hall.news import TicketsTold, Told
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from kiosk.flow.values import BookingState, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.check_in import check_in
from kiosk.services.errors import (
    BookingUsedError,
    CancelledBookingError,
    CheckInRefusedError,
    LateBookingError,
    NoExtraLeftError,
    OtherDayBookingError,
)
from kiosk.services.issue import issue
from kiosk.services.print_ticket import end_print, start_print
from kiosk.services.recover import recover
from kiosk.services.views import view_ticket
from kiosk.store.unit_of_work import SqliteUnitOfWork
from kiosk.sync.incoming import FeedTaker
from tests.kiosk.services.booked import DAY_START, EXTRAS, SLOT, booking, opened, tell, told_ticket
from tests.kiosk.services.checking_in import (
    ONE,
    RULES,
    TEN,
    check_ins,
    close,
    entries,
    extras,
    use_up_extras,
    views,
    wish,
)
from tests.kiosk.services.samples import (
    ALICE,
    ESTATE,
    MONDAY,
    NOW_OFFER,
    TUESDAY,
    at,
    local,
    request,
)


@pytest.fixture
def unit(linked: SqliteUnitOfWork) -> SqliteUnitOfWork:
    return linked


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (at(8), TicketStatus.EARLY),
        (at(9, 49, second=59), TicketStatus.EARLY),
        (at(9, 50), TicketStatus.WAITING),
        (at(10, 29, second=59), TicketStatus.WAITING),
    ],
)
def test_a_booking_becomes_its_ticket(
    unit: SqliteUnitOfWork, now: datetime, status: TicketStatus
) -> None:
    commits = unit.commits
    ticket = check_in(unit, RULES, wish(), now)
    assert unit.commits == commits + 1
    assert (ticket.ticket_id, ticket.number) == (ONE.ticket_id, ONE.number)
    assert (ticket.lane, ticket.place, ticket.status) == (Lane.BOOKED, ONE.place, status)
    assert (ticket.digest, ticket.chosen_slot) == (ALICE, SLOT)
    assert check_ins(unit) == [
        CheckedIn(ONE.ticket_id, ONE.booking_id, MONDAY, ESTATE, ONE.number, ONE.place)
    ]
    assert broken_invariants(entries(unit)) == []


def test_the_same_again_is_the_same_ticket(unit: SqliteUnitOfWork) -> None:
    first = check_in(unit, RULES, wish(), TEN)
    commits = unit.commits
    again = check_in(unit, RULES, wish(), at(10, 45))
    assert (again.ticket_id, again.number) == (first.ticket_id, first.number)
    assert unit.commits == commits
    assert len(check_ins(unit)) == 1


def test_two_kiosks_that_are_cut_off_make_the_same_ticket(
    unit: SqliteUnitOfWork, morning: Path, tmp_path: Path
) -> None:
    with opened(morning, tmp_path / "other.db") as other:
        tell(other, ONE)
        here, there = (check_in(each, RULES, wish(), TEN) for each in (unit, other))
    assert here == there


def test_the_paper_says_the_slot_and_that_early_is_not_called_early(
    unit: SqliteUnitOfWork,
) -> None:
    view = view_ticket(RULES, check_in(unit, RULES, wish(), at(9)))
    assert (view.number, view.slot_start, view.slot_end) == ("YC001", local(10), local(10, 30))
    assert view.is_booked
    assert view.is_early
    assert not view_ticket(RULES, check_in(unit, RULES, wish(), at(9)), is_elsewhere=True).is_green


def test_after_a_crash_it_is_printed_with_the_number_it_has(unit: SqliteUnitOfWork) -> None:
    ticket = check_in(unit, RULES, wish(), TEN)
    assert [each.number for each in recover(unit, RULES, at(10, 1))] == [ticket.number]
    start_print(unit, ticket.ticket_id, TEN)
    assert recover(unit, RULES, at(10, 1)) == ()
    end_print(unit, ticket.ticket_id, PrintProof.CONFIRMED, None, TEN)


def test_the_store_holds_what_the_log_comes_to(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.NO_SHOW)
    check_in(unit, RULES, wish(), at(10, 20))
    issue(unit, RULES, request(1, ESTATE, NOW_OFFER), at(10, 20))
    holding = Holding.fold(KioskId("k1"), [entry.body for entry in entries(unit)])
    with unit:
        for start in (SLOT, DAY_START):
            free = {place for place in holding.free_of(ESTATE) if place.slot_start == start}
            assert set(unit.places.free(ESTATE, start)) == free
    assert set(holding.tickets) >= {ONE.ticket_id}


def test_who_comes_after_his_place_was_sold_gets_an_extra_one_and_notices_nothing(
    unit: SqliteUnitOfWork,
) -> None:
    close(unit, CloseReason.NO_SHOW)
    assert [view.state for view in views(unit, 20)] == [BookingState.ON_TIME]
    ticket = check_in(unit, RULES, wish(), at(10, 20))
    assert ticket.place == Place(ESTATE, DAY_START, Lane.EXTRA, 0)
    assert (ticket.lane, ticket.number) == (Lane.BOOKED, ONE.number)
    assert check_ins(unit)[0].place == ticket.place
    assert extras(unit) == EXTRAS - 1


def test_a_log_with_an_extra_place_keeps_the_invariants(unit: SqliteUnitOfWork) -> None:
    with unit:
        unit.log.append(TEN, FeedApplied(9))
        unit.commit()
    close(unit, CloseReason.NO_SHOW)
    check_in(unit, RULES, wish(), at(10, 20))
    feed = [FeedEntry(8, BookingMade(ONE))]
    assert broken_i6({KioskId("k1"): entries(unit)}, feed) == []


def test_a_cancelled_ticket_frees_neither_the_bookings_place_nor_an_extra_one(
    unit: SqliteUnitOfWork,
) -> None:
    close(unit, CloseReason.NO_SHOW)
    ticket = check_in(unit, RULES, wish(), at(10, 20))
    assert cancel(unit, ticket.ticket_id, at(10, 21)).status is TicketStatus.CANCELLED
    assert extras(unit) == EXTRAS - 1
    with pytest.raises(BookingUsedError):
        check_in(unit, RULES, wish(), at(10, 22))


def test_nor_does_a_cancel_at_the_counter(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.NO_SHOW)
    check_in(unit, RULES, wish(), at(10, 20))
    told = told_ticket(ONE, TicketStatus.CANCELLED)
    FeedTaker(KioskId("kiosk_1"), {}.__setitem__).take(
        unit, (Told(99, TicketsTold((told,))),), at(10, 25)
    )
    assert extras(unit) == EXTRAS - 1
    with unit:
        made = unit.tickets.find(ONE.ticket_id)
    assert made is not None
    assert made.status is TicketStatus.CANCELLED


def test_without_an_extra_place_there_is_what_a_walk_in_has(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.NO_SHOW)
    use_up_extras(unit)
    (view,) = views(unit, 20)
    assert view.state is BookingState.NO_EXTRA
    with pytest.raises(NoExtraLeftError) as refused:
        check_in(unit, RULES, wish(), at(10, 20))
    assert refused.value.booking == view
    assert [offer.kind for offer in view.instead.offers][:1] == [OfferKind.NOW]
    assert view.instead.other_days[0] == TUESDAY
    assert check_ins(unit) == []


def test_late_is_offered_now_later_another_day(unit: SqliteUnitOfWork) -> None:
    (view,) = views(unit, 30)
    assert view.state is BookingState.LATE
    assert (view.slot_start, view.slot_end) == (local(10), local(10, 30))
    assert view.called_from == local(9, 50)
    assert [offer.kind for offer in view.instead.offers] == [OfferKind.NOW]
    assert view.instead.other_days[0] == TUESDAY
    with pytest.raises(LateBookingError) as refused:
        check_in(unit, RULES, wish(), at(10, 30))
    assert refused.value.booking == view


def test_a_site_may_give_a_booking_longer_than_its_slot(unit: SqliteUnitOfWork) -> None:
    patient = booking(2, late_after=at(10, 45))
    tell(unit, patient)
    assert check_in(unit, RULES, wish(patient), at(10, 40)).number == patient.number
    with pytest.raises(LateBookingError):
        check_in(unit, RULES, wish(booking(3, late_after=at(10, 45))), at(10, 45))


def test_a_cancelled_booking_checks_in_nowhere(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.NO_SHOW)
    close(unit, CloseReason.CANCELLED)
    (view,) = views(unit)
    assert view.state is BookingState.CANCELLED
    with pytest.raises(CancelledBookingError) as refused:
        check_in(unit, RULES, wish(), TEN)
    assert refused.value.booking == view


def test_another_days_booking_checks_in_on_its_day(unit: SqliteUnitOfWork) -> None:
    tomorrow = booking(2, at(10, day=TUESDAY), on=TUESDAY)
    tell(unit, tomorrow)
    with pytest.raises(OtherDayBookingError) as refused:
        check_in(unit, RULES, wish(tomorrow), TEN)
    assert refused.value.booking is None
    assert len(views(unit)) == 1


def test_a_booking_of_a_service_this_kiosk_does_not_know_is_not_told(
    unit: SqliteUnitOfWork,
) -> None:
    unknown = booking(2, service_id=ServiceId("fishing"))
    tell(unit, unknown)
    assert [view.booking for view in views(unit)] == [ONE]
    with pytest.raises(CheckInRefusedError):
        check_in(unit, RULES, wish(unknown), TEN)


def test_every_refusal_of_the_rules_is_one_of_the_kiosk() -> None:
    assert not issubclass(CheckInRefusedError, HallError)


def test_before_its_slot_is_long(unit: SqliteUnitOfWork) -> None:
    assert check_in(unit, RULES, wish(), SLOT - timedelta(hours=5)).status is TicketStatus.EARLY
