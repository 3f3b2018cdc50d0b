# SPDX-License-Identifier: Apache-2.0
"""Releases of closed bookings (R2), reductions (R5) and places asked back from a kiosk."""

import pytest

from hall.errors import (
    BadValueError,
    UnknownKioskError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import CloseReason, Reduced, ReturnAsked
from hall.ids import BookingId, HoldId, KioskId, ServiceId
from hall.log import FeedApplied, Returned, append
from hall.owners import CENTRE, ONLINE, WITHDRAWN, Owner, OwnerKind
from hall.place import Lane, PlaceRun
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY_START,
    HALF_PAST,
    K1,
    K2,
    NINE,
    NOON,
    SILENT,
    Kiosk,
    at_kiosk,
    centre,
    owner,
    refused,
    restore_of,
    state,
    tell,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, place, ticket_id

W = list(walk_ins().places())
B = [place("09:00", Lane.BOOKED, index) for index in range(2)]
BOOKING = BookingId(ticket_id(201))
NOW = at("08:00")


def book(site: SiteBook) -> None:
    hold_id = HoldId(ticket_id(101))
    site.hold(hold_id, *NINE, at("08:10"))
    site.book(hold_id, BOOKING, NOW)


def holder(site: SiteBook, places: int = 4, kiosk_id: KioskId = K1) -> Kiosk:
    made = Kiosk(kiosk_id)
    made.commit(site.grant(kiosk_id, wish(1, places, 10)))
    return made


def hear(site: SiteBook, *kiosks: Kiosk) -> None:
    for each in kiosks:
        each.take(site.feed.after(each.holding.cursor))


def owners_of(site: SiteBook, places) -> list[OwnerKind]:
    return [owner(site, each).kind for each in places]


# R2


def test_a_closed_booking_s_place_is_granted_once_every_kiosk_knows_of_the_close():
    site = centre(K1, K2)
    one, two = Kiosk(K1), Kiosk(K2)
    book(site)
    site.close(BOOKING, CloseReason.NO_SHOW)
    hear(site, one, two)
    assert site.release_closed() == ()
    tell(site, one)
    assert site.release_closed() == ()
    assert owner(site, B[0]) == Owner(OwnerKind.BOOKING, BOOKING)
    tell(site, two)
    assert site.release_closed() == (B[0],)
    granted = site.grant(K1, wish(1, 9)).places
    assert granted == (PlaceRun(ESTATE_ID, at("09:00"), Lane.BOOKED, 0, 1, 1), walk_ins())


def test_a_silent_kiosk_blocks_the_place_and_one_that_was_given_up_does_not():
    site = centre(K1, K2)
    one, two = Kiosk(K1), Kiosk(K2)
    tell(site, two)
    book(site)
    site.close(BOOKING, CloseReason.NO_SHOW)
    hear(site, one)
    tell(site, one)
    assert site.release_closed() == ()
    site.give_up(K2, NOON, SILENT)
    assert site.release_closed() == (B[0],)


def test_a_check_in_before_the_kiosk_knew_of_the_close_keeps_the_place():
    site = centre(K1)
    one = Kiosk(K1)
    book(site)
    hear(site, one)
    one.commit(one.holding.check_in(BOOKING))
    site.close(BOOKING, CloseReason.NO_SHOW)
    hear(site, one)
    tell(site, one)
    assert site.release_closed() == ()
    assert owner(site, B[0]).kind is OwnerKind.TICKET


def test_an_acknowledged_cursor_never_falls():
    site = centre(K1)
    one = Kiosk(K1)
    book(site)
    hear(site, one)
    site.close(BOOKING, CloseReason.NO_SHOW)
    hear(site, one)
    tell(site, one)
    site.take_log(one.part(0, 1), NOON)
    one.log.append(append(one.log[-1], NOON, FeedApplied(1)))
    tell(site, one)
    assert site.release_closed() == (B[0],)


# R5


def test_a_reduction_takes_first_what_nobody_was_promised():
    site = centre()
    holder(site, 3)
    site.reduce(*NINE, Lane.WALK_IN, 1)
    assert owner(site, W[3]) == WITHDRAWN
    assert site.feed.cursor == 0
    assert site.grant(K2, wish(1, 4)).places == ()


def test_a_reduction_of_the_booked_lane_takes_what_is_for_sale_or_released():
    site = centre()
    book(site)
    site.reduce(*NINE, Lane.BOOKED, 1)
    assert owners_of(site, B) == [OwnerKind.BOOKING, OwnerKind.WITHDRAWN]
    other = centre()
    other.end_sale(*NINE)
    other.reduce(*NINE, Lane.BOOKED, 2)
    assert owners_of(other, B) == [OwnerKind.WITHDRAWN] * 2


def test_the_quotas_of_a_day_are_what_the_reductions_left():
    site = centre(K1)
    holder(site)
    site.reduce(*NINE, Lane.WALK_IN, 2)
    quotas = site.days.at(NINE[1]).quotas
    assert (quotas[NINE], quotas[HALF_PAST]) == (LaneQuota(2, 2, 1), LaneQuota(2, 4, 1))


def test_what_is_missing_is_asked_of_the_kiosks():
    site = centre()
    one = holder(site)
    site.reduce(*NINE, Lane.WALK_IN, 3)
    hear(site, one)
    assert one.holding.returns_asked == {site.seq: Reduced(*NINE, Lane.WALK_IN, 3)}
    one.commit(one.holding.answer(one.holding.cursor))
    tell(site, one)
    assert owners_of(site, W) == [OwnerKind.KIOSK] + [OwnerKind.WITHDRAWN] * 3


def test_sold_places_are_never_touched():
    site = centre()
    one = holder(site)
    for number, each in enumerate(W[:3], 1):
        one.commit(one.holding.issue(ticket_id(number), MONDAY, ESTATE_ID, "A", each))
    site.reduce(*NINE, Lane.WALK_IN, 4)
    hear(site, one)
    one.commit(one.holding.answer(one.holding.cursor))
    tell(site, one)
    assert owners_of(site, W) == [OwnerKind.TICKET] * 3 + [OwnerKind.WITHDRAWN]


def test_what_comes_back_beyond_the_reduction_can_be_granted_again():
    site = centre()
    one, two = holder(site, 2), holder(site, 2, K2)
    site.reduce(*NINE, Lane.WALK_IN, 3)
    for each in (one, two):
        hear(site, each)
        each.commit(each.holding.answer(each.holding.cursor))
        tell(site, each)
    kinds = owners_of(site, W)
    assert kinds.count(OwnerKind.WITHDRAWN) == 3
    assert kinds.count(OwnerKind.CENTRE) == 1


def test_a_return_nobody_asked_for_reduces_nothing():
    site = centre()
    one = holder(site)
    site.reduce(*NINE, Lane.WALK_IN, 2)
    one.commit(one.holding.give_back(W[:2]), Returned((walk_ins(2, 1),), asked_at=77))
    tell(site, one)
    assert owners_of(site, W[:3]) == [OwnerKind.CENTRE] * 3


def test_a_lane_is_reduced_by_what_it_still_has():
    site = centre()
    site.reduce(*NINE, Lane.WALK_IN, 3)
    with refused(BadValueError, site) as caught:
        site.reduce(*NINE, Lane.WALK_IN, 2)
    assert caught.value.fields == {"name": "count", "value": 2, "allowed": "0 to 1"}
    site.reduce(*NINE, Lane.WALK_IN, 1)
    assert owners_of(site, W) == [OwnerKind.WITHDRAWN] * 4


def test_a_reduction_by_nothing_is_none():
    site = centre()
    before = state(site)
    site.reduce(*NINE, Lane.GREEN, 0)
    assert state(site) == before


@pytest.mark.parametrize(
    ("service_id", "start", "lane", "count", "error"),
    [
        (ESTATE_ID, at("09:00"), Lane.WALK_IN, 5, BadValueError),
        (ESTATE_ID, at("09:00"), Lane.WALK_IN, -1, BadValueError),
        (ESTATE_ID, at("09:00"), Lane.EXTRA, 1, BadValueError),
        (ESTATE_ID, at("09:00"), Lane.EXTRA, 0, BadValueError),
        (ESTATE_ID, at("12:00"), Lane.WALK_IN, 1, UnknownSlotError),
        (ESTATE_ID, DAY_START, Lane.WALK_IN, 1, UnknownSlotError),
        (ServiceId("x"), at("09:00"), Lane.WALK_IN, 1, UnknownServiceError),
    ],
)
def test_a_reduction_that_cannot_be_is_refused(service_id, start, lane, count, error):
    site = centre()
    with refused(error, site):
        site.reduce(service_id, start, lane, count)


# Asking for places


@pytest.mark.parametrize(("held", "asked"), [(1, 1), (2, 1), (3, 1), (4, 2)])
def test_a_kiosk_is_asked_for_half_of_what_it_holds(held: int, asked: int):
    site = centre()
    one = holder(site, held)
    assert site.ask_return(K1, *NINE, Lane.WALK_IN) == asked
    hear(site, one)
    assert one.holding.returns_asked == {site.seq: ReturnAsked(K1, *NINE, Lane.WALK_IN, asked)}
    one.commit(one.holding.answer(one.holding.cursor))
    tell(site, one)
    returned = W[held - asked : held]
    assert [owner(site, each) for each in returned] == [CENTRE] * asked
    assert site.owners.of_kiosk(K1).keys() == set(W[: held - asked])


def test_nothing_is_taken_before_the_kiosk_s_log_gives_it():
    site = centre()
    holder(site)
    site.ask_return(K1, *NINE, Lane.WALK_IN)
    assert [owner(site, each) for each in W] == [at_kiosk(K1)] * 4


def test_a_kiosk_that_holds_nothing_there_is_not_asked():
    site = centre()
    holder(site)
    before = state(site)
    assert site.ask_return(K1, *NINE, Lane.GREEN) == 0
    assert site.ask_return(K2, *NINE, Lane.WALK_IN) == 0
    assert state(site) == before


def test_a_slot_or_service_that_is_not_there_is_not_asked_for():
    site = centre()
    with refused(UnknownSlotError, site):
        site.ask_return(K1, ESTATE_ID, at("23:00"), Lane.WALK_IN)
    with refused(UnknownServiceError, site):
        site.ask_return(K1, ServiceId("x"), at("09:00"), Lane.WALK_IN)


def test_an_unknown_kiosk_is_not_asked():
    site = centre()
    with refused(UnknownKioskError, site):
        site.ask_return(KioskId("k9"), *NINE, Lane.WALK_IN)


def test_a_restored_centre_has_nothing_of_its_own_to_reduce_and_asks_the_kiosks():
    site = centre()
    kiosk = holder(site)
    restored = restore_of(site, 2)
    restored.reduce(*NINE, Lane.WALK_IN, 1)
    kiosk.meet(2)
    kiosk.take(restored.feed.after(kiosk.holding.cursor))
    (asked_at,) = kiosk.holding.returns_asked
    kiosk.commit(kiosk.holding.answer(asked_at))
    tell(restored, kiosk)
    (gone,) = kiosk.log[-1].body.places
    assert [owner(restored, each) for each in gone.places()] == [WITHDRAWN]


def test_no_kiosk_is_asked_while_the_centre_has_enough():
    site = centre()
    assert [owner(site, each) for each in B] == [ONLINE] * 2
    site.reduce(*NINE, Lane.BOOKED, 2)
    assert site.feed.cursor == 0
