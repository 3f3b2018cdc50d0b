# SPDX-License-Identifier: Apache-2.0
"""What to bring, asked before a number is taken where the site wants it."""

from dataclasses import replace

import pytest

from hall.words import Words
from kiosk.flow.effects import IssueTicket, LoadOffers
from kiosk.flow.paging import materials_on, pages_of
from kiosk.flow.states import Direct, Materials, NoCard, Pause, Services, StillThere, Welcome, When
from kiosk.flow.touches import (
    BackPressed,
    ConfirmPressed,
    NoCardPressed,
    NotThisPressed,
    PagePressed,
    ServicePressed,
    SizePressed,
)
from kiosk.flow.values import Availability, ServiceTile
from tests.kiosk.flow.journey import ELDER, ESTATE, SOCIAL, Journey, kiosk_at, tile

PAPERS = tuple(Words.of({"zh_Hans": f"材料{number}"}) for number in range(1, 5))
ASKS = replace(tile(ESTATE), materials=PAPERS, asks_materials=True)


def asked(*tiles: ServiceTile) -> Journey:
    visit = kiosk_at(services=tiles or (ASKS, tile(SOCIAL)))
    return visit.at_services().send(ServicePressed(ESTATE))


def test_who_has_all_goes_on_with_one_touch_more() -> None:
    visit = asked()
    assert visit.on(Materials).service_id == ESTATE
    visit.send(ConfirmPressed()).on(Pause)
    visit.time_passes().asks(IssueTicket)
    assert visit.touches == 2


@pytest.mark.parametrize("touch", [NotThisPressed(), BackPressed()])
def test_who_lacks_something_takes_no_number(touch: NotThisPressed | BackPressed) -> None:
    visit = asked().send(touch)
    visit.on(Services)
    assert not visit.wanted(IssueTicket)
    without = kiosk_at(services=(ASKS, tile(SOCIAL))).send(NoCardPressed()).loaded()
    without.send(ServicePressed(ESTATE)).on(Materials)
    without.send(touch).on(NoCard)


def test_nobody_is_asked_twice_for_the_same_service() -> None:
    visit = asked().send(ConfirmPressed(), NotThisPressed(), ServicePressed(ESTATE))
    visit.on(Pause)


def test_where_the_site_does_not_ask_or_nothing_is_to_be_brought_nobody_is_asked() -> None:
    asked(replace(ASKS, asks_materials=False), tile(SOCIAL)).on(Pause)
    asked(replace(ASKS, materials=()), tile(SOCIAL)).on(Pause)
    place = Words.of({"zh_Hans": "一楼"})
    asked(replace(ASKS, direct=place), tile(SOCIAL)).on(Direct)


def test_a_later_place_is_offered_after_the_question_and_a_full_service_asks_nothing() -> None:
    later = replace(ASKS, availability=Availability.LATER)
    visit = asked(later, tile(SOCIAL))
    visit.on(Materials)
    visit.send(ConfirmPressed()).on(When)
    visit.asks(LoadOffers)
    asked(replace(ASKS, availability=Availability.FULL), tile(SOCIAL)).on(When)


def test_in_a_hall_with_one_service_the_question_comes_first_and_no_leads_home() -> None:
    visit = kiosk_at(services=(ASKS,)).card_read().loaded()
    visit.on(Materials)
    visit.send(NotThisPressed()).on(Welcome)
    kiosk_at(services=(ASKS,)).card_read().loaded().send(ConfirmPressed()).on(Pause)


def test_a_service_that_went_away_meanwhile_leads_to_the_others() -> None:
    visit = asked()
    visit.kiosk = replace(visit.kiosk, services=(tile(SOCIAL), tile(ESTATE))[:1])
    visit.kiosk = replace(visit.kiosk, services=(tile(SOCIAL), replace(tile(SOCIAL))))
    visit.send(ConfirmPressed()).on(Services)


def test_large_letters_show_a_page_at_a_time() -> None:
    visit = asked().send(SizePressed(), SizePressed())
    pages = []
    for _ in range(pages_of(visit.kiosk, visit.on(Materials))):
        pages.append(materials_on(visit.kiosk, visit.on(Materials)))
        visit.send(PagePressed())
    assert pages == [PAPERS[:3], PAPERS[3:]]
    assert visit.on(Materials).page == 0
    small = asked()
    assert materials_on(small.kiosk, small.on(Materials)) == PAPERS
    assert small.ignores(PagePressed())


def test_whoever_does_not_answer_is_asked_whether_he_is_there() -> None:
    asked().time_passes().on(StillThere)


def test_the_next_visitor_is_asked_again() -> None:
    visit = asked().send(ConfirmPressed()).card_read(ELDER).loaded().time_passes()
    visit.send(ServicePressed(ESTATE)).on(Materials)
