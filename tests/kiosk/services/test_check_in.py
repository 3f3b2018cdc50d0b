# SPDX-License-Identifier: Apache-2.0
"""Bookings become tickets on a real file: when, on which place, once, and what else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hall.booking import Booking
from hall.booking_code import digits
from hall.errors import HallError
from hall.feed import BookingMade, CloseReason, FeedEntry
from hall.holding import Holding
from hall.identity import Secret
from hall.ids import KioskId, ServiceId, SiteId
from hall.invariants import broken_i6, broken_invariants
from hall.log import CheckedIn, Entry, FeedApplied, PrintProof
from hall.news import SiteTicket, TicketsTold, Told
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from kiosk.flow.values import BookingState, BookingView, OfferKind
from kiosk.services.bookings import list_bookings
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import (
    AlreadyOpenError,
    BookingUsedError,
    CancelledBookingError,
    CheckInRefusedError,
    ForgedBookingCodeError,
    LateBookingError,
    NewerBookingCodeError,
    NoBookingCodeError,
    NoExtraLeftError,
    OtherDayBookingError,
    OtherSiteError,
    UncheckedBookingCodeError,
    UnknownBookingError,
    UnknownTicketError,
)
from kiosk.services.find_booking import FoundBooking, find_booking
from kiosk.services.issue import issue
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.put_back import lay_card
from kiosk.services.recover import recover
from kiosk.services.views import view_ticket
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database, open_engine
from kiosk.store.unit_of_work import SqliteUnitOfWork
from kiosk.sync.incoming import FeedTaker
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import (
    DAY_START,
    EXTRAS,
    HALL,
    SLOT,
    booking,
    code_of,
    filled_file,
    tell,
    tell_ticket,
    told_ticket,
)
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    NOW_OFFER,
    TUESDAY,
    at,
    local,
    request,
)
from tests.kiosk.services.samples import RULES as ALONE

RULES = replace(ALONE, again=None)
ONE = booking()
TEN = at(10)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_file(tmp_path_factory.mktemp("booked") / "kiosk.db")


@pytest.fixture
def unit(morning: Path, tmp_path: Path) -> Iterator[SqliteUnitOfWork]:
    """A kiosk of a centre; the feed has brought one booking for ten o'clock."""
    database = Database(open_engine(Path(shutil.copy(morning, tmp_path))), None)
    tell(database.unit_of_work(), ONE)
    yield database.unit_of_work()
    database.close()


def wish(of: Booking = ONE) -> CheckInRequest:
    return CheckInRequest(of, MONDAY)


def entries(unit: UnitOfWork) -> list[Entry]:
    with unit:
        return list(unit.log.entries())


def check_ins(unit: UnitOfWork) -> list[CheckedIn]:
    return [entry.body for entry in entries(unit) if isinstance(entry.body, CheckedIn)]


def close(unit: UnitOfWork, reason: CloseReason) -> None:
    with unit:
        unit.bookings.close(ONE.booking_id, reason)
        unit.commit()


def views(unit: UnitOfWork, minute: int = 0, hour: int = 10) -> tuple[BookingView, ...]:
    return list_bookings(unit, RULES, ALICE, at(hour, minute))


def extras(unit: UnitOfWork) -> int:
    with unit:
        return sum(place.lane is Lane.EXTRA for place in unit.places.free(ESTATE, DAY_START))


def use_up_extras(unit: UnitOfWork) -> None:
    with unit:
        free = [place for place in unit.places.free(ESTATE, DAY_START) if place.lane is Lane.EXTRA]
        unit.places.give_back(free)
        unit.commit()


# --- the ticket ----------------------------------------------------------------------------


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
    other = Database(open_engine(Path(shutil.copy(morning, tmp_path / "other.db"))), None)
    tell(other.unit_of_work(), ONE)
    here, there = (check_in(each, RULES, wish(), TEN) for each in (unit, other.unit_of_work()))
    other.close()
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


# --- a place that was sold -------------------------------------------------------------------


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


# --- late, cancelled, another day --------------------------------------------------------------


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


# --- which bookings are told -------------------------------------------------------------------


def test_bookings_are_told_by_slot_each_as_it_stands(unit: SqliteUnitOfWork) -> None:
    tell(unit, booking(2, at(14)), booking(3, at(9)), booking(4, digest=BOB))
    told = [(view.slot_start, view.state) for view in views(unit)]
    assert told == [
        (local(9), BookingState.LATE),
        (local(10), BookingState.ON_TIME),
        (local(14), BookingState.EARLY),
    ]


