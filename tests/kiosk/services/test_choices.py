# SPDX-License-Identifier: Apache-2.0
"""Tiles and offers: what the screen promises is what an issue gives."""

from dataclasses import replace
from datetime import time

from hall.service import Catalogue
from kiosk.flow.values import Availability, Offer, OfferKind
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.offers import list_offers
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ESTATE,
    INSURANCE,
    NOW_OFFER,
    RULES,
    SERVICES,
    SITE,
    STANDBY_OFFER,
    at,
    local,
    request,
)

TEN = at(10)


def estate(unit: FakeUnitOfWork, hour: int = 10, minute: int = 0) -> tuple[Availability, object]:
    tile = list_services(unit, RULES, at(hour, minute))[1]
    return tile.availability, tile.from_at


def sell(unit: FakeUnitOfWork, until: OfferKind) -> None:
    """Issue the best offer until one of that kind is the best."""
    number = 100
    while (offers := list_offers(unit, RULES, ESTATE, TEN)) and offers[0].kind is not until:
        issue(unit, RULES, request(number, ESTATE, offers[0]), TEN)
        number += 1


def test_a_tile_carries_what_the_catalogue_says_in_its_order(unit: FakeUnitOfWork) -> None:
    tiles = list_services(unit, RULES, TEN)
    assert [tile.service_id for tile in tiles] == [INSURANCE, ESTATE]
    assert tiles[0].name.text("en") == "Social insurance"
    assert tiles[0].materials == SERVICES[0].materials
    assert tiles[0].where == SERVICES[0].where


def test_a_tile_tells_a_later_place_before_the_touch(unit: FakeUnitOfWork) -> None:
    assert estate(unit) == (Availability.NOW, None)
    for number in (1, 2):
        issue(unit, RULES, request(number, ESTATE), TEN)
    assert estate(unit) == (Availability.LATER, local(10, 30))


def test_a_tile_goes_from_now_over_later_and_standby_to_full(unit: FakeUnitOfWork) -> None:
    seen = [estate(unit)[0]]
    for kind in (OfferKind.LATER_SLOT, OfferKind.STANDBY):
        sell(unit, kind)
        seen.append(estate(unit)[0])
    issue(unit, RULES, request(1, ESTATE, STANDBY_OFFER), TEN)
    seen.append(estate(unit)[0])
    assert seen == [
        Availability.NOW,
        Availability.LATER,
        Availability.STANDBY,
        Availability.FULL,
    ]


def test_a_service_without_quota_is_never_full(unit: FakeUnitOfWork) -> None:
    for number in range(50):
        issue(unit, RULES, request(number), TEN)
    assert list_services(unit, RULES, TEN)[0].availability is Availability.NOW


def test_before_its_time_a_tile_says_when_and_after_it_nothing(unit: FakeUnitOfWork) -> None:
    assert estate(unit, 8) == (Availability.STOPPED, local(9))
    assert estate(unit, 17) == (Availability.STOPPED, None)


def test_a_green_visitor_is_told_so_and_has_the_green_place(unit: FakeUnitOfWork) -> None:
    sell(unit, OfferKind.LATER_SLOT)
    plain, green = (list_services(unit, RULES, TEN, is_green=green)[1] for green in (False, True))
    assert (plain.is_green, plain.availability) == (False, Availability.LATER)
    assert (green.is_green, green.availability) == (True, Availability.NOW)


def test_unused_green_places_are_everybodys_from_the_middle_of_their_slot(
    unit: FakeUnitOfWork,
) -> None:
    sell(unit, OfferKind.LATER_SLOT)
    assert estate(unit, 10, 14)[0] is Availability.LATER
    assert estate(unit, 10, 15) == (Availability.NOW, None)


def test_offers_are_local_and_the_best_comes_first(unit: FakeUnitOfWork) -> None:
    offers = list_offers(unit, RULES, ESTATE, TEN)
    assert offers[0] == NOW_OFFER
    assert offers[1] == Offer(OfferKind.LATER_SLOT, local(10, 30), local(11))
    assert offers[1].slot_start is not None
    assert offers[1].slot_start.hour == 10
    assert len(offers) == 5


def test_an_offer_now_of_a_later_slot_says_which(unit: FakeUnitOfWork) -> None:
    for number in (1, 2):
        issue(unit, RULES, request(number, ESTATE), TEN)
    assert list_offers(unit, RULES, ESTATE, TEN)[0] == Offer(
        OfferKind.NOW, local(10, 30), local(11)
    )


def test_standby_is_offered_when_no_place_is_left_and_then_nothing(unit: FakeUnitOfWork) -> None:
    sell(unit, OfferKind.STANDBY)
    assert list_offers(unit, RULES, ESTATE, TEN) == (STANDBY_OFFER,)
    issue(unit, RULES, request(1, ESTATE, STANDBY_OFFER), TEN)
    assert list_offers(unit, RULES, ESTATE, TEN) == ()


def test_every_offer_that_is_shown_is_given(unit: FakeUnitOfWork) -> None:
    for number, offer in enumerate(list_offers(unit, RULES, ESTATE, TEN)):
        assert issue(unit, RULES, request(number, ESTATE, offer), TEN)


def test_a_site_may_give_places_of_the_current_slot_alone(unit: FakeUnitOfWork) -> None:
    rules = replace(RULES, slots_ahead=0)
    for number in (1, 2):
        issue(unit, rules, request(number, ESTATE), TEN)
    assert list_offers(unit, rules, ESTATE, TEN)[0].kind is OfferKind.LATER_SLOT


def test_after_the_last_slot_of_a_service_nothing_is_left(unit: FakeUnitOfWork) -> None:
    noon = Catalogue((SERVICES[0], replace(SERVICES[1], stop_at=time(12))))
    rules = replace(RULES, catalogue=noon, calendar=SITE)
    assert list_offers(unit, rules, ESTATE, at(12)) == ()
    assert list_services(unit, rules, at(12))[1].availability is Availability.STOPPED
