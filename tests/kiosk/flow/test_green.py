# SPDX-License-Identifier: Apache-2.0
"""优先: served first for another reason than age, which nothing keeps (rules.md 1, screens.md 2.3)."""

from dataclasses import fields, replace

import pytest

from hall.green import GreenReason
from hall.words import Words
from kiosk.flow.effects import IssueTicket, LoadOffers, LoadVisit
from kiosk.flow.events import CardTaken, ServicesChanged, VisitLoaded
from kiosk.flow.states import Bookings, GreenReasons, NoCard, Pause, Services, StillThere, Welcome
from kiosk.flow.step import step
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    ForFamilyPressed,
    GreenPressed,
    NoCardPressed,
    NotThisPressed,
    PagePressed,
    ReasonPressed,
    RestartPressed,
    ServicePressed,
    SizePressed,
    StillHerePressed,
)
from kiosk.flow.values import Availability, FlowSettings, Size
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    SOCIAL,
    THREE,
    Journey,
    booking,
    kiosk_at,
    tile,
)

REASONS = tuple(
    GreenReason(Words.of({"zh_Hans": name}), "baby") for name in ("残疾人", "孕产妇", "带婴幼儿")
)


def at_services(settings: FlowSettings | None = None) -> Journey:
    visit = kiosk_at(settings=settings or FlowSettings()).send(ServicesChanged(THREE, REASONS))
    visit.card_read().loaded().send(CardTaken()).time_passes()
    visit.on(Services)
    return visit


def with_reason(settings: FlowSettings | None = None) -> Journey:
    return at_services(settings).send(GreenPressed(), ReasonPressed())


def test_another_reason_than_age_takes_three_touches() -> None:
    visit = at_services()
    visit.send(GreenPressed()).on(GreenReasons)
    visit.send(ReasonPressed()).on(Services)
    visit.send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).is_green
    assert visit.touches == 3
    assert visit.kiosk.unexpected == 0


def test_without_a_card_it_takes_one_touch_more() -> None:
    visit = kiosk_at().send(ServicesChanged(THREE, REASONS), NoCardPressed()).loaded()
    visit.send(GreenPressed(), ReasonPressed()).on(NoCard)
    visit.send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).is_green
    assert visit.touches == 4


def test_no_touch_says_which_reason_it_was() -> None:
    assert fields(ReasonPressed) == ()
    before = at_services().send(GreenPressed())
    after = before.send(ReasonPressed())
    told = repr(replace(after.kiosk, green_reasons=())) + repr(after.effects)
    assert not any(reason.name.text("zh_Hans") in told for reason in REASONS)


def test_all_tiles_are_first_at_once_and_what_is_left_for_the_visitor_is_asked_for() -> None:
    visit = with_reason()
    assert all(each.is_green for each in visit.kiosk.services)
    asked = visit.asks(LoadVisit)
    assert asked.is_green
    assert asked.is_reload
    assert asked.visit_no == visit.kiosk.visit_no


def test_an_answer_of_before_does_not_take_it_back() -> None:
    visit = at_services()
    before = visit.kiosk.visit_no
    visit.send(GreenPressed(), ReasonPressed(), VisitLoaded(before, THREE))
    assert all(each.is_green for each in visit.kiosk.services)
    tiles = (tile(ESTATE, is_green=True), tile(SOCIAL, is_green=True))
    visit.send(VisitLoaded(visit.kiosk.visit_no, tiles))
    assert visit.kiosk.services == tiles


def test_tiles_that_change_meanwhile_are_asked_for_as_first() -> None:
    visit = with_reason().send(ServicesChanged(THREE, REASONS))
    assert visit.asks(LoadVisit).is_green
    visit = at_services().send(GreenPressed(), ServicesChanged(THREE, REASONS))
    assert not visit.asks(LoadVisit).is_green


def test_what_is_left_of_a_full_service_is_asked_for_as_first() -> None:
    visit = with_reason()
    full = (tile(ESTATE, Availability.FULL, is_green=True), *THREE[1:])
    visit.send(VisitLoaded(visit.kiosk.visit_no, full), ServicePressed(ESTATE))
    assert visit.asks(LoadOffers).is_green


def test_back_takes_the_reason_back_and_then_leads_on_as_always() -> None:
    visit = with_reason().send(BackPressed())
    visit.on(GreenReasons)
    assert visit.kiosk.visitor
    assert not visit.kiosk.visitor.is_green
    assert not any(each.is_green for each in visit.kiosk.services)
    assert not visit.asks(LoadVisit).is_green
    visit.send(BackPressed()).on(Services)
    visit.send(BackPressed()).on(Welcome)


def test_not_this_keeps_it_for_the_next_service() -> None:
    visit = with_reason().send(ServicePressed(ESTATE))
    visit.on(Pause)
    visit.send(NotThisPressed(), ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).is_green


