# SPDX-License-Identifier: Apache-2.0
import copy

import pytest

from hall.errors import (
    EpochError,
    RecoveringError,
    SoldOutError,
    UnknownHoldError,
    UnknownPlaceError,
)
from hall.feed import CloseReason
from hall.ids import ActId, BookingId, HoldId, TransferId
from hall.journal import ExtrasAdded
from hall.numbering import NumberRange
from hall.owners import CENTRE, FROZEN, OwnerKind
from hall.place import Lane, PlaceRun
from hall.series import EXTRAS_IN_ERA
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY,
    DAY_START,
    HALF_PAST,
    K1,
    K2,
    NINE,
    NOON,
    SILENT,
    Kiosk,
    at_kiosk,
    book_of,
    centre,
    check_pools,
    day_of,
    extra,
    lease,
    on_ticket,
    owner,
    refused,
    replayed,
    restore_of,
    state,
    tell,
    walk_ins,
    wish,
    written,
)
from tests.hall.rows import Rows
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, place, ticket_id

W = list(walk_ins().places())
B = [place("09:00", Lane.BOOKED, index) for index in range(2)]
BOOKING = BookingId(ticket_id(201))
H1, H2 = HoldId(ticket_id(101)), HoldId(ticket_id(102))
NOW = at("08:00")


def hall() -> tuple[SiteBook, Kiosk, Kiosk]:
    return centre(K1, K2), Kiosk(K1), Kiosk(K2)


def book(site: SiteBook, hold_id: HoldId = H1, booking_id: BookingId = BOOKING) -> None:
    site.hold(hold_id, *NINE, at("08:10"))
    site.book(hold_id, booking_id, NOW)


def hear(site: SiteBook, *kiosks: Kiosk) -> None:
    for each in kiosks:
        each.take(site.feed.after(each.holding.cursor))


def recover(site: SiteBook, *kiosks: Kiosk) -> None:
    """Every kiosk meets the new epoch and sends its log again."""
    for each in kiosks:
        each.meet(site.epoch)
    tell(site, *kiosks)


def issue(made: Kiosk, number: int, which) -> None:
    made.commit(made.holding.issue(ticket_id(number), MONDAY, ESTATE_ID, "A", which))


def test_the_backup_is_left_as_it_is():
    site, one, _ = hall()
    one.commit(site.grant(K1, wish(1, 2)))
    before = state(site)
    restored = restore_of(site, 2)
    assert state(site) == before
    assert (restored.epoch, restored.feed.epoch) == (2, 2)
    assert restored.feed.after(0).epoch == 2


@pytest.mark.parametrize("epoch", [0, 1])
def test_a_restored_centre_is_in_a_later_epoch(epoch: int):
    site, _, _ = hall()
    with refused(EpochError, site) as caught:
        restore_of(site, epoch)
    assert caught.value.fields == {"epoch": epoch, "known": 1}


def test_all_that_was_the_centre_s_or_held_is_frozen():
    site, one, _ = hall()
    one.commit(site.grant(K1, wish(1, 1)))
    book(site)
    site.hold(H2, *NINE, at("08:10"))
    restored = restore_of(site, 2)
    kinds = [owner(restored, each).kind for each in (W[0], W[1], *B)]
    assert kinds == [OwnerKind.KIOSK, OwnerKind.FROZEN, OwnerKind.BOOKING, OwnerKind.FROZEN]
    check_pools(restored.owners)
    for slot in (NINE, HALF_PAST):
        with refused(SoldOutError, restored):
            restored.hold(HoldId(ticket_id(9)), *slot, NOON)
    with refused(UnknownHoldError, restored):
        restored.book(H2, BookingId(ticket_id(202)), NOW)


def test_it_recovers_when_the_last_kiosk_has_sent_its_whole_log():
    site, one, two = hall()
    one.commit(site.grant(K1, wish(1, 2)))
    restored = restore_of(site, 2)
    assert restored.is_recovering
    recover(restored, two)
    assert restored.is_recovering
    one.meet(2)
    restored.take_log(one.part(0, 0), NOON)
    assert restored.is_recovering
    tell(restored, one)
    assert not restored.is_recovering
    assert restored.grant(K2, wish(1, 4)).places == ()


def test_a_booking_is_cancelled_before_that_and_the_feed_says_so():
    site, _, _ = hall()
    book(site)
    restored = restore_of(site, 2)
    restored.close(BOOKING, CloseReason.CANCELLED)
    assert restored.is_recovering
    assert restored.feed.cursor == restored.seq


def test_each_kiosk_is_granted_something_once_its_own_log_is_here():
    site, one, _ = hall()
    restored = restore_of(site, 2, MONDAY - DAY)
    with refused(RecoveringError, restored) as caught:
        restored.grant(K1, wish(1, 1))
    assert caught.value.fields == {"missing": 2}
    recover(restored, one)
    assert restored.heard == (K1,)
    assert restored.missing == {K2}
    assert restored.grant(K1, wish(1, 1)).places == (walk_ins(0, 1),)
    with refused(RecoveringError, restored):
        restored.grant(K2, wish(1, 1))


