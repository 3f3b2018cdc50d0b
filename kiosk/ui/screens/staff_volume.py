# SPDX-License-Identifier: Apache-2.0
"""How loud the kiosk speaks: the steps, and until when it does."""

from collections.abc import Iterator

from kiosk.flow import voice
from kiosk.flow.staff_states import StaffVolume
from kiosk.flow.staff_touches import KeepVolumePressed, VolumeStepPressed
from kiosk.flow.values import Volume
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Row, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, Block, Button
from kiosk.ui.scene import Scene


def frame(scene: Scene, page: StaffVolume) -> Frame:
    """What is chosen is said in words, too: that is what staff hear."""
    return parts.frame(
        scene,
        scene.text("staff_volume.title"),
        parts.lead(scene.text("staff_volume.lead"), rank=1),
        *_trouble(scene),
        Spring(),
        Row(tuple(_step(scene, volume) for volume in Volume), gap=30),
        _until_when(scene, page),
        Spring(),
        *_keep(scene),
    )


def _trouble(scene: Scene) -> tuple[Block, ...]:
    if voice.can_speak(scene.kiosk):
        return ()
    return (parts.warning(scene.reason(scene.kiosk.devices.voice_problem or "error.kiosk")),)


def _step(scene: Scene, volume: Volume) -> Button:
    is_chosen = volume is scene.kiosk.settings.volume
    return parts.button(
        scene,
        f"volume.{volume.value}",
        VolumeStepPressed(volume),
        _name(scene, volume),
        icon="check" if is_chosen else "volume-2",
        surface=FILLED if is_chosen else CHOICE,
        is_stacked=True,
    )


def _until_when(scene: Scene, page: StaffVolume) -> Block:
    if page.is_busy:
        return parts.notice(scene.text("staff.working"), "hourglass")
    settings = scene.kiosk.settings
    now, usual = _name(scene, settings.volume), _name(scene, settings.usual_volume)
    if settings.volume is settings.usual_volume:
        return parts.notice(scene.text("staff_volume.every_day", volume=now))
    return parts.notice(scene.text("staff_volume.today", volume=now, usual=usual))


def _keep(scene: Scene) -> Iterator[Block]:
    settings = scene.kiosk.settings
    if settings.volume is not settings.usual_volume:
        text = scene.text("staff_volume.keep")
        button = parts.button(scene, "keep_volume", KeepVolumePressed(), text, icon="check")
        yield Aside(Row((button,)))


def _name(scene: Scene, volume: Volume) -> str:
    return scene.text(f"staff_volume.{volume.value}")