@pytest.mark.parametrize("end", ["restart", "time"])
def test_the_next_visitor_knows_nothing_of_it(end: str) -> None:
    visit = with_reason()
    if end == "restart":
        visit.send(RestartPressed())
    else:
        visit.time_passes().time_passes()
    visit.on(Welcome)
    assert visit.kiosk.visitor is None
    assert visit.kiosk.services == THREE
    visit.card_read(ADULT)
    assert not visit.asks(LoadVisit).is_green
    visit.loaded().send(CardTaken()).time_passes().send(ServicePressed(ESTATE)).time_passes()
    assert not visit.asks(IssueTicket).is_green


def test_a_card_laid_meanwhile_is_another_visit() -> None:
    visit = kiosk_at().send(ServicesChanged(THREE, REASONS), NoCardPressed()).loaded()
    visit.send(GreenPressed(), ReasonPressed()).card_read(ADULT)
    assert not visit.asks(LoadVisit).is_green


def test_nobody_is_asked_who_is_first_already() -> None:
    visit = with_reason().send(GreenPressed())
    assert visit.kiosk.unexpected == 1
    elder = kiosk_at().send(ServicesChanged(THREE, REASONS)).card_read(ELDER).loaded()
    elder.time_passes().on(Services)
    elder.send(GreenPressed()).on(Services)
    assert elder.kiosk.unexpected == 1


def test_nobody_is_asked_where_the_site_has_no_reasons() -> None:
    visit = kiosk_at().card_read().loaded().time_passes()
    visit.send(GreenPressed()).on(Services)
    assert visit.kiosk.unexpected == 1


def test_without_a_visitor_it_means_nothing() -> None:
    nobody = replace(at_services().send(GreenPressed()).kiosk, visitor=None)
    after, _ = step(nobody, ReasonPressed())
    assert (after.screen, after.unexpected) == (GreenReasons(), 1)


@pytest.mark.parametrize("event", [GreenPressed(), ReasonPressed()])
def test_it_means_nothing_elsewhere(event: GreenPressed | ReasonPressed) -> None:
    visit = kiosk_at().send(ServicesChanged(THREE, REASONS))
    after, effects = step(visit.kiosk, event)
    assert (after, effects) == (replace(visit.kiosk, unexpected=1), ())


def test_it_follows_who_is_present_not_the_family_member() -> None:
    visit = with_reason(FlowSettings(proxy_limit=3)).send(ForFamilyPressed()).card_read(ELDER)
    assert visit.asks(LoadVisit).is_green
    visit.send(BackPressed(), BackPressed())
    assert visit.kiosk.visitor
    assert visit.kiosk.visitor.is_green
    visit = at_services(FlowSettings(proxy_limit=3)).send(ForFamilyPressed()).card_read(ELDER)
    assert not visit.asks(LoadVisit).is_green
    visit.loaded().time_passes().send(GreenPressed(), ReasonPressed())
    assert visit.asks(LoadVisit).is_green
    visit.send(ServicePressed(ESTATE)).time_passes()
    assert visit.asks(IssueTicket).is_green


def test_who_booked_too_comes_back_to_the_bookings_without_it() -> None:
    visit = kiosk_at(settings=FlowSettings(has_bookings=True))
    visit.send(ServicesChanged(THREE, REASONS)).card_read()
    two = (booking(no=1), booking(no=2, service_id=SOCIAL))
    visit.send(VisitLoaded(visit.kiosk.visit_no, THREE, None, two)).time_passes()
    visit.on(Bookings)
    visit.send(AnotherServicePressed(), GreenPressed(), ReasonPressed())
    visit.send(BackPressed(), BackPressed(), BackPressed()).on(Bookings)
    assert visit.kiosk.visitor
    assert not visit.kiosk.visitor.is_green


def test_more_reasons_than_a_page_holds_are_turned_over() -> None:
    visit = kiosk_at().send(ServicesChanged(THREE, REASONS * 3)).card_read().loaded()
    visit.time_passes().send(GreenPressed(), PagePressed())
    assert visit.on(GreenReasons).page == 1
    visit.send(SizePressed())
    assert visit.on(GreenReasons).page == 0
    assert visit.kiosk.size is Size.LARGE
    visit.send(PagePressed(), PagePressed(), PagePressed())
    assert visit.on(GreenReasons).page == 0


def test_reasons_of_one_page_are_not_turned_over() -> None:
    visit = at_services().send(GreenPressed(), PagePressed())
    assert visit.kiosk.unexpected == 1


def test_who_looks_at_the_reasons_is_asked_whether_she_is_there() -> None:
    visit = at_services().send(GreenPressed()).time_passes()
    visit.on(StillThere)
    visit.send(StillHerePressed()).on(GreenReasons)
