# SPDX-License-Identifier: Apache-2.0
"""Help: whether somebody was told or comes, and where a person is; says only what has happened."""

from collections.abc import Iterator

from kiosk.flow import in_person
from kiosk.flow.change import is_home
from kiosk.flow.helping import HelpStage, is_awaited, stage
from kiosk.flow.staff_touches import StaffPressed
from kiosk.flow.touches import BackPressed, HelpPressed, InPersonPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, OUTLINED, QUIET, Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_END_SHARES = (4, 1)

ICONS = {
    HelpStage.CALLING: "hourglass",
    HelpStage.LIT: "siren",
    HelpStage.TOLD: "hand-helping",
    HelpStage.COMING: "users",
    HelpStage.DONE: "circle-check",
}


def _in_person(scene: Scene) -> Iterator[Block]:
    """For who would not hear the call, whether the voice is on or not."""
    if in_person.can_wish(scene.kiosk):
        is_wished = scene.kiosk.is_in_person
        text = scene.text("in_person.wished" if is_wished else "in_person.wish")
        icon = "check" if is_wished else "ear"
        yield parts.button(scene, "in_person", InPersonPressed(), text, icon=icon)


def frame(scene: Scene) -> Frame:
    """What has become of the call; the desk; and back to where the visitor was."""
    now = stage(scene.kiosk)
    if now in (HelpStage.DESK, HelpStage.LATE):
        return _at_the_desk(scene, now)
    said = "wait" if is_awaited(scene.kiosk) else "say_done"
    return parts.frame(
        scene,
        scene.text(f"help.title_{now}"),
        *_kept(scene),
        parts.hero(
            Spare(Picture(ICONS[now], Colour.ACCENT, 170), rank=3),
            Label(scene.text(f"help.{said}"), Role.KEY, Colour.INK, is_centred=True),
            most=560,
        ),
        *_desk(scene, now),
        *_in_person(scene),
        Spring(),
        _buttons(scene),
    )


def _at_the_desk(scene: Scene, now: HelpStage) -> Frame:
    here = "home" if is_home(scene.kiosk.screen) else "visit"
    lead = "late" if now is HelpStage.LATE else here
    return parts.frame(
        scene,
        scene.text("help.title"),
        parts.lead(scene.text(f"help.lead_{lead}"), rank=1),
        parts.desk_hero(scene, scene.text("desk.here")),
        *_in_person(scene),
        Spring(),
        _buttons(scene),
    )


def _kept(scene: Scene) -> tuple[Block, ...]:
    if is_home(scene.kiosk.screen):
        return ()
    return (parts.lead(scene.text("help.kept"), rank=4),)


def _desk(scene: Scene, now: HelpStage) -> tuple[Block, ...]:
    """Where else to go, unless somebody is on his way here."""
    if now is HelpStage.COMING:
        return ()
    way = "help.or_desk" if is_awaited(scene.kiosk) else "desk.here"
    return (Spare(parts.desk_box(scene, scene.text(way)), rank=1),)


def _buttons(scene: Scene) -> Block:
    """Another call where it may do something, and back; what ends the call says so."""
    here = "home" if is_home(scene.kiosk.screen) else "visit"
    is_waiting = is_awaited(scene.kiosk)
    back = parts.button(
        scene,
        "help_done",
        BackPressed(),
        scene.text(f"help.stop_{here}" if is_waiting else f"help.done_{here}"),
        icon="x" if is_waiting else "check",
        surface=OUTLINED if is_waiting else FILLED,
        least=160,
    )
    end = Row((back, _staff(scene)), _END_SHARES, gap=30)
    if stage(scene.kiosk) not in (HelpStage.LATE, HelpStage.DONE):
        return end
    again = parts.button(
        scene, "help_again", HelpPressed(), scene.text("help.again"), icon="repeat", least=132
    )
    return Column((again, end), gap=36)


def _staff(scene: Scene) -> Block:
    """For those who came to help; visitors see that it is not for them."""
    text = scene.text("staff.help")
    return parts.button(scene, "staff", StaffPressed(), text, surface=QUIET, role=Role.BAR)