def test_a_centre_without_kiosks_has_nobody_to_wait_for():
    site, one, two = hall()
    tell(site, one, two)
    site.give_up(K1, NOON, SILENT)
    site.give_up(K2, NOON, SILENT)
    restored = restore_of(site, 2)
    assert not restored.is_recovering


def test_logs_of_the_old_epoch_do_not_count_as_sent_again():
    site, one, two = hall()
    restored = restore_of(site, 2)
    with refused(EpochError, restored):
        tell(restored, one)
    recover(restored, one, two)
    assert not restored.is_recovering


def test_the_logs_explain_what_the_backup_does_not_know():
    site, one, two = hall()
    backup = copy.deepcopy(site)
    one.commit(site.grant(K1, wish(1, 3, 10)))
    issue(one, 1, W[0])
    one.commit(one.holding.give_back([W[1]]))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    owners = [owner(restored, each) for each in W]
    assert owners == [on_ticket(1), FROZEN, at_kiosk(K1), FROZEN]
    assert restored.owners.of_kiosk(K1) == one.holding.free
    assert restored.knows_ticket(ticket_id(1))


def test_a_frozen_place_is_never_granted():
    site, one, two = hall()
    restored = restore_of(site, 2)
    recover(restored, one, two)
    assert restored.grant(K1, wish(1, 9)).places == ()
    restored.reduce(*NINE, Lane.WALK_IN, 4)
    assert [owner(restored, each) for each in W] == [FROZEN] * 4


def test_numbers_that_a_log_tells_of_are_not_granted_again():
    site, one, two = hall()
    backup = copy.deepcopy(site)
    one.commit(site.grant(K1, wish(1, 0, 10)), site.grant(K1, wish(2, 0, 10)))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    assert restored.grant(K2, wish(1, 0, 1)).numbers == (NumberRange("A", 5000, 5009),)


def test_a_lease_of_a_new_epoch_has_another_name():
    site, one, two = hall()
    backup = copy.deepcopy(site)
    one.commit(site.grant(K1, wish(1, 1)))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    assert restored.grant(K2, wish(1, 1)).lease_id not in {
        granted.lease_id for granted in site.grants_of(K1)
    }


def test_a_request_that_a_log_answers_is_not_granted_a_second_time():
    """It may be repeated on its way, and the kiosk has no request left that asks for the answer."""
    site, one, two = hall()
    backup = copy.deepcopy(site)
    granted = site.grant(K1, wish(1, 2))
    one.commit(granted)
    one.commit(one.holding.give_back(W[:2]))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    assert restored.grant(K1, wish(1, 2)) == granted
    assert restored.owners.of_kiosk(K1) == one.holding.free == {}


def test_a_grant_the_backup_knows_is_repeated_and_one_it_does_not_know_is_void():
    site, one, two = hall()
    known = site.grant(K1, wish(1, 1))
    backup = copy.deepcopy(site)
    lost = site.grant(K2, wish(1, 1))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    with refused(EpochError, two.holding):
        two.holding.accept(lost, 1)
    one.commit(one.holding.accept(restored.grant(K1, wish(1, 1)), 2))
    assert restored.grant(K1, wish(1, 1)) == known
    assert restored.owners.of_kiosk(K1) == one.holding.free
    assert owner(restored, W[1]) == FROZEN


def test_cursors_that_were_used_are_not_used_again():
    site, one, two = hall()
    book(site)
    backup = copy.deepcopy(site)
    site.close(BOOKING, CloseReason.NO_SHOW)
    book(site, H2, BookingId(ticket_id(202)))
    hear(site, one)
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    restored.close(BOOKING, CloseReason.NO_SHOW)
    known, closed = restored.feed.after(0).entries
    assert known.cursor < one.holding.cursor < closed.cursor
    hear(restored, one, two)
    assert one.holding.cursor == two.holding.cursor == closed.cursor


def test_a_booking_the_backup_lost_still_becomes_a_ticket():
    site, one, two = hall()
    backup = copy.deepcopy(site)
    book(site)
    hear(site, one)
    restored = restore_of(backup, 2)
    one.commit(one.holding.check_in(BOOKING))
    recover(restored, one, two)
    assert owner(restored, B[0]) == on_ticket(201)
    assert restored.knows_ticket(ticket_id(201))


def released_since_the_backup() -> tuple[SiteBook, Kiosk, Kiosk]:
    """The backup knows the booking; then its place was released, granted to kiosk 1 and sold."""
    site, one, two = hall()
    book(site)
    backup = copy.deepcopy(site)
    site.close(BOOKING, CloseReason.NO_SHOW)
    hear(site, one, two)
    tell(site, one, two)
    assert site.release_closed() == (B[0],)
    one.commit(site.grant(K1, wish(1, 9, 10)))
    issue(one, 1, B[0])
    return restore_of(backup, 2), one, two


