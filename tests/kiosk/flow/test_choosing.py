# SPDX-License-Identifier: Apache-2.0
"""Tiles, pages, later slots, the pause."""

from dataclasses import replace

import pytest

from hall.ids import ServiceId
from hall.words import Words
from kiosk.flow.effects import IssueTicket, LoadOffers, LoadVisit
from kiosk.flow.events import OffersLoaded, ServicesChanged, VisitLoaded
from kiosk.flow.paging import page_count, tiles_on
from kiosk.flow.states import Again, NoCard, Pause, Services, Welcome, When
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    ConfirmPressed,
    LanguagePressed,
    NoCardPressed,
    NotThisPressed,
    OfferPressed,
    PagePressed,
    ServicePressed,
    SizePressed,
)
from kiosk.flow.values import Availability, FlowSettings, ServiceTile
from tests.kiosk.flow.journey import (
    ESTATE,
    LATER,
    NOW,
    ONE,
    SOCIAL,
    STANDBY,
    THREE,
    kiosk_at,
    ticket,
    tile,
)

EIGHT = tuple(tile(ServiceId(f"service{no}")) for no in range(8))


def test_not_this_leads_back_and_nothing_was_taken() -> None:
    visit = kiosk_at().at_pause().send(NotThisPressed())
    visit.on(Services)
    assert visit.wanted(IssueTicket) == []
    assert visit.send(ServicePressed(SOCIAL)).on(Pause).service_id == SOCIAL


def test_back_in_the_pause_is_the_same_as_not_this() -> None:
    kiosk_at().at_pause().send(BackPressed()).on(Services)


def test_not_this_without_a_card_leads_back_to_the_services_without_a_card() -> None:
    visit = kiosk_at().send(NoCardPressed()).loaded().send(ServicePressed(ESTATE))
    visit.send(NotThisPressed()).on(NoCard)


def test_not_this_on_a_one_service_site_leads_home() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded()
    visit.send(NotThisPressed()).on(Welcome)
    assert visit.wanted(IssueTicket) == []


def test_a_question_instead_of_the_pause_waits_for_a_yes_however_long() -> None:
    visit = kiosk_at(settings=FlowSettings(is_confirm_asked=True)).at_pause()
    visit.time_passes().send(BackPressed())
    assert visit.on(Pause).asks
    assert visit.wanted(IssueTicket) == []


def test_a_pause_that_runs_by_itself_needs_no_yes() -> None:
    assert kiosk_at().at_pause().ignores(ConfirmPressed())


@pytest.mark.parametrize(
    "availability",
    [each for each in Availability if each is not Availability.NOW],
)
def test_where_the_plain_way_is_not_open_the_visitor_sees_what_is_left(
    availability: Availability,
) -> None:
    tiles = (tile(ESTATE, availability, is_green=True), *THREE[1:])
    visit = kiosk_at(services=tiles).at_services().send(ServicePressed(ESTATE))
    assert not visit.on(When).is_loaded
    assert visit.asks(LoadOffers) == LoadOffers(visit.kiosk.visit_no, ESTATE, is_green=True)
    visit.offers(ESTATE, LATER, STANDBY)
    assert visit.on(When) == When(ESTATE, (LATER, STANDBY), is_loaded=True)
    visit.send(OfferPressed(STANDBY))
    assert visit.on(Pause).offer == STANDBY
    visit.time_passes()
    assert visit.asks(IssueTicket).offer == STANDBY


def test_a_single_service_without_a_place_now_shows_what_is_left() -> None:
    visit = kiosk_at(services=(tile(ESTATE, Availability.FULL),)).card_read().loaded()
    visit.on(When)
    visit.offers(ESTATE)
    assert visit.on(When).is_loaded
    visit.send(BackPressed()).on(Welcome)


def test_only_an_offer_that_was_made_can_be_taken() -> None:
    tiles = (tile(ESTATE, Availability.LATER), *THREE[1:])
    visit = kiosk_at(services=tiles).at_services().send(ServicePressed(ESTATE))
    assert visit.ignores(OfferPressed(LATER))
    visit.offers(ESTATE, LATER)
    assert visit.ignores(OfferPressed(STANDBY))
    visit.send(BackPressed()).on(Services)


def test_offers_of_another_service_or_of_nobody_are_not_shown() -> None:
    tiles = (tile(ESTATE, Availability.LATER), *THREE[1:])
    visit = kiosk_at(services=tiles).at_services()
    assert visit.ignores(OffersLoaded(visit.kiosk.visit_no, ESTATE, (NOW,)))
    visit.send(ServicePressed(ESTATE))
    assert visit.ignores(OffersLoaded(visit.kiosk.visit_no, SOCIAL, (NOW,)))
    assert visit.ignores(OffersLoaded(visit.kiosk.visit_no - 1, ESTATE, (NOW,)))
    visit.offers(ESTATE, LATER)
    assert visit.ignores(OffersLoaded(visit.kiosk.visit_no, ESTATE, (NOW,)))


