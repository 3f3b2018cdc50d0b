# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

from kiosk.flow.events import SettingsTold
from kiosk.flow.states import Kiosk, Starting
from kiosk.flow.step import step
from kiosk.flow.values import FlowSettings, Volume


def test_settings_that_were_saved_take_the_place_of_those_before() -> None:
    before = Kiosk(settings=FlowSettings())
    saved = FlowSettings(pause_seconds=3, is_file_spoilt=True)
    after, effects = step(before, SettingsTold(saved))
    assert after == replace(before, settings=saved)
    assert isinstance(after.screen, Starting)
    assert effects == ()


def test_what_the_light_told_and_how_loud_staff_want_it_are_kept() -> None:
    told = FlowSettings(has_lamp=True, volume=Volume.SOFT, usual_volume=Volume.LOUD)
    after, _ = step(Kiosk(settings=told), SettingsTold(FlowSettings(pause_seconds=3)))
    assert after.settings == replace(told, pause_seconds=3)
