# SPDX-License-Identifier: Apache-2.0
"""Staff look at the devices: what is wrong first, one of them in full, and back."""

from dataclasses import replace

from kiosk.flow.events import CardFound
from kiosk.flow.staff_effects import LoadDevices
from kiosk.flow.staff_events import DevicesLoaded, StaffCardRead
from kiosk.flow.staff_states import DeviceList, OneDevice, StaffHome
from kiosk.flow.staff_touches import DevicePressed, DevicesPressed
from kiosk.flow.staff_values import CheckSeen, Sentence
from kiosk.flow.states import StaffMode
from kiosk.flow.touches import BackPressed, PagePressed
from tests.kiosk.flow.journey import Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF

WELL = CheckSeen("card_reader", "", is_good=True)
FAIR = replace(WELL, check="clock", to_do=Sentence("health.suggestion.synchronise"))
ILL = CheckSeen("paper", "", is_good=False)


def asked() -> Journey:
    journey = kiosk_at().send(CardFound(), StaffCardRead(STAFF), DevicesPressed())
    assert journey.asks(LoadDevices) == LoadDevices()
    assert page(journey) == DeviceList()
    return journey


def page(journey: Journey) -> object:
    return journey.on(StaffMode).page


def test_what_is_wrong_comes_first_then_what_could_be_better() -> None:
    journey = asked().send(DevicesLoaded((WELL, FAIR, WELL, ILL)))
    assert page(journey) == DeviceList((ILL, FAIR, WELL, WELL))


def test_one_is_looked_at_and_back_leads_by_the_list_to_the_menu() -> None:
    journey = asked().send(DevicesLoaded((WELL, ILL)))
    listed = page(journey)
    assert isinstance(listed, DeviceList)
    assert page(journey.send(DevicePressed(ILL))) == OneDevice(listed, ILL)
    assert page(journey.send(BackPressed())) == listed
    assert page(journey.send(BackPressed())) == StaffHome()


def test_many_page_a_late_answer_and_one_that_is_not_listed_change_nothing() -> None:
    journey = asked()
    assert journey.ignores(DevicePressed(WELL))
    journey.send(DevicesLoaded((WELL,)))
    assert journey.ignores(PagePressed())
    assert journey.ignores(DevicePressed(ILL))
    shown = page(journey)
    assert page(journey.send(DevicesLoaded((ILL,)))) == shown
    many = asked().send(DevicesLoaded((WELL,) * 15), PagePressed())
    assert page(many) == DeviceList((WELL,) * 15, page=1)
    home = kiosk_at().send(DevicesLoaded((ILL,)))
    assert home.kiosk.screen == kiosk_at().kiosk.screen
