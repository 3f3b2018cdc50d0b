# SPDX-License-Identifier: Apache-2.0
"""Staff set how loud the kiosk speaks, and hear it."""

import pytest

from kiosk.flow import voice
from kiosk.flow.events import Event
from kiosk.flow.staff_effects import SetVolume
from kiosk.flow.staff_events import ActEnded, StaffCardRead, VolumeTold
from kiosk.flow.staff_states import StaffHome, StaffVolume
from kiosk.flow.staff_touches import (
    KeepVolumePressed,
    StaffLeavePressed,
    StaffVolumePressed,
    VolumeStepPressed,
)
from kiosk.flow.staff_values import Remark
from kiosk.flow.states import StaffMode, Welcome
from kiosk.flow.touches import BackPressed, RestartPressed
from kiosk.flow.values import FlowSettings, Volume
from tests.kiosk.flow.journey import Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF

SOFT, MEDIUM, LOUD = Volume
LOUD_TODAY = VolumeTold(LOUD, MEDIUM)


def speaking() -> Journey:
    return kiosk_at(settings=FlowSettings(has_voice=True))


def asked() -> Journey:
    return speaking().send(StaffCardRead(STAFF), StaffVolumePressed())


def page(journey: Journey) -> object:
    return journey.on(StaffMode).page


def test_a_kiosk_without_a_voice_has_no_volume() -> None:
    assert kiosk_at().send(StaffCardRead(STAFF)).ignores(StaffVolumePressed())


def test_a_step_is_stored_for_today_and_holds_when_it_is() -> None:
    journey = asked().send(VolumeStepPressed(LOUD))
    assert journey.asks(SetVolume) == SetVolume(STAFF.staff_id, LOUD)
    assert page(journey) == StaffVolume(is_busy=True)
    assert voice.volume_of(journey.kiosk) is MEDIUM
    assert journey.ignores(VolumeStepPressed(SOFT))
    journey.send(LOUD_TODAY)
    assert page(journey) == StaffVolume()
    assert voice.volume_of(journey.kiosk) is LOUD


def test_it_is_kept_for_good_only_where_it_is_not_yet() -> None:
    assert asked().ignores(KeepVolumePressed())
    journey = asked().send(LOUD_TODAY, KeepVolumePressed())
    assert journey.asks(SetVolume) == SetVolume(STAFF.staff_id, LOUD, is_for_good=True)
    assert journey.send(VolumeTold(LOUD, LOUD)).ignores(KeepVolumePressed())


def test_the_same_step_again_is_heard_again_and_stores_nothing() -> None:
    journey = asked()
    said = journey.kiosk.say_no
    journey.send(VolumeStepPressed(MEDIUM))
    assert journey.kiosk.say_no == said + 1
    assert not journey.wanted(SetVolume)


@pytest.mark.parametrize("leaves", [BackPressed(), RestartPressed()])
def test_the_kiosk_speaks_to_staff_on_that_page_alone(leaves: Event) -> None:
    journey = asked()
    assert voice.is_heard(journey.kiosk)
    assert not voice.is_heard(journey.send(leaves).kiosk)


def test_the_visitors_own_voice_comes_back_with_his_screen() -> None:
    journey = asked().send(BackPressed(), StaffLeavePressed())
    journey.on(Welcome)
    assert not journey.kiosk.is_voice_on


def test_a_volume_that_is_told_at_any_time_holds_from_then_on() -> None:
    journey = speaking().send(LOUD_TODAY)
    assert voice.volume_of(journey.kiosk) is LOUD
    assert voice.volume_of(journey.send(VolumeTold(SOFT, SOFT)).kiosk) is SOFT


def test_what_the_store_refuses_is_said_on_the_menu() -> None:
    remark = Remark("error.store.failed")
    journey = asked().send(VolumeStepPressed(LOUD), ActEnded(remark))
    assert page(journey) == StaffHome(remark)
    assert voice.volume_of(journey.kiosk) is MEDIUM