def test_another_service_beside_an_open_ticket_leads_to_the_services_and_back() -> None:
    visit = kiosk_at().at_again().send(AnotherServicePressed())
    visit.on(Services)
    visit.send(BackPressed()).on(Again)


def test_there_is_no_other_service_where_there_is_one() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded(ticket())
    assert visit.ignores(AnotherServicePressed())


def test_back_from_the_services_leads_home_and_forgets_the_visitor() -> None:
    visit = kiosk_at().at_services().send(BackPressed())
    visit.on(Welcome)
    assert visit.kiosk.visitor is None


def test_touches_that_belong_to_another_screen_are_counted_and_ignored() -> None:
    visit = kiosk_at()
    for event in (
        ServicePressed(ESTATE),
        PagePressed(),
        OfferPressed(NOW),
        NotThisPressed(),
        AnotherServicePressed(),
        ConfirmPressed(),
    ):
        assert visit.ignores(event)


def test_a_tile_that_is_not_there_is_not_taken() -> None:
    assert kiosk_at().at_services().ignores(ServicePressed(ServiceId("gone")))


def test_pages_go_round_and_hold_every_service_once() -> None:
    visit = kiosk_at(services=EIGHT).at_services()
    seen: list[ServiceTile] = []
    for _ in range(page_count(visit.kiosk)):
        seen += tiles_on(visit.kiosk, visit.on(Services).page)
        visit.send(PagePressed())
    assert tuple(seen) == EIGHT
    assert visit.on(Services).page == 0


@pytest.mark.parametrize(
    ("presses", "tiles"), [(0, 6), (1, 4), (2, 3)], ids=["normal", "large", "extra large"]
)
def test_larger_type_has_fewer_tiles_on_a_page(presses: int, tiles: int) -> None:
    visit = kiosk_at(services=EIGHT).send(NoCardPressed(), *(SizePressed(),) * presses)
    assert tiles_on(visit.kiosk, 0) == EIGHT[:tiles]


def test_another_size_begins_at_the_first_page_because_the_pages_are_others() -> None:
    visit = kiosk_at(services=EIGHT).send(NoCardPressed(), PagePressed(), SizePressed())
    assert visit.on(NoCard).page == 0


def test_a_long_name_makes_pages_of_large_letters_shorter_and_small_ones_stay() -> None:
    long = Words.of({"zh_Hans": "城乡居民基本养老保险待遇资格认证与领取", "en": "Pension check"})
    services = (*EIGHT[:-1], replace(EIGHT[-1], name=long))
    visit = kiosk_at(services=services).send(NoCardPressed())
    sizes = [len(tiles_on(visit.kiosk, 0))]
    for _ in range(2):
        visit.send(SizePressed())
        sizes.append(len(tiles_on(visit.kiosk, 0)))
    assert sizes == [6, 3, 2]
    visit.send(PagePressed(), LanguagePressed("en"))
    assert (visit.on(NoCard).page, len(tiles_on(visit.kiosk, 0))) == (0, 3)


def test_one_page_has_no_next() -> None:
    assert kiosk_at().at_services().ignores(PagePressed())


def test_a_page_that_is_gone_wraps_around() -> None:
    visit = kiosk_at(services=EIGHT).at_services().send(PagePressed())
    visit.send(VisitLoaded(visit.kiosk.visit_no, EIGHT[:2]))
    assert tiles_on(visit.kiosk, visit.on(Services).page) == EIGHT[:2]


def test_a_site_without_services_has_one_empty_page() -> None:
    visit = kiosk_at(services=()).at_services()
    assert tiles_on(visit.kiosk, visit.on(Services).page) == ()


def test_tiles_that_change_while_a_visitor_looks_are_asked_for_anew() -> None:
    visit = kiosk_at().at_services().send(ServicesChanged(THREE[:2]))
    assert visit.kiosk.services == THREE
    visit.asks(LoadVisit)
    visit.loaded()
    assert visit.kiosk.services == THREE[:2]
    visit.on(Services)


def test_tiles_that_change_in_the_pause_disturb_nobody() -> None:
    visit = kiosk_at().at_pause().send(ServicesChanged(ONE))
    visit.on(Pause)
    assert visit.asks_nothing()
    assert visit.kiosk.services == THREE


def test_a_ticket_that_appears_with_a_second_look_at_the_tiles_changes_no_screen() -> None:
    visit = kiosk_at().at_services().loaded(ticket())
    visit.on(Services)


def test_a_service_that_went_away_in_the_pause_is_asked_for_all_the_same() -> None:
    visit = kiosk_at().at_pause()
    visit.send(VisitLoaded(visit.kiosk.visit_no, THREE[1:])).time_passes()
    assert not visit.asks(IssueTicket).is_green