def test_a_booking_that_has_its_ticket_is_told_no_more_whatever_became_of_it(
    unit: SqliteUnitOfWork,
) -> None:
    check_in(unit, RULES, wish(), TEN)
    assert views(unit) == ()
    cancel(unit, ONE.ticket_id, TEN)
    assert views(unit) == ()


def test_a_late_booking_is_told_until_a_number_was_taken_in_its_place(
    unit: SqliteUnitOfWork,
) -> None:
    first = issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), at(10, 20))
    assert [view.state for view in views(unit, 40)] == [BookingState.LATE]
    cancel(unit, first.ticket_id, at(10, 40))
    issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=ALICE), at(10, 41))
    assert len(views(unit, 41)) == 1
    issue(unit, RULES, request(3, ESTATE, NOW_OFFER, digest=ALICE), at(10, 41))
    assert views(unit, 42) == ()


def test_a_cancelled_booking_is_told_only_to_who_has_no_other(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.CANCELLED)
    assert [view.state for view in views(unit)] == [BookingState.CANCELLED]
    tell(unit, booking(2, at(11)))
    assert [view.state for view in views(unit)] == [BookingState.EARLY]


def test_a_kiosk_that_stands_alone_has_no_bookings() -> None:
    assert list_bookings(FakeUnitOfWork(), RULES, ALICE, TEN) == ()


# --- the same person again, here and elsewhere -------------------------------------------------


def test_a_bookings_ticket_is_open_until_the_centre_says_otherwise(
    unit: SqliteUnitOfWork,
) -> None:
    ticket = check_in(unit, RULES, wish(), TEN)
    held = lay_card(unit, RULES, ALICE, at(11, 30))
    assert held is not None
    assert (held.ticket.number, held.is_elsewhere) == (ticket.number, False)


def test_so_is_a_walk_ins_ticket_and_then_there_may_be_another(unit: SqliteUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, INSURANCE, NOW_OFFER, digest=BOB), TEN)
    held = lay_card(unit, RULES, BOB, at(11, 30))
    assert held is not None
    assert held.ticket.number == first.number
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=BOB), at(11, 30))
    told = SiteTicket(
        ticket_id=first.ticket_id,
        kiosk_id=KioskId("kiosk_1"),
        business_date=MONDAY,
        service_id=INSURANCE,
        number=first.number,
        lane=first.lane,
        status=TicketStatus.FINISHED,
        issued_at=TEN,
    )
    FeedTaker(KioskId("kiosk_1"), {}.__setitem__).take(
        unit, (Told(99, TicketsTold((told,))),), at(11, 31)
    )
    assert lay_card(unit, RULES, BOB, at(11, 31)) is None
    issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=BOB), at(11, 31))


def test_a_ticket_of_another_kiosk_is_found_and_its_copy_can_be_printed_here(
    unit: SqliteUnitOfWork,
) -> None:
    tell_ticket(unit, ONE)
    assert views(unit) == ()
    held = lay_card(unit, RULES, ALICE, at(11, 30))
    assert held is not None
    assert held.is_elsewhere
    assert (held.ticket.number, held.ticket.chosen_slot) == (ONE.number, SLOT)
    copy = reprint(unit, RULES, ONE.ticket_id, at(11, 30))
    assert (copy.number, copy.reprints) == (ONE.number, 1)
    assert [body.place for body in check_ins(unit)] == [ONE.place]
    again = lay_card(unit, RULES, ALICE, at(11, 31))
    assert again is not None
    assert not again.is_elsewhere


@pytest.mark.parametrize("has_extras", [True, False])
def test_a_copy_of_a_ticket_whose_place_was_sold_takes_none(
    unit: SqliteUnitOfWork, *, has_extras: bool
) -> None:
    tell_ticket(unit, ONE)
    close(unit, CloseReason.NO_SHOW)
    if not has_extras:
        use_up_extras(unit)
    before = extras(unit)
    copy = reprint(unit, RULES, ONE.ticket_id, TEN)
    assert (copy.number, copy.reprints, extras(unit)) == (ONE.number, 1, before)
    assert [body.place for body in check_ins(unit)] == [None]
    start_print(unit, ONE.ticket_id, TEN, copy=1)
    cancel(unit, ONE.ticket_id, TEN)
    assert extras(unit) == before