def test_a_place_that_was_released_since_the_backup_is_not_released_again():
    restored, one, two = released_since_the_backup()
    recover(restored, one, two)
    assert owner(restored, B[0]) == on_ticket(1)
    restored.close(BOOKING, CloseReason.NO_SHOW)
    hear(restored, one, two)
    tell(restored, one, two)
    assert restored.release_closed() == ()
    assert owner(restored, B[0]) == on_ticket(1)


def test_what_was_returned_for_a_reduction_the_backup_lost_is_not_granted_again():
    site, one, two = hall()
    one.commit(site.grant(K1, wish(1, 4)))
    backup = copy.deepcopy(site)
    site.reduce(*NINE, Lane.WALK_IN, 2)
    hear(site, one)
    one.commit(one.holding.answer(one.holding.cursor))
    restored = restore_of(backup, 2)
    recover(restored, one, two)
    assert [owner(restored, each) for each in W[2:]] == [FROZEN] * 2
    assert restored.grant(K2, wish(1, 4)).places == ()


def test_a_centre_may_be_restored_again():
    site, one, two = hall()
    again = restore_of(restore_of(site, 2), 5)
    with refused(EpochError, again):
        restore_of(again, 4)
    recover(again, one, two)
    assert not again.is_recovering


# What the backup never knew


def test_the_logs_tell_of_places_and_services_the_backup_never_knew():
    site, one, two = hall()
    one.commit(site.grant(K1, wish(1, 3, 10)), site.grant(K1, wish(2, lane=Lane.EXTRA)))
    book(site)
    hear(site, one)
    issue(one, 1, W[0])
    one.commit(one.holding.check_in(BOOKING), one.holding.give_back([W[1]]))
    given = one.holding.give(TransferId("t"), K2, [W[2]])
    one.commit(given)
    two.commit(two.holding.receive(given, K1))
    smaller = book_of(day_of({}, {}, {INSURANCE_ID: "C"}), K1, K2)
    restored = restore_of(smaller, 2)
    recover(restored, two, one)
    assert not restored.is_recovering
    owners = [owner(restored, each) for each in (*W[:3], B[0], extra(1))]
    assert owners == [on_ticket(1), FROZEN, at_kiosk(K2), on_ticket(201), at_kiosk(K1)]
    for kiosk in (one, two):
        assert restored.owners.of_kiosk(kiosk.kiosk_id) == kiosk.holding.free
    check_pools(restored.owners)
    assert written(replayed(restored)) == written(restored)


def test_extra_places_that_are_added_come_after_those_the_backup_never_knew():
    site = book_of(day_of(extras={ESTATE_ID: 4}), K1, K2)
    one, two = Kiosk(K1), Kiosk(K2)
    one.commit(site.grant(K1, wish(1, 1, lane=Lane.EXTRA)))
    two.commit(site.grant(K2, wish(1, 3, lane=Lane.EXTRA)))
    restored = restore_of(centre(K1, K2), 2)
    recover(restored, two, one)
    ledger = restored.days.at(DAY_START)
    assert ledger.extras[ESTATE_ID] == 4
    ledger.apply(0, ExtrasAdded(ActId(ticket_id(9)), ESTATE_ID, 1))
    assert owner(restored, extra(EXTRAS_IN_ERA)) == CENTRE


def test_extra_places_of_a_centre_restored_in_between_say_where_this_one_s_begin():
    restored = restore_of(centre(K1, K2), 2)
    one = Kiosk(K1)
    one.meet(2)
    one.commit(lease("1-9", PlaceRun(ESTATE_ID, DAY_START, Lane.EXTRA, 3 * EXTRAS_IN_ERA, 1, 1)))
    tell(restored, one)
    ledger = restored.days.at(DAY_START)
    ledger.apply(0, ledger.add_extras(ExtrasAdded(ActId(ticket_id(9)), ESTATE_ID, 1)))
    assert owner(restored, extra(3 * EXTRAS_IN_ERA + 1)) == CENTRE


@pytest.mark.parametrize(("clock", "sold_until"), [("16:30", MONDAY - DAY), ("03:00", MONDAY)])
def test_a_restored_centre_learns_only_of_days_that_were_open_before(clock: str, sold_until):
    site = SiteBook(Rows(), MONDAY, DAY_START)
    site.add_kiosk(K1)
    restored = restore_of(site, 2, sold_until)
    restored.open_day(day_of())
    one = Kiosk(K1)
    one.meet(2)
    one.commit(lease("1-9", walk_ins(clock=clock)))
    with refused(UnknownPlaceError, restored):
        tell(restored, one)
