# SPDX-License-Identifier: Apache-2.0
"""Staff stop a service: which one, when, why; or let it go on."""

from dataclasses import replace
from datetime import UTC, datetime

from hall.words import NO_WORDS
from kiosk.flow.events import CardFound
from kiosk.flow.staff_effects import LoadStops, StopService
from kiosk.flow.staff_events import ActEnded, StaffCardRead, StopsLoaded
from kiosk.flow.staff_states import StaffHome, StopList, StopWhen, WhyStop, Working
from kiosk.flow.staff_touches import (
    GoOnPressed,
    StopPressed,
    StopReasonPressed,
    StopServicePressed,
    StopTimePressed,
)
from kiosk.flow.staff_values import Remark, ServiceStands, StopReason
from kiosk.flow.states import StaffMode
from kiosk.flow.touches import BackPressed, PagePressed
from tests.kiosk.flow.journey import ESTATE, Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF

ELEVEN = datetime(2026, 3, 2, 11, tzinfo=UTC)
OPEN = ServiceStands(ESTATE, NO_WORDS)
DONE = ActEnded(Remark("screen.staff_stop.done_stopped", is_good=True))


def listed(service: ServiceStands = OPEN) -> Journey:
    journey = kiosk_at().send(CardFound(), StaffCardRead(STAFF), StopPressed())
    assert journey.asks(LoadStops) == LoadStops()
    return journey.send(StopsLoaded((service,), (ELEVEN,)))


def page(journey: Journey) -> object:
    return journey.on(StaffMode).page


def test_a_service_stops_now_or_at_a_time_with_a_reason() -> None:
    for at in (None, ELEVEN):
        journey = listed().send(StopServicePressed(ESTATE), StopTimePressed(at))
        journey.send(StopReasonPressed(StopReason.FAULT))
        wanted = StopService(STAFF.staff_id, ESTATE, StopReason.FAULT, at)
        assert journey.asks(StopService) == wanted
        assert page(journey) == Working()
        assert page(journey.send(DONE)) == StaffHome(DONE.remark)


def test_a_stopped_one_goes_on_and_a_stop_to_come_is_withdrawn() -> None:
    stopped, coming = replace(OPEN, is_open=False), replace(OPEN, stops_at=ELEVEN)
    for service, at in ((stopped, None), (coming, ELEVEN)):
        journey = listed(service).send(StopServicePressed(ESTATE), GoOnPressed())
        assert journey.asks(StopService) == StopService(STAFF.staff_id, ESTATE, None, at)
    assert listed().send(StopServicePressed(ESTATE)).ignores(GoOnPressed())
    assert listed(stopped).send(StopServicePressed(ESTATE)).ignores(StopTimePressed(None))


def test_back_stops_nothing() -> None:
    journey = listed().send(StopServicePressed(ESTATE), StopTimePressed(None))
    assert isinstance(page(journey), WhyStop)
    assert isinstance(page(journey.send(BackPressed())), StopWhen)
    assert isinstance(page(journey.send(BackPressed())), StopList)
    assert page(journey.send(BackPressed())) == StaffHome()
    assert journey.wanted(StopService) == []


def test_many_services_page_and_a_late_answer_changes_nothing() -> None:
    journey = listed()
    assert journey.ignores(PagePressed())
    shown = page(journey)
    assert page(journey.send(StopsLoaded((OPEN,) * 9, ()))) == shown
    many = kiosk_at().send(CardFound(), StaffCardRead(STAFF), StopPressed())
    many.send(StopsLoaded((OPEN,) * 9, ()), PagePressed())
    turned = page(many)
    assert isinstance(turned, StopList)
    assert turned.page == 1