@pytest.mark.parametrize("case", ["served", "cancelled", "no booking"])
def test_no_copy_of_what_is_no_open_ticket_of_a_booking(unit: SqliteUnitOfWork, case: str) -> None:
    status = TicketStatus.FINISHED if case == "served" else TicketStatus.WAITING
    of = booking(5) if case == "no booking" else ONE
    tell_ticket(unit, of, status)
    if case == "cancelled":
        close(unit, CloseReason.CANCELLED)
    with pytest.raises(UnknownTicketError):
        reprint(unit, RULES, of.ticket_id, TEN)
    assert check_ins(unit) == []


def test_a_ticket_of_another_kiosk_counts_against_the_open_ones(unit: SqliteUnitOfWork) -> None:
    tell_ticket(unit, ONE)
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), TEN)
    tell_ticket(unit, ONE, TicketStatus.FINISHED)
    assert lay_card(unit, RULES, ALICE, TEN) is None
    issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), TEN)


# --- codes -------------------------------------------------------------------------------------


def find(unit: UnitOfWork, code: str, site_id: SiteId | None = HALL) -> FoundBooking:
    return find_booking(unit, RULES, site_id, Secret(code), TEN)


def test_a_signed_code_is_good_when_the_feed_never_brought_its_booking(
    unit: SqliteUnitOfWork,
) -> None:
    newer = booking(9, digest=BOB)
    found = find(unit, f" {code_of(newer)}\r\n")
    assert found.booking is not None
    assert (found.booking.booking, found.booking.state) == (newer, BookingState.ON_TIME)
    ticket = check_in(unit, RULES, wish(found.booking.booking), TEN)
    assert (ticket.number, ticket.digest) == (newer.number, BOB)
    assert check_ins(unit)[0].place == newer.place


def test_what_the_feed_says_counts_more_than_the_code(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.CANCELLED)
    found = find(unit, code_of(ONE))
    assert found.booking is not None
    assert found.booking.state is BookingState.CANCELLED


def test_eight_digits_find_what_the_feed_brought(unit: SqliteUnitOfWork) -> None:
    found = find(unit, digits(ONE.booking_id))
    assert found.booking is not None
    assert found.booking.booking == ONE
    with pytest.raises(UnknownBookingError):
        find(unit, "00000000")


def test_a_code_whose_booking_has_its_ticket_leads_to_it(unit: SqliteUnitOfWork) -> None:
    check_in(unit, RULES, wish(), TEN)
    found = find(unit, code_of(ONE))
    assert found.ticket is not None
    assert not found.ticket.is_elsewhere
    cancel(unit, ONE.ticket_id, TEN)
    with pytest.raises(BookingUsedError):
        find(unit, code_of(ONE))


def test_also_to_a_ticket_of_another_kiosk(unit: SqliteUnitOfWork) -> None:
    tell_ticket(unit, ONE)
    found = find(unit, digits(ONE.booking_id))
    assert found.ticket is not None
    assert found.ticket.is_elsewhere


def test_codes_of_other_halls_days_and_makers_are_refused(unit: SqliteUnitOfWork) -> None:
    tomorrow = booking(2, at(10, day=TUESDAY), on=TUESDAY)
    fishing = booking(3, service_id=ServiceId("fishing"))
    good = code_of(ONE)
    for code, refusal in (
        (code_of(ONE, SiteId("elsewhere")), OtherSiteError),
        (code_of(ONE, private=bytes(32)), ForgedBookingCodeError),
        (good[:-4] + "AAAA", ForgedBookingCodeError),
        (good.replace("YHB1", "YHB7"), NewerBookingCodeError),
        ("YHB1.????.AAAA", NoBookingCodeError),
        ("https://example.org/", NoBookingCodeError),
        ("YH1.abc.def", NoBookingCodeError),
        ("", NoBookingCodeError),
        (code_of(tomorrow), OtherDayBookingError),
        (code_of(fishing), CheckInRefusedError),
    ):
        with pytest.raises(refusal):
            find(unit, code)
    assert check_ins(unit) == []


def test_a_kiosk_that_never_heard_its_centre_cannot_check_a_code() -> None:
    with pytest.raises(UncheckedBookingCodeError):
        find(FakeUnitOfWork(), code_of(ONE))


def test_a_kiosk_that_stands_alone_belongs_to_no_site(unit: SqliteUnitOfWork) -> None:
    with pytest.raises(OtherSiteError):
        find(unit, code_of(ONE), site_id=None)


def test_before_its_slot_is_long(unit: SqliteUnitOfWork) -> None:
    assert check_in(unit, RULES, wish(), SLOT - timedelta(hours=5)).status is TicketStatus.EARLY
